from django.urls import path

from minsheng.ground.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<int:pk>/", views.job, name="job"),
    path("<int:pk>/failed.csv", views.failed, name="failed"),
    path("<int:pk>/stop/", views.stop, name="stop"),
]
