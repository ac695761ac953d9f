from django.apps import AppConfig


class MandatesConfig(AppConfig):
    name = "minsheng.instruments.mandates"
    label = "mandates"

    def ready(self) -> None:
        from minsheng.ground.files.access import guard
        from minsheng.instruments.mandates import access, workflow

        kind = workflow.STEPS.model.kind()
        guard(kind, lambda actor, number: access.visible_to(actor).filter(number=number).exists())
