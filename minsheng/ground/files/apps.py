from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "minsheng.ground.files"
    label = "files"
