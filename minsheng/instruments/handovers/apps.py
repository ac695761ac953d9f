from django.apps import AppConfig


class HandoversConfig(AppConfig):
    name = "minsheng.instruments.handovers"
    label = "handovers"
