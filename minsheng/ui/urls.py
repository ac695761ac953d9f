from django.urls import path

from minsheng.ui import views

app_name = "ui"
urlpatterns = [
    path("prefs/", views.prefs, name="prefs"),
    path("ui/", views.guide, name="guide"),
]
