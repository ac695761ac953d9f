from django.apps import AppConfig


class EscalationsConfig(AppConfig):
    name = "minsheng.instruments.escalations"
    label = "escalations"

    def ready(self) -> None:
        from minsheng.instruments.escalations import figures, workflow  # noqa: F401 (importing registers)
