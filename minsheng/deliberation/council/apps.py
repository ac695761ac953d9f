from django.apps import AppConfig


class CouncilConfig(AppConfig):
    name = "minsheng.deliberation.council"
    label = "council"

    def ready(self) -> None:
        from minsheng.deliberation.council import access, actions, figures, queries, receivers, workflow  # noqa: F401 (registers)
        from minsheng.ground.files.access import guard
        from minsheng.ground.people.actions import ERASERS
        from minsheng.ground.people.queries import UNFINISHED
        from minsheng.instruments.activities.access import MINUTES_ELSEWHERE
        from minsheng.instruments.activities.queries import LINKS

        kind = workflow.MEETINGS.model.kind()
        guard(kind, access.sees)
        MINUTES_ELSEWHERE.add(kind)
        LINKS.append(queries.links)
        UNFINISHED.append(queries.unfinished)
        ERASERS.append(actions.forget)
