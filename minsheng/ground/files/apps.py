from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "minsheng.ground.files"
    label = "files"

    def ready(self) -> None:
        from minsheng.ground.files.actions import forget
        from minsheng.ground.people.actions import ERASERS

        ERASERS.append(forget)
