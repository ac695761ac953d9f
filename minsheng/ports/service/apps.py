from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "minsheng.ports.service"
    label = "service"
