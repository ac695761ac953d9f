from django.apps import AppConfig


class HandoversConfig(AppConfig):
    name = "minsheng.instruments.handovers"
    label = "handovers"

    def ready(self) -> None:
        from minsheng.instruments.handovers import workflow  # noqa: F401 (importing registers)
