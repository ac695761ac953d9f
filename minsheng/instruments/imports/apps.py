from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "minsheng.instruments.imports"
    label = "imports"
