from typing import Any

from django.dispatch import receiver

from minsheng.instruments.follows import actions
from minsheng.kernel.workflow import Taken, bell


@receiver(bell, dispatch_uid="follows")
def tell(taken: Taken, **_: Any) -> None:
    """Tell the followers of a public step that moved the matter or a part of it."""
    if taken.step.public and taken.moved:
        actions.tell(taken)
