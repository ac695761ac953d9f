from django.apps import AppConfig


class WallConfig(AppConfig):
    name = "minsheng.panorama.wall"
    label = "wall"
