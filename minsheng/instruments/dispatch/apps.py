from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "minsheng.instruments.dispatch"
    label = "dispatch"

    def ready(self) -> None:
        from minsheng.instruments.dispatch import workflow  # noqa: F401 (importing registers the table)
