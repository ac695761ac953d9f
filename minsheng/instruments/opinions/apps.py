from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "minsheng.instruments.opinions"
    label = "opinions"

    def ready(self) -> None:
        from minsheng.ground.codes.queries import LANDINGS
        from minsheng.ground.files.access import guard
        from minsheng.ground.people.actions import ERASERS
        from minsheng.ground.people.queries import UNFINISHED
        from minsheng.instruments.activities.queries import COLLECTED, REPORTS
        from minsheng.instruments.dispatch.access import MATTERS
        from minsheng.instruments.follows.access import PUBLIC
        from minsheng.instruments.follows.queries import UNITED
        from minsheng.instruments.gateways.messages import PAYLOADS
        from minsheng.instruments.opinions import access, figures, papers, queries, receivers, workflow  # noqa: F401 (registers)
        from minsheng.instruments.opinions.actions.erasing import forget_person
        from minsheng.instruments.opinions.payloads import payload
        from minsheng.instruments.opinions.queries.beside import united_with
        from minsheng.instruments.opinions.queries.nearby import join_link
        from minsheng.instruments.publishing.queries import LINKS, STAGES

        kind = workflow.STEPS.model.kind()
        guard(kind, access.sees_photos)
        MATTERS.add(kind)
        LANDINGS[kind] = papers.way_in
        PUBLIC[kind] = queries.is_public
        UNITED[kind] = united_with
        STAGES[kind] = queries.stage
        PAYLOADS[kind] = payload
        LINKS.extend((join_link, queries.follow_link))
        COLLECTED.append(queries.collected_at)
        REPORTS.append(queries.report_at)
        ERASERS.append(forget_person)
        UNFINISHED.append(queries.unfinished)
