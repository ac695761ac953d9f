from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "minsheng.instruments.opinions"
    label = "opinions"

    def ready(self) -> None:
        from minsheng.instruments.opinions import (  # noqa: F401 (importing registers the table and the receivers)
            receivers,
            workflow,
        )
