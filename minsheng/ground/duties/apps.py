from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "minsheng.ground.duties"
    label = "duties"

    def ready(self) -> None:
        from minsheng.ground.duties import receivers  # noqa: F401 (importing connects it to the bell)
