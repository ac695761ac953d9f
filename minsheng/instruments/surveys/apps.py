from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "minsheng.instruments.surveys"
    label = "surveys"

    def ready(self) -> None:
        from minsheng.instruments.activities.queries import LINKS
        from minsheng.instruments.surveys import figures, queries, workflow  # noqa: F401 (importing registers)

        LINKS.append(queries.links)
