from django.urls import path

from minsheng.ground.duties import views

app_name = "duties"
urlpatterns = [path("<int:pk>/", views.duty, name="duty")]
