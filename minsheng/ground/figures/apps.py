from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "minsheng.ground.figures"
    label = "figures"

    def ready(self) -> None:
        from minsheng.ground.figures import receivers  # noqa: F401 (importing connects it to the bell)
