from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "minsheng.ground.policies"
    label = "policies"
    verbose_name = _("Policies")

    def ready(self) -> None:
        """Let the clock be moved."""
        from minsheng.ground.policies import queries
        from minsheng.kernel import clock

        clock.shift = queries.shift
