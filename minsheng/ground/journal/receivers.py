"""The journal hears the bell first."""

from typing import Any

from django.dispatch import receiver

from minsheng.ground.journal import actions
from minsheng.kernel.workflow import Taken, bell


@receiver(bell, dispatch_uid="journal")
def write(acts: tuple[Taken, ...], **_: Any) -> None:
    """Keep the acts that were just taken."""
    actions.write(acts)
