"""Who may do what with an order, and who sees it: written by hand from domain.md §0.4.3 and §5.1."""

from datetime import date, timedelta

import pytest

from minsheng.ground.people.actions import appoint
from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.ground.people.models import Post
from minsheng.instruments.dispatch import access, actions
from minsheng.instruments.dispatch.models import Promise
from minsheng.instruments.dispatch.workflow import EXTENSIONS, PROMISES, STEPS
from minsheng.kernel import clock
from minsheng.kernel.errors import NotYours
from minsheng.kernel.workflow import take
from tests.town import allowed

pytestmark = pytest.mark.django_db

BESIDE = {"claim", "assign", "note_down"}
"""What a unit may do beside moving its order on, until it has answered."""
AT_IT = {*BESIDE, "progress", "ask"}
"""And while it is at it."""
BACK = {"system": {"recall"}}
"""When the matter becomes confidential."""

TO_A_UNIT = {
    "sent": {"handler": {"accept", "send_back", *BESIDE}, "office": {"note_down"}, **BACK},
    "accepted": {"handler": {"answer", *AT_IT}, "office": {"note_down"}, **BACK},
    "answered_by_unit": {"office": {"approve", "redo", "note_down"}, "handler": {"note_down"}, **BACK},
    "answered": BACK,
}

TO_THE_DESK = {
    "sent": {
        "street office desk": {"accept", "send_back", "redirect", "add_unit", *BESIDE},
        "office": {"note_down"},
        **BACK,
    },
    "accepted": {"street office desk": {"answer", "add_unit", *AT_IT}, "office": {"note_down"}, **BACK},
    "returned": {"office": {"redirect", "note_down"}, "street office desk": {"note_down"}, **BACK},
}


@pytest.mark.parametrize("state", TO_A_UNIT)
def test_who_may_do_what_with_an_order_to_a_unit(town, state):
    order = town.lead(town.opinion(state))
    assert allowed(STEPS, order, town.actors()) == TO_A_UNIT[state]


@pytest.mark.parametrize("state", TO_THE_DESK)
def test_who_may_do_what_with_an_order_to_the_street_offices_desk(town, state):
    order = town.order_to_desk(state)
    assert allowed(STEPS, order, town.actors()) == TO_THE_DESK[state]


def test_an_order_that_came_back_twice_goes_before_a_joint_meeting_and_then_stays(town):
    opinion = town.opinion("sent")
    for who, to in (("hb.pm", "综合行政执法队"), ("hb.le", "公共管理办公室")):
        town.send_back(town.lead(opinion), by=town.by(who), to=to)
        actions.redirect(town.lead(opinion), unit=town.unit(to), by=town.by("hb.office"))
    order = town.lead(opinion)
    third = allowed(STEPS, order, town.actors())
    actions.dispute(order, return_reason="not_ours", suggested=town.unit("综合行政执法队"), by=town.by("hb.pm"))
    before_the_meeting = allowed(STEPS, order, town.actors())
    bound = actions.decide(order, unit=town.unit(), by=town.by("hb.office"), note="联席会议明确由公管办办理")
    assert third == {"handler": {"accept", "dispute", *BESIDE}, "office": {"note_down"}, **BACK}
    assert before_the_meeting == {"office": {"decide", "note_down"}, "handler": {"note_down"}, **BACK}
    assert allowed(STEPS, bound, town.actors()) == {"handler": {"accept", *BESIDE}, "office": {"note_down"}, **BACK}


def test_who_may_do_what_with_a_request_for_more_time(town):
    extension = asked(town)
    opened = allowed(EXTENSIONS, extension, town.actors())
    take(extension, "refuse", by=town.by("hb.office"), note="请按时办理")
    assert opened == {"system": {"drop"}, "office": {"grant", "refuse"}}
    assert allowed(EXTENSIONS, extension, town.actors()) == {}


def test_who_may_do_what_with_a_promise(town):
    promise = promised(town)
    found = [allowed(PROMISES, promise, town.actors())]
    actions.keep(promise, text="已补种。", photos=[town.photo(town.by("hb.pm"))], by=town.by("hb.pm"))
    found.append(allowed(PROMISES, promise, town.actors()))
    take(promise, "confirm", by=town.by("hb.office"))
    found.append(allowed(PROMISES, promise, town.actors()))
    assert found == [{"handler": {"keep"}, **BACK}, {"office": {"confirm", "dismiss"}, **BACK}, {}]


def test_whoever_also_works_in_the_unit_does_not_judge_what_it_says(town):
    order = town.lead(town.opinion("answered_by_unit"))
    appoint(town.person("hb.office"), Post.objects.get(unit=order.unit), since=clock.today())
    for step in ("approve", "redo"):
        with pytest.raises(NotYours):
            take(order, step, by=town.by("hb.office"), note="请补充")
    order.refresh_from_db()
    assert order.state == "answered"


def test_no_office_judges_an_order_of_its_own(town):
    order = town.lead(town.opinion("answered_by_unit"))
    order.unit = order.checker
    assert allowed(STEPS, order, town.actors()) == {"office": {"note_down"}, **BACK}


def test_a_platform_handles_the_orders_of_its_unit_and_judges_none(town):
    order = town.lead(town.opinion("sent"))
    ours, other = (Actor(kind="gateway", unit_id=unit.pk, district="330102") for unit in (order.unit, order.checker))
    found = {}
    for state, step in (("sent", "accept"), ("accepted", "answer"), ("answered", "")):
        found[state] = allowed(STEPS, order, {"ours": ours, "of the office": other})
        if step == "accept":
            take(order, step, by=ours)
        if step == "answer":
            town.answer(order, by=ours)
    assert found == {
        "sent": {"ours": {"accept", "send_back"}},
        "accepted": {"ours": {"answer", "progress", "ask"}},
        "answered": {},
    }
    assert (list(access.visible_to(ours)), list(access.visible_to(other))) == ([order], [])


def test_requests_and_promises_are_seen_by_those_who_see_the_order(town):
    extension, promise = asked(town), promised(town)
    seen = [
        {name for name, actor in town.actors().items() if part in door(actor)}
        for part, door in ((extension, access.extensions_visible_to), (promise, access.promises_visible_to))
    ]
    assert seen == [{"office", "handler"}, {"office", "handler"}]


def asked(town):
    """A request for more time for an order that was just accepted, two days early enough."""
    opinion = town.opinion("triaged")
    opinion.tier = "whistle"
    opinion.save(update_fields=["tier"])
    town.hand_over(opinion, town.unit())
    order = take(town.lead(opinion), "accept", by=town.by("hb.pm"))
    return actions.ask(order, until=clock.today() + timedelta(days=20), by=town.by("hb.pm"), note="等待苗木到货")


def promised(town):
    """A promise from an answer that has passed."""
    order = town.lead(town.opinion("accepted"))
    town.answer(order, by=town.by("hb.pm"), resolution="planned", owner="公管办主任", until=date(2099, 3, 12))
    take(order, "approve", by=town.by("hb.office"))
    return Promise.objects.get(order=order)


def test_nobody_but_the_system_begins_a_promise(town):
    promise = Promise(order=town.lead(town.opinion("accepted")))
    may = {name for name, actor in town.actors().items() if access.may_by_itself(actor, promise)}
    assert (may, access.may_by_itself(SYSTEM, promise)) == ({"system"}, True)


def test_a_matter_that_was_hidden_takes_its_orders_along(town):
    opinion = town.opinion("accepted")
    order = town.lead(opinion)
    town.hide(opinion)
    seen = {name for name, actor in town.actors().items() if order in access.visible_to(actor)}
    assert seen == {"office"}


def test_a_promise_in_a_matter_that_was_hidden_leaves_its_unit_for_good(town):
    opinion = town.opinion("promised")
    promise = town.promise(opinion)
    town.hide(opinion)
    hidden = seen_and_keepers(town, promise)
    town.unhide(opinion)
    assert [hidden, seen_and_keepers(town, promise)] == [({"office"}, {}), ({"office"}, {})]


def seen_and_keepers(town, promise):
    """Who sees a promise as it is now, and who may do what with it."""
    now = Promise.objects.get(pk=promise.pk)
    seen = {name for name, actor in town.actors().items() if now in access.promises_visible_to(actor)}
    return seen, allowed(PROMISES, now, town.actors())


def test_an_order_is_seen_by_its_unit_its_sender_and_its_checker_only(town):
    order = town.lead(town.opinion("accepted"))
    seen = {name for name, actor in town.actors().items() if order in access.visible_to(actor)}
    assert seen == {"office", "handler"}


def test_photos_of_an_answer_are_seen_by_the_resident_once_it_has_passed(town):
    opinion = town.opinion("answered_by_unit")
    order = town.lead(opinion)
    before = access.sees_photos(town.resident(), order.number)
    town._to_answered(opinion, "hb")
    assert (before, access.sees_photos(town.resident(), order.number)) == (False, True)
