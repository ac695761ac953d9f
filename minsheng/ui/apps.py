from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "minsheng.ui"
    label = "ui"
