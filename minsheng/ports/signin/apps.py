from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "minsheng.ports.signin"
    label = "signin"
