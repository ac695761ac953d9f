"""Whatever the other side does: in the end it has every order once, and every answer is here once."""

import base64
from collections import Counter
from datetime import timedelta
from threading import Timer
from time import sleep

import pytest
from django.test.testcases import LiveServerThread

from minsheng.ground.files.queries import of
from minsheng.ground.journal.models import Entry
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.gateways import actions, platforms
from minsheng.instruments.gateways.models import Delivery, Reply
from minsheng.kernel import clock
from tests.robust.sound import problems
from tests.robust.together import crowd, together
from tests.town import Town
from tests.walk.world import picture

__all__ = ["crowd"]

ORDERS = 6
APPLIED, OVERTAKEN, UNPROVEN = [200, "applied"], [200, "overtaken"], [401, "unproven"]


@pytest.fixture
def house(crowd, settings):
    """A town whose every act is committed, and a server to which the other side can call back."""
    server = LiveServerThread("127.0.0.1", lambda application: application)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    settings.PUBLIC_ADDRESS = f"http://127.0.0.1:{server.port}"
    yield Town()
    server.terminate()


def test_no_order_is_lost_and_none_is_doubled_and_the_same_of_answers(house, wired, other, monkeypatch):
    wired()
    issued = [house.lead(house.opinion("sent")) for _turn in range(ORDERS)]
    numbers = [order.number for order in issued]

    evening = iter(clock.now() + timedelta(hours=5 * turn) for turn in range(1, 99))
    for what in (gone, failing, forgetful, slow, killed_at_work, started_again):
        what(other)
        with monkeypatch.context() as patience:
            patience.setattr(platforms, "SECONDS", 0.25 if what is slow else 5.0)
            try_all(next(evening))
        assert set(states()) == {"waiting"}
    assert Counter(other.asked()) > Counter(2 * numbers), "it was not asked again and again, so nothing is shown"
    other.mood("well")
    try_all(next(evening))

    assert (sorted(other.has()), set(states())) == (sorted(numbers), {"delivered"})

    scripts = [script(order, how) for order, how in zip(issued, SCRIPTS, strict=True)]
    answers = [[shorter(*answer) for answer in part] for work in scripts for part in other.work(work)]

    assert answers == EXPECTED
    assert {order.number: steps(order) for order in issued} == dict(zip(numbers, STEPS, strict=True))
    assert set(Order.objects.values_list("state", flat=True)) == {"answered"}
    assert [len(of(*order.key, "after")) for order in issued] == [1] * ORDERS
    assert Counter(Reply.objects.values_list("outcome", flat=True)) == {"applied": 11, "overtaken": 2}
    assert problems(but=("photos",)) == []


def test_two_workers_at_once_send_an_order_once_and_a_reply_may_come_while_it_is_sent(house, wired, other):
    wired()
    order = house.lead(house.opinion("sent"))
    other.start("slow")
    pk = Delivery.objects.get().pk

    def early():
        while not other.has():
            sleep(0.01)
        return shorter(*other.work(script(order, [("accepted", "well")]))[0][0])

    assert together(lambda: actions.deliver(pk), lambda: actions.deliver(pk), early) == [True, True, APPLIED]
    assert (other.asked(), list(states())) == ([order.number], ["delivered"])
    assert steps(order) == ["issue", "accept"]


def states():
    return Delivery.objects.values_list("state", flat=True)


def try_all(at):
    """A while later, everything that is due is tried, as if each delivery had a worker of its own."""
    with clock.at(at):
        for pk in list(Delivery.objects.due(at).values_list("pk", flat=True)):
            actions.deliver(pk)


def gone(_other):
    """It has never been started."""


def failing(other):
    other.start("failing")


def forgetful(other):
    other.mood("forgetful")


def slow(other):
    other.mood("slow")


def killed_at_work(other):
    """It takes its time over the first order that comes, and that is the end of it."""
    Timer(0.2, other.process.kill).start()


def started_again(other):
    other.kill()
    other.start("forgetful")


def script(order, how):
    """What the other side says of an order: `how` names events, and how each is sent."""
    kinds = {
        "accepted": {"sequence": 1},
        "progress": {"sequence": 2, "words": "正在补种"},
        "finished": {
            "sequence": 3,
            "measure": "已补种灌木。",
            "resolution": "solved",
            "photos": [{"name": "after.jpg", "content": base64.b64encode(picture().read()).decode()}],
        },
    }
    said = {"order": order.number}
    return [[{**said, "type": kind, "event": f"{kind} {order.number}", **kinds[kind]}, sent] for kind, sent in how]


def shorter(status, answer):
    return [status, answer.get("outcome") or answer.get("error")]


SCRIPTS = (
    [("accepted", "well"), ("progress", "well"), ("finished", "well")],
    [("finished", "well"), ("accepted", "well"), ("progress", "well")],
    [("accepted", 2), ("finished", "well"), ("finished", 3)],
    [("finished", 4)],
    [("accepted", "forged"), ("accepted", "well"), ("finished", "forged"), ("finished", "well")],
    [("progress", "well"), ("finished", "well"), ("finished", "well")],
)
"""As it should be; the wrong way round; everything twice and thrice; four at the same moment; forged; no acceptance."""

EXPECTED = [
    *([APPLIED], [APPLIED], [APPLIED]),
    *([APPLIED], [OVERTAKEN], [OVERTAKEN]),
    *([APPLIED] * 2, [APPLIED], [APPLIED] * 3),
    [APPLIED] * 4,
    *([UNPROVEN], [APPLIED], [UNPROVEN], [APPLIED]),
    *([APPLIED], [APPLIED], [APPLIED]),
]

ANSWERED, TOLD = ["issue", "accept", "answer"], ["issue", "accept", "progress", "answer"]
STEPS = (TOLD, ANSWERED, ANSWERED, ANSWERED, ANSWERED, TOLD)


def steps(order):
    return list(
        Entry.objects.filter(number=order.number, kind=order.kind()).order_by("id").values_list("step", flat=True)
    )
