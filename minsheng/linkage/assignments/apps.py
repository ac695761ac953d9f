from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "minsheng.linkage.assignments"
    label = "assignments"

    def ready(self) -> None:
        from minsheng.ground.files.access import guard
        from minsheng.instruments.activities.queries import LINKS
        from minsheng.instruments.surveys.access import MATTERS, WIDER
        from minsheng.linkage.assignments import access, figures, queries, receivers, workflow  # noqa: F401 (importing registers)

        task, part = workflow.TASKS.model.kind(), workflow.PARTS.model.kind()
        guard(task, access.sees)
        guard(part, access.reads_files)
        LINKS.append(queries.links)
        MATTERS.add(task)
        WIDER[part] = queries.task_of
