from django.apps import AppConfig


class EscalationsConfig(AppConfig):
    name = "minsheng.instruments.escalations"
    label = "escalations"
