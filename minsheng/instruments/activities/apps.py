from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "minsheng.instruments.activities"
    label = "activities"

    def ready(self) -> None:
        from django.urls import reverse

        from minsheng.ground.codes.queries import LANDINGS
        from minsheng.instruments.activities import figures, receivers, workflow  # noqa: F401 (importing registers)

        LANDINGS[workflow.STEPS.model.kind()] = lambda number: reverse("activities:activity", args=[number])
