from django.urls import path

from minsheng.ground.files import views

app_name = "files"
urlpatterns = [
    path("", views.keep, name="keep"),
    path("<uuid:pk>/", views.photo, name="photo"),
    path("<uuid:pk>/document/", views.document, name="document"),
    path("<uuid:pk>/small/", views.photo, {"small": True}, name="small"),
    path("<uuid:pk>/remove/", views.remove, name="remove"),
    path("<uuid:pk>/rotate/", views.rotate, name="rotate"),
]
