from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "minsheng.panorama.insights"
    label = "insights"
