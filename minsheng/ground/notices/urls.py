from django.urls import path

from minsheng.ground.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("read/", views.read, name="read"),
    path("preferences/", views.preferences, name="preferences"),
]
