from django.urls import path

from minsheng.instruments.publishing import views

app_name = "publishing"
urlpatterns = [
    path("", views.publications, name="publications"),
    path("map/", views.around, name="around"),
    path("map.json", views.points, name="map"),
    path("<str:number>/", views.publication, name="publication"),
]
