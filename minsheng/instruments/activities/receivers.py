from dataclasses import replace
from typing import Any

from django.dispatch import receiver

from minsheng.ground.notices import actions as notices
from minsheng.instruments.activities import actions
from minsheng.instruments.activities.models import Activity, Invitation
from minsheng.kernel.workflow import Taken, bell

TOLD = frozenset({"assign", "withdraw"})
"""What those on the post are told though it is not their turn."""


@receiver(bell, sender=Activity, dispatch_uid="activities.release")
def release(acts: tuple[Taken, ...], **_: Any) -> None:
    """What is over or called off needs no answers any more; who would have come hears that it was called off."""
    for taken in acts:
        if isinstance(taken.subject, Activity) and taken.step.name in {"close", "cancel"}:
            actions.release(taken.subject)
            if taken.step.name == "cancel":
                _tell_all(taken, taken.subject)


def _tell_all(taken: Taken, activity: Activity) -> None:
    for one in activity.invitations.filter(state=Invitation.State.COMING):
        notices.tell_holders(replace(taken, subject=one, step=replace(taken.step, turn="post person")))


@receiver(bell, sender=Invitation, dispatch_uid="activities.tell")
def tell(acts: tuple[Taken, ...], **_: Any) -> None:
    """Whoever is put on the roster, or taken off it, finds that among their notices: once, however many shifts."""
    if acts[0].step.name not in TOLD:
        return
    first = {taken.subject.post_id: taken for taken in reversed(acts)}  # type: ignore[attr-defined]  # an invitation
    for taken in first.values():
        notices.tell_holders(replace(taken, step=replace(taken.step, turn="post person")))
