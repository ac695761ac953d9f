from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "minsheng.instruments.imports"
    label = "imports"

    def ready(self) -> None:
        from minsheng.ground.jobs.actions import WORKS
        from minsheng.instruments.imports.actions import KIND, work

        WORKS[KIND] = work
