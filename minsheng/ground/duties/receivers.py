from typing import Any

from django.dispatch import receiver

from minsheng.ground.duties import actions
from minsheng.kernel.workflow import Taken, bell


@receiver(bell, dispatch_uid="duties")
def pass_on(acts: tuple[Taken, ...], **_: Any) -> None:
    """A step that moved something closes its open duty and opens the next one."""
    if acts[0].moved:
        actions.pass_on(acts)
