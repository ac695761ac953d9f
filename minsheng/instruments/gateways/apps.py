from django.apps import AppConfig


class GatewaysConfig(AppConfig):
    name = "minsheng.instruments.gateways"
    label = "gateways"

    def ready(self) -> None:
        from minsheng.instruments.gateways import receivers, workflow  # noqa: F401 (importing registers)
