from django.apps import AppConfig


class GatewaysConfig(AppConfig):
    name = "minsheng.instruments.gateways"
    label = "gateways"
