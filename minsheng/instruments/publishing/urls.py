from django.urls import path

from minsheng.instruments.publishing.views import listing, takedowns

app_name = "publishing"
urlpatterns = [
    path("", listing.publications, name="publications"),
    path("map/", listing.around, name="around"),
    path("map.json", listing.points, name="map"),
    path("promises/", listing.promises, name="promises"),
    path("asked/<str:short>/", takedowns.asked, name="asked"),
    path("takedowns/<str:number>/", takedowns.takedown, name="takedown"),
    path("takedowns/<str:number>/<slug:step>/", takedowns.step, name="takedown-step"),
    path("<str:number>/", listing.publication, name="publication"),
    path("<str:number>/history/", takedowns.history, name="history"),
    path("<str:number>/takedown/", takedowns.ask, name="ask"),
]
