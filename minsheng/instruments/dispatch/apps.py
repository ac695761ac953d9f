from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "minsheng.instruments.dispatch"
    label = "dispatch"

    def ready(self) -> None:
        from minsheng.ground.files.access import guard
        from minsheng.instruments.dispatch import access, figures, receivers, workflow  # noqa: F401 (importing registers)

        guard(workflow.STEPS.model.kind(), access.sees_photos)
        guard(workflow.PROMISES.model.kind(), access.sees_photos_of_promise)
