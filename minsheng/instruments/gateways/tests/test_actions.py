"""What leaves, when, and what happens when the other side doesn't take it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from minsheng.ground.journal.models import Entry
from minsheng.ground.people.models import Person
from minsheng.ground.policies.actions import decide
from minsheng.instruments.dispatch import actions as orders
from minsheng.instruments.gateways import actions
from minsheng.instruments.gateways.models import Delivery
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours
from minsheng.kernel.workflow import take

pytestmark = pytest.mark.django_db

PHONE = "19900000077"


def sent(town, **more):
    """The order of an opinion that was just handed over to a unit."""
    return town.lead(town.opinion("sent", **more))


def jobs():
    """The deliveries that wait in the queue for the worker."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select args->>'delivery' from procrastinate_jobs where task_name = 'gateways.deliver' order by id"
        )
        return [int(row[0]) for row in cursor.fetchall()]


def states():
    return list(Delivery.objects.order_by("pk").values_list("message", "state", "error"))


def later(**span):
    return clock.at(clock.now() + timedelta(**span))


def told(other):
    """What the other side was told, by number."""
    return {line["number"]: line for line in other.disk.lines("orders.jsonl")}


def test_where_no_rule_says_so_nothing_leaves(town):
    sent(town)
    assert (states(), jobs()) == ([], [])


def test_an_order_its_delivery_and_its_job_are_there_together_or_not_at_all(town, wired):
    wired()
    opinion = town.opinion("triaged")
    with transaction.atomic():
        town.hand_over(opinion, town.unit())
        transaction.set_rollback(True)
    assert (states(), jobs()) == ([], [])

    town.hand_over(opinion, town.unit())
    delivery = Delivery.objects.get()
    assert (delivery.number, delivery.connection, delivery.state) == (f"{opinion.number}-1", "hb", "waiting")
    assert jobs() == [delivery.pk]


def test_only_units_that_the_rule_names_are_served(town, wired):
    wired()
    with later(minutes=1):
        rule = {"mode": "http", "connection": "hb", "street_desk": True, "departments": False}
        decide("gateway.four_platforms", rule, place=town.street(), source="a test", by=town.actors()["system"])
        opinion = town.opinion("triaged")
        town.hand_over(opinion, town.unit())
        desk = town.order_to_desk("sent")
    assert [delivery.order for delivery in Delivery.objects.all()] == [desk]


def test_what_leaves_says_the_matter_and_nothing_that_leads_to_the_resident(town, wired, other, settings):
    wired()
    settings.PUBLIC_ADDRESS = "https://town.example"
    Person.objects.filter(pk=town.resident().person_id).update(name="沈望舒")
    opinion = town.opinion("triaged", text=f"绿化枯死，请回电 {PHONE}。")
    town.hand_over(opinion, town.unit(), note=f"居民电话 {PHONE}，请到现场")
    order = town.lead(opinion)
    other.start()

    assert actions.sweep() == 1
    said = told(other)[order.number]
    times = {name: said.pop(name) for name in ("accept_by", "due_at")}
    assert said == {
        "version": 1,
        "message": "issue",
        "number": order.number,
        "order": order.number,
        "external_id": "X1",
        "callback": "https://town.example/gateways/four-platforms/hb/",
        "note": "居民电话 ***，请到现场",
        "unit": "公共管理办公室",
        "street_code": town.street().code,
        "street": town.street().name,
        "round": 1,
        "lead": True,
        "tier": "simple",
        "matter": {
            "title": "绿化枯死，请回电 ***。",
            "description": "绿化枯死，请回电 ***。",
            "address": f"{opinion.place} {opinion.community} 祖庙巷",
            "lon": None,
            "lat": None,
            "datum": "CGCS2000",
            "grid_code": "",
            "event_type_code": "01.05",
            "event_type": opinion.category.name,
            "reporter": "沈**",
            "attachments": [],
        },
    }
    assert clock.now().isoformat() < times["accept_by"] < times["due_at"]
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.external_id, delivery.tries) == ("delivered", "X1", 1)


def test_what_fails_is_tried_again_ever_later_then_given_up_and_sent_again_by_hand(town, wired, other):
    wired()
    order, waits = sent(town), []
    at = clock.now()
    for _turn in range(12):
        with clock.at(at):
            assert actions.sweep() == 1
            assert actions.sweep() == 0
        before, delivery = at, Delivery.objects.get()
        at = delivery.next_try
        waits.append(round((at - before).total_seconds() / 60))
    assert waits[:11] == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240]
    assert states() == [("issue", "dead", "unreachable")]

    other.start()
    with clock.at(at):
        actions.sweep()
        assert other.has() == []
        actions.resend(delivery, by=town.by("admin"))
        actions.sweep()
    assert (other.has(), states()) == ([order.number], [("issue", "delivered", "")])
    steps = Entry.objects.filter(kind=Delivery.kind()).order_by("id").values_list("step", "signature__role", "public")
    assert list(steps) == [
        ("enqueue", "", False),
        ("give_up", "", False),
        ("resend", "administrator", False),
        ("deliver", "", False),
    ]


def test_who_does_not_look_after_the_connections_sends_nothing_again(town, wired, other):
    wired()
    sent(town)
    other.start("refusing")
    actions.sweep()
    for name in ("hb.office", "hb.gov", "auditor"):
        with pytest.raises(NotYours):
            actions.resend(Delivery.objects.get(), by=town.by(name))
    actions.resend(Delivery.objects.get(), by=town.by("district"))
    with pytest.raises(NotNow):
        actions.resend(Delivery.objects.get(), by=town.by("district"))
    assert states() == [("issue", "waiting", "")]


@pytest.mark.parametrize(
    ("mood", "found"),
    [
        ("refusing", ("issue", "dead", "http_422")),
        ("failing", ("issue", "waiting", "http_503")),
        ("elsewhere", ("issue", "waiting", "http_307")),
        ("slow", ("issue", "waiting", "timeout")),
        ("forgetful", ("issue", "waiting", "unreachable")),
        ("well", ("issue", "delivered", "")),
    ],
)
def test_what_the_other_side_answers_decides_what_comes_next(town, wired, other, hasty, mood, found):
    wired()
    if mood == "slow":
        hasty()
    order = sent(town)
    other.start(mood)
    actions.sweep()
    assert (states(), other.asked()) == ([found], [order.number])


def test_who_answers_letter_by_letter_is_hung_up_on(town, wired, other, hasty):
    wired()
    hasty()
    sent(town)
    other.start("dripping")
    began = clock.now()
    actions.sweep()
    assert clock.now() - began < timedelta(seconds=3)
    assert Delivery.objects.get().tries == 1


@pytest.mark.parametrize(
    ("connection", "error"),
    [
        ({}, "not_set_up"),
        ({"url": "http://127.0.0.1:9/", "secret": " "}, "not_set_up"),
        ({"url": "http://four.example/", "secret": "key"}, "no_tls"),
        ({"url": "ftp://127.0.0.1/", "secret": "key"}, "not_set_up"),
    ],
)
def test_a_connection_that_is_set_up_wrongly_sends_nothing_and_stops_nobody(town, wired, settings, connection, error):
    wired()
    settings.GATEWAYS = {"hb": connection}
    sent(town)
    actions.sweep()
    assert states() == [("issue", "waiting", error)]


def test_who_was_killed_while_sending_is_followed_by_another_after_a_minute(town, wired, other):
    wired()
    order = sent(town)
    other.start()
    assert actions.claim(Delivery.objects.get().pk) is not None
    assert actions.sweep() == 0
    with later(seconds=61):
        assert actions.sweep() == 1
    assert other.has() == [order.number]


def test_a_connection_that_has_just_failed_is_left_to_the_sweep(town, wired, other):
    wired()
    first, second = sent(town), sent(town)
    other.start("failing")
    for pk in jobs():
        actions.deliver_soon(pk)
    assert other.asked() == [first.number]

    other.mood("well")
    with later(minutes=2):
        assert actions.sweep() == 2
    assert sorted(other.has()) == sorted([first.number, second.number])


def test_one_sweep_asks_a_connection_that_fails_only_once(town, wired, other):
    wired()
    numbers = [sent(town).number for _turn in range(3)]
    other.start("failing")
    assert actions.sweep() == 1
    assert other.asked() == numbers[:1]


def test_what_is_hidden_before_it_is_sent_never_leaves_and_goes_when_it_no_longer_is(town, wired, other):
    wired()
    opinion = town.opinion("sent")
    town.hide(opinion)
    other.start()
    actions.sweep()
    assert states() == [("issue", "cancelled", ""), ("hide", "waiting", "")]
    actions.sweep()
    assert (states(), other.asked()) == ([("issue", "cancelled", ""), ("hide", "cancelled", "")], [])

    actions.resend(Delivery.objects.earliest("pk"), by=town.by("district"))
    actions.sweep()
    assert (states()[0], other.asked()) == (("issue", "cancelled", ""), [])

    town.unhide(opinion)
    actions.sweep()
    assert (states()[0], other.has()) == (("issue", "delivered", ""), [town.lead(opinion).number])


def test_what_is_hidden_later_is_told_without_a_word_of_it_and_told_whole_again_afterwards(town, wired, other):
    wired()
    opinion = town.opinion("sent")
    other.start()
    actions.sweep()
    town.hide(opinion)
    actions.sweep()
    town.unhide(opinion)
    actions.sweep()

    number = town.lead(opinion).number
    hidden, shown = told(other)[f"{number}.1"], told(other)[f"{number}.2"]
    assert (hidden["message"], hidden["note"], "matter" in hidden) == ("hide", "", False)
    assert (shown["message"], shown["matter"]["description"]) == ("unhide", opinion.text)
    assert [line["external_id"] for line in (hidden, shown)] == ["X1", "X1"]


def test_what_happens_to_an_order_is_told_in_turn_and_not_before_the_order_itself(town, wired, other):
    wired()
    opinion = town.opinion("answered_by_unit")
    order, office = town.lead(opinion), town.by("hb.office")
    take(order, "redo", by=office, note="东侧还没补，联系 " + PHONE)
    orders.answer(order, answer_text="东侧也已补种。", resolution="solved", by=town.by("hb.pm"))
    take(order, "approve", by=office, note="内部意见")
    actions.sweep()
    assert [state for _message, state, _error in states()] == ["waiting"] * 3

    other.start()
    with later(minutes=2):
        for _turn in range(3):
            actions.sweep()
    lines = [(line["message"], line["number"], line["note"]) for line in other.disk.lines("orders.jsonl")]
    assert lines == [
        ("issue", order.number, ""),
        ("redo", f"{order.number}.1", "东侧还没补，联系 ***"),
        ("approve", f"{order.number}.2", ""),
    ]


def test_an_order_that_goes_to_another_unit_is_taken_back_there_and_told_anew(town, wired, other):
    wired()
    order = town.order_to_desk("sent")
    again = orders.redirect(order, unit=town.unit(), by=town.by("hb.gov"))
    other.start()
    actions.sweep()
    actions.sweep()
    lines = {(line["message"], line["order"]) for line in other.disk.lines("orders.jsonl")}
    assert lines == {("issue", order.number), ("redirect", order.number), ("issue", again.number)}
