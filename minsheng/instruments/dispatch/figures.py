"""What is counted of orders, of the time they were given, and of what was promised."""

from minsheng.ground.figures.figures import count
from minsheng.instruments.dispatch.models import Extension, Order, Promise
from minsheng.kernel.workflow import Taken


def _late(taken: Taken) -> bool:
    """A promise that was kept after its date."""
    return isinstance(taken.subject, Promise) and taken.subject.late


count(Order.kind(), "issue", "orders.issued")
count(Order.kind(), "accept", "orders.accepted")
count(Order.kind(), "answer", "orders.answered")
count(Order.kind(), "redo", "orders.redone")
count(Order.kind(), "approve", "orders.passed")
count(Order.kind(), "send_back", "orders.returned")
count(Order.kind(), "dispute", "orders.disputed")
count(Extension.kind(), "ask", "orders.time_asked")
count(Extension.kind(), "grant", "orders.extended")
count(Promise.kind(), "pledge", "promises.made")
count(Promise.kind(), "confirm", "promises.kept")
count(Promise.kind(), "confirm", "promises.kept_late", _late)
