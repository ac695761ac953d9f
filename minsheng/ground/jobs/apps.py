from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "minsheng.ground.jobs"
    label = "jobs"
