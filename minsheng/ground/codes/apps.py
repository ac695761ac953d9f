from django.apps import AppConfig


class CodesConfig(AppConfig):
    name = "minsheng.ground.codes"
    label = "codes"
