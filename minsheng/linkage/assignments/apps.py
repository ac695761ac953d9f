from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "minsheng.linkage.assignments"
    label = "assignments"
