"""What is counted of orders, of the time they were given, and of what was promised."""

from datetime import datetime

from minsheng.ground.figures.figures import count
from minsheng.instruments.dispatch.models import Extension, Order, Promise
from minsheng.kernel.workflow import Taken


def _late(taken: Taken) -> bool:
    """A promise that was kept after its date."""
    return isinstance(taken.subject, Promise) and taken.subject.late


def _order(taken: Taken) -> Order:
    subject = taken.subject
    assert isinstance(subject, Order | Extension)  # noqa: S101 (what is counted below)
    return subject.order if isinstance(subject, Extension) else subject


def _issued(taken: Taken) -> datetime:
    """What becomes of an order counts for the day it was given: a share of the orders of those days."""
    return _order(taken).issued_at


def _first_granted(taken: Taken) -> bool:
    """The first time that an order was given more time; each order counts once."""
    granted = Extension.objects.filter(order=_order(taken), state=Extension.State.GRANTED)
    return not granted.filter(id__lt=taken.subject.pk).exists()


count(Order.kind(), "issue", "orders.issued")
count(Order.kind(), "accept", "orders.accepted")
count(Order.kind(), "answer", "orders.answered")
count(Order.kind(), "redo", "orders.redone")
count(Order.kind(), "approve", "orders.passed")
count(Order.kind(), "send_back", "orders.returned", at=_issued)
count(Order.kind(), "dispute", "orders.disputed", at=_issued)
count(Extension.kind(), "ask", "orders.time_asked")
count(Extension.kind(), "grant", "orders.extended", _first_granted, at=_issued)
count(Promise.kind(), "pledge", "promises.made")
count(Promise.kind(), "confirm", "promises.kept")
count(Promise.kind(), "confirm", "promises.kept_late", _late)
