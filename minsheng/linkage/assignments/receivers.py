from dataclasses import replace
from typing import Any

from django.dispatch import receiver

from minsheng.ground.notices import actions as notices
from minsheng.ground.people.actors import SYSTEM
from minsheng.instruments.activities.models import Activity
from minsheng.instruments.escalations import actions as escalations
from minsheng.kernel.workflow import Taken, bell, take
from minsheng.linkage.assignments.models import StreetTask

TOLD = frozenset({"accept", "cancel", "extend"})
"""What a street is told though it is not its turn."""


@receiver(bell, sender=Activity, dispatch_uid="assignments.start")
def start(acts: tuple[Taken, ...], **_: Any) -> None:
    """When the first activity of a street begins, its part is under way."""
    for taken in acts:
        kind, number = taken.subject.purpose or ("", "")  # type: ignore[attr-defined]  # an activity
        if kind == StreetTask.kind() and taken.step.name == "start":
            part = StreetTask.objects.select_for_update().get(number=number)
            if part.state == StreetTask.State.PLANNED:
                take(part, "start", by=SYSTEM)


@receiver(bell, sender=StreetTask, dispatch_uid="assignments.tell")
def tell(acts: tuple[Taken, ...], **_: Any) -> None:
    """The street hears what the district says to it; what is over is before no desk any more."""
    for taken in acts:
        if taken.step.name in TOLD:
            notices.tell_holders(replace(taken, step=replace(taken.step, turn="office")))
        if taken.step.name == "cancel":
            _call_off(taken)
        if taken.step.to in StreetTask.OVER:
            escalations.settle_all(taken.subject)


def _call_off(taken: Taken) -> None:
    """Nobody goes to what was announced for a task that was taken back; who was asked to come hears why."""
    for activity in Activity.objects.held_for(taken.subject.key).filter(state=Activity.State.ANNOUNCED).order_by("pk"):
        take(activity, "cancel", by=SYSTEM, note=taken.note)
