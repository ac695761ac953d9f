from django.urls import path

from minsheng.panorama.wall import views

app_name = "wall"
urlpatterns = [
    path("", views.wall, name="wall"),
    path("figures/<str:code>/", views.counted, name="figure"),
    path("clocks/<str:code>/<slug:lamp>/", views.clocks, name="clocks"),
]
