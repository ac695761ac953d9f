from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "minsheng.ground.links"
    label = "links"
