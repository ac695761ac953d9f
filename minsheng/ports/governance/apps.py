from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "minsheng.ports.governance"
    label = "governance"
