from django.urls import path

from minsheng.ports.service import landings, views

app_name = "service"
urlpatterns = [
    path("", views.home, name="home"),
    path("mine/", views.mine, name="mine"),
    path("me/", views.me, name="me"),
    path("me/erase/", views.erase, name="erase"),
    path("erased/", views.erased, name="erased"),
    path("here/", views.here, name="here"),
    path("year/<slug:what>/", views.year, name="year"),
    path("stations/<str:code>/", landings.station, name="station"),
    path("deputies/<str:code>/", landings.deputy, name="deputy"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
]
