from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from minsheng.ground.people.actors import SYSTEM
from minsheng.instruments.dispatch import actions
from minsheng.instruments.dispatch.access import works_for
from minsheng.instruments.dispatch.models import Extension, Order, Promise
from minsheng.kernel.errors import NotYours
from minsheng.kernel.workflow import Taken, bell, take

CHECKS = frozenset({"approve", "redo", "grant", "refuse", "confirm", "dismiss"})
"""The steps by which the office judges what a unit says."""


@receiver(bell, sender=Order, dispatch_uid="dispatch.orders")
@receiver(bell, sender=Extension, dispatch_uid="dispatch.extensions")
@receiver(bell, sender=Promise, dispatch_uid="dispatch.promises")
def insist(acts: tuple[Taken, ...], **_kwargs: Any) -> None:
    """Nobody judges what a unit says in which they work too, whatever post they act on."""
    taken, subject = acts[0], acts[0].subject
    judged = taken.step.name in CHECKS and isinstance(subject, Order | Extension | Promise)
    if judged and works_for(taken.by, subject):
        raise NotYours(_("You work in this unit too: a colleague has to check it."))


@receiver(bell, sender=Order, dispatch_uid="dispatch.parts")
def follow(acts: tuple[Taken, ...], **_kwargs: Any) -> None:
    """What an answer makes of an order's parts: nobody needs more time then; once passed, a promise is to be kept."""
    order, step = acts[0].subject, acts[0].step.name
    if not isinstance(order, Order):
        return
    if step == "answer":
        for extension in Extension.objects.filter(order=order, state=Extension.State.ASKED):
            take(extension, "drop", by=SYSTEM)
    if step == "approve" and order.resolution == Order.Resolution.PLANNED:
        actions.pledge(order, by=SYSTEM)
