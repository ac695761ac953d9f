from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "minsheng.instruments.opinions"
    label = "opinions"

    def ready(self) -> None:
        from minsheng.ground.files.access import guard
        from minsheng.instruments.opinions import access, receivers, workflow  # noqa: F401 (importing connects receivers)

        guard(workflow.STEPS.model.kind(), access.sees)
