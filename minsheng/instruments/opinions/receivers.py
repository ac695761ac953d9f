from typing import Any

from django.dispatch import receiver

from minsheng.ground.people.actors import SYSTEM
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.dispatch.queries import all_passed
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel.workflow import Taken, bell, take


@receiver(bell, sender=Order, dispatch_uid="opinions.conclude")
def conclude(taken: Taken, **_: Any) -> None:
    """An opinion is answered when every order of its round has passed."""
    kind, number = taken.matter_key
    if taken.step.name == "approve" and kind == Opinion.kind():
        opinion = Opinion.objects.get(number=number)
        if opinion.state == Opinion.State.IN_HAND and all_passed(opinion.key, opinion.round):
            take(opinion, "conclude", by=SYSTEM)


@receiver(bell, sender=Opinion, dispatch_uid="opinions.settle")
def settle(taken: Taken, **_: Any) -> None:
    """A good rating closes the matter; a bad one leaves the office a duty to call back."""
    if taken.step.name == "rate" and isinstance(taken.subject, Opinion) and not taken.subject.unhappy:
        take(taken.subject, "close", by=SYSTEM)
