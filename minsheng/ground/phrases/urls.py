from django.urls import path

from minsheng.ground.phrases import views

app_name = "phrases"
urlpatterns = [
    path("", views.phrases, name="phrases"),
    path("<int:pk>/remove/", views.remove, name="remove"),
]
