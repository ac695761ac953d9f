from django.urls import path

from minsheng.ground.codes import views

app_name = "codes"
urlpatterns = [
    path("", views.codes, name="codes"),
    path("<str:short>/", views.code, name="code"),
]
