from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "minsheng.instruments.opinions"
    label = "opinions"

    def ready(self) -> None:
        from minsheng.ground.codes.queries import LANDINGS
        from minsheng.ground.files.access import guard
        from minsheng.instruments.activities.queries import COLLECTED, REPORTS
        from minsheng.instruments.follows.access import PUBLIC
        from minsheng.instruments.follows.queries import UNITED
        from minsheng.instruments.opinions import access, figures, papers, queries, receivers, workflow  # noqa: F401 (registers)
        from minsheng.instruments.publishing.queries import LINKS, STAGES

        kind = workflow.STEPS.model.kind()
        guard(kind, access.sees)
        LANDINGS[kind] = papers.way_in
        PUBLIC[kind] = queries.is_public
        UNITED[kind] = queries.united_with
        STAGES[kind] = queries.stage
        LINKS.append(queries.follow_link)
        COLLECTED.append(queries.collected_at)
        REPORTS.append(queries.report_at)
