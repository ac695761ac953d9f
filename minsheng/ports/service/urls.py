from django.urls import path

from minsheng.ports.service import views

app_name = "service"
urlpatterns = [
    path("", views.home, name="home"),
    path("mine/", views.mine, name="mine"),
]
