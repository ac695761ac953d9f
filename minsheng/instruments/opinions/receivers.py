from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from minsheng.ground.people.actors import SYSTEM
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.dispatch.queries import all_passed
from minsheng.instruments.handovers.models import Handover
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel.errors import NotYours
from minsheng.kernel.workflow import Taken, bell, take


@receiver(bell, sender=Order, dispatch_uid="opinions.conclude")
def conclude(acts: tuple[Taken, ...], **_kwargs: Any) -> None:
    """An opinion is answered when every order of its round has passed."""
    taken = acts[0]
    kind, number = taken.matter_key
    if taken.step.name == "approve" and kind == Opinion.kind():
        opinion = Opinion.objects.get(number=number)
        if taken.by.person_id == opinion.author_id:
            raise NotYours(_("You reported this yourself: a colleague has to check the answer."))
        if opinion.state == Opinion.State.IN_HAND and all_passed(opinion.key, opinion.round):
            take(opinion, "conclude", by=SYSTEM)
            if opinion.author_id is None:  # nobody is known who could rate it
                take(opinion, "close", by=SYSTEM)


@receiver(bell, sender=Opinion, dispatch_uid="opinions.settle")
def settle(acts: tuple[Taken, ...], **_kwargs: Any) -> None:
    """A good rating closes the matter, unless it was drawn; a bad one leaves the office a duty to call back."""
    taken, subject = acts[0], acts[0].subject
    if taken.step.name == "rate" and isinstance(subject, Opinion) and not (subject.unhappy or subject.sampled):
        take(subject, "close", by=SYSTEM)


@receiver(bell, sender=Handover, dispatch_uid="opinions.bring_back")
def bring_back(acts: tuple[Taken, ...], **_kwargs: Any) -> None:
    """What was not taken up elsewhere is back at the office."""
    taken = acts[0]
    kind, number = taken.matter_key
    if taken.step.name == "decline" and kind == Opinion.kind():
        take(Opinion.objects.get(number=number), "bring_back", by=SYSTEM)
