from typing import Any

from django.dispatch import receiver

from minsheng.deliberation.council import actions
from minsheng.deliberation.council.models import Meeting
from minsheng.ground.people.actors import SYSTEM
from minsheng.instruments.activities.models import Activity
from minsheng.kernel.workflow import Taken, bell, take


@receiver(bell, sender=Activity, dispatch_uid="council.follow")
def follow(acts: tuple[Taken, ...], **_: Any) -> None:
    """A meeting is held when its activity is over, and called off with it."""
    if acts[0].step.name not in {"close", "cancel"}:
        return
    numbers = [taken.subject.number for taken in acts]
    for meeting in Meeting.objects.filter(activity__number__in=numbers, state="convened").select_related("activity"):
        if acts[0].step.name == "close":
            actions.hold(meeting)
        else:
            take(meeting, "cancel", by=SYSTEM, note=acts[0].note)
