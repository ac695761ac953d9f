from django.urls import path

from minsheng.instruments.imports import views

app_name = "imports"
urlpatterns = [
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.upload, name="upload"),
]
