from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "minsheng.ground.policies"
    label = "policies"
    verbose_name = _("Policies")

    def ready(self) -> None:
        """Let the clock be moved, and see to it that a migrated database holds the default rules."""
        from minsheng.ground.policies import queries
        from minsheng.kernel import clock

        clock.shift = queries.shift
        post_migrate.connect(fill, sender=self)


def fill(apps: Any, **_kwargs: Any) -> None:
    """Load what is missing of the defaults, after migrations and after a test's flush."""
    from minsheng.ground.policies import actions

    try:
        apps.get_model("policies", "Policy")
    except LookupError:  # migrated back to nothing
        return
    actions.load_defaults()
