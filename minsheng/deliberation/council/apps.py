from django.apps import AppConfig


class CouncilConfig(AppConfig):
    name = "minsheng.deliberation.council"
    label = "council"
