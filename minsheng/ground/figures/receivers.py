from typing import Any

from django.dispatch import receiver

from minsheng.ground.figures import actions
from minsheng.ground.figures.figures import MOVES
from minsheng.kernel.workflow import Taken, bell


@receiver(bell, dispatch_uid="figures")
def write(acts: tuple[Taken, ...], **_: Any) -> None:
    """Count the acts; where one changed what its subject belongs to, what was counted before moves along."""
    for taken in acts:
        if (taken.subject.kind(), taken.step.name) in MOVES:
            actions.move(taken.subject)
    actions.write(acts)
