from typing import Any

from django.dispatch import receiver

from minsheng.ground.people.actors import SYSTEM
from minsheng.instruments.dispatch import actions
from minsheng.instruments.dispatch.models import Extension, Order, Promise
from minsheng.kernel.workflow import Taken, bell, take


@receiver(bell, sender=Order, dispatch_uid="dispatch.parts")
def follow(acts: tuple[Taken, ...], **_kwargs: Any) -> None:
    """Once an order is answered or recalled, nobody needs more time; once it is passed, a promise is to be kept.

    What its answer promised is recalled with it.
    """
    order, step = acts[0].subject, acts[0].step.name
    if not isinstance(order, Order):
        return
    if step in {"answer", "recall"}:
        for extension in Extension.objects.filter(order=order, state=Extension.State.ASKED):
            take(extension, "drop", by=SYSTEM)
    if step == "recall":
        for promise in Promise.objects.filter(order=order).open():
            take(promise, "recall", by=SYSTEM)
    if step == "approve" and order.resolution == Order.Resolution.PLANNED:
        actions.pledge(order, by=SYSTEM)
