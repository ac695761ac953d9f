from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "minsheng.ground.papers"
    label = "papers"
