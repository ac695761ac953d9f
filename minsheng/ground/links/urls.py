from django.urls import path

from minsheng.ground.links import views

app_name = "links"
urlpatterns = [path("<str:token>/", views.link, name="link")]
