from django.urls import path

from minsheng.instruments.follows import views

app_name = "follows"
urlpatterns = [
    path("<str:kind>/<str:number>/", views.follow, name="follow"),
    path("<str:kind>/<str:number>/stop/", views.unfollow, name="unfollow"),
]
