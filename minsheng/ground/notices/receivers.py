from typing import Any

from django.dispatch import receiver

from minsheng.ground.notices import actions
from minsheng.kernel.workflow import Taken, bell


@receiver(bell, dispatch_uid="notices")
def tell_holders(acts: tuple[Taken, ...], **_: Any) -> None:
    """Whoever must act next finds it among their notices. Residents are told by what they follow."""
    for taken in acts:
        if taken.moved and taken.step.turn:
            actions.tell_holders(taken)
