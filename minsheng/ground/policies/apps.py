from typing import Any

from django.apps import AppConfig
from django.db import connection
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


def fill(**_kwargs: Any) -> None:
    """Load what is missing of the defaults, after migrations and after a test's flush."""
    from minsheng.ground.policies import actions

    if "policies_policy" in connection.introspection.table_names():  # else migrated back to nothing
        actions.load_defaults()
