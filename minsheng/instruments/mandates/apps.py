from django.apps import AppConfig


class MandatesConfig(AppConfig):
    name = "minsheng.instruments.mandates"
    label = "mandates"
