from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "minsheng.ground.journal"
    label = "journal"

    def ready(self) -> None:
        from minsheng.ground.journal import receivers  # noqa: F401 (importing connects it to the bell)
