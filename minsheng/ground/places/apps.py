from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "minsheng.ground.places"
    label = "places"
