"""The journal hears the bell first."""

from typing import Any

from django.dispatch import receiver

from minsheng.ground.journal import actions
from minsheng.kernel.workflow import Taken, bell


@receiver(bell, dispatch_uid="journal")
def write(taken: Taken, **_: Any) -> None:
    """Keep the act that was just taken."""
    actions.write(taken)
