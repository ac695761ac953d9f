from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "minsheng.instruments.activities"
    label = "activities"
