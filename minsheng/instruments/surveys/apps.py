from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "minsheng.instruments.surveys"
    label = "surveys"
