from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "minsheng.ground.notices"
    label = "notices"

    def ready(self) -> None:
        from minsheng.ground.notices import receivers  # noqa: F401 (importing connects it to the bell)
