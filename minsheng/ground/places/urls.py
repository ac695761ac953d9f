from django.urls import path

from minsheng.ground.places import views

app_name = "places"
urlpatterns = [
    path("boundaries/<slug:kind>.json", views.boundaries, name="boundaries"),
    path("stations.json", views.stations, name="stations"),
    path("locate/", views.locate, name="locate"),
    path("streets/<slug:code>/communities.json", views.communities, name="communities"),
]
