from typing import Any

from django.dispatch import receiver

from minsheng.instruments.publishing import actions
from minsheng.kernel.workflow import Taken, bell


@receiver(bell, dispatch_uid="publishing")
def keep_up(acts: tuple[Taken, ...], **_: Any) -> None:
    """When a published matter moves, the public copy says how far it has come: its stage, never a text."""
    for taken in acts:
        if taken.step.sources and taken.subject.key == taken.matter_key:
            actions.keep_up(taken.matter_key, taken.step.to)
