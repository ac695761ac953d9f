from django.apps import AppConfig


class PhrasesConfig(AppConfig):
    name = "minsheng.ground.phrases"
    label = "phrases"
