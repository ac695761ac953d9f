from typing import Any

from django.dispatch import receiver

from minsheng.instruments.follows import actions
from minsheng.kernel.workflow import Taken, bell


@receiver(bell, dispatch_uid="follows")
def tell(acts: tuple[Taken, ...], **_: Any) -> None:
    """Tell the followers of a public step that moved the matter or a part of it; what just began has none."""
    for taken in acts:
        if taken.step.public and taken.moved and taken.step.sources:
            actions.tell(taken)
