from typing import Any

from django.dispatch import receiver

from minsheng.ground.duties import actions
from minsheng.kernel.workflow import Taken, bell


@receiver(bell, dispatch_uid="duties")
def pass_on(taken: Taken, **_: Any) -> None:
    """A step that moved something closes its open duty and opens the next one."""
    if taken.moved:
        actions.pass_on(taken)
