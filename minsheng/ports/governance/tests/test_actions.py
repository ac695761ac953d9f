"""Steps taken with several matters at once."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from minsheng.ground.journal.models import Entry
from minsheng.ground.people.actors import SYSTEM
from minsheng.instruments.opinions.queries import batch_steps, subjects
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours
from minsheng.kernel.workflow import take
from minsheng.ports.governance.actions import take_together

pytestmark = pytest.mark.django_db

TRIAGE = QueryDict("given-category=01.05")


def together(town, rows, step, data=TRIAGE, *, by="hb.office", since=None):
    actor = town.by(by)
    found = subjects([row.key for row in rows], actor)
    outcomes = take_together(found, step, data, by=actor, since=since or clock.now())
    for row in rows:
        row.refresh_from_db()
    return {outcome.key[1]: outcome.reason for outcome in outcomes}


def test_each_is_taken_by_the_action_of_its_room(town):
    rows = [town.opinion("transferred") for _ in range(3)]
    assert together(town, rows, "triage") == dict.fromkeys((row.number for row in rows), "")
    assert {(row.state, row.category.code, row.tier) for row in rows} == {("triaged", "01.05", "simple")}


def test_one_that_was_refused_holds_up_no_other_and_says_why(town):
    first, moved, last = (town.opinion("transferred") for _ in range(3))
    chosen = subjects([row.key for row in (first, moved, last)], town.by("hb.office"))
    town._to_triaged(moved, "hb")
    outcomes = take_together(
        chosen, "triage", TRIAGE, by=town.by("hb.office"), since=clock.now() + timedelta(seconds=1)
    )
    with pytest.raises(NotNow) as refusal:
        take(moved, "triage", by=town.by("hb.office"))
    assert [outcome.reason for outcome in outcomes] == ["", str(refusal.value.message), ""]
    for row in (first, last):
        row.refresh_from_db()
    assert (first.state, last.state) == ("triaged", "triaged")


def test_a_second_tap_finds_everything_done_and_writes_nothing(town):
    rows, since = [town.opinion("transferred") for _ in range(2)], clock.now()
    first = together(town, rows, "triage", since=since)
    before = Entry.objects.count()
    assert (together(town, rows, "triage", since=since), Entry.objects.count()) == (first, before)


def test_what_somebody_else_did_meanwhile_is_not_counted_as_ones_own(town):
    opinion, since = town.opinion("submitted"), clock.now()
    found = subjects([opinion.key], town.deputy())
    take(opinion, "transfer", by=SYSTEM)
    outcomes = take_together(found, "transfer", QueryDict(), by=town.deputy(), since=since)
    assert [outcome.done for outcome in outcomes] == [False]


def test_orders_are_handed_over_accepted_and_passed_together(town):
    rows = [town.opinion("triaged") for _ in range(2)]
    unit = town.unit()
    assert set(together(town, rows, "dispatch", QueryDict(f"given-to={unit.pk}")).values()) == {""}
    orders = [town.lead(row) for row in rows]
    assert set(together(town, orders, "accept", QueryDict(), by="hb.pm").values()) == {""}
    for order in orders:
        take(order, "answer", by=town.by("hb.pm"))
    assert set(together(town, orders, "approve", QueryDict()).values()) == {""}
    for row in rows:
        row.refresh_from_db()
    assert {row.state for row in rows} == {"answered"}


def test_what_is_not_theirs_is_refused_one_by_one(town):
    opinion = town.opinion("transferred")
    found = {opinion.key: opinion}
    outcomes = take_together(found, "triage", TRIAGE, by=town.by("hb.director"), since=clock.now())
    with pytest.raises(NotYours) as refusal:
        take(opinion, "triage", by=town.by("hb.director"))
    assert [outcome.reason for outcome in outcomes] == [str(refusal.value.message)]


def test_a_form_that_does_not_fit_one_of_them_is_its_reason(town):
    opinion = town.opinion("triaged")
    elsewhere = QueryDict(f"given-to={town.unit(initials='KX').pk}")
    reasons = together(town, [opinion], "dispatch", elsewhere)
    assert (bool(reasons[opinion.number]), opinion.state) == (True, "triaged")


def test_only_steps_that_fit_are_offered_and_none_that_needs_photos(town):
    office, handler = town.by("hb.office"), town.by("hb.pm")
    town.opinion("accepted"), town.opinion("sent")
    waiting = [town.opinion(state) for state in ("transferred", "transferred", "triaged")]
    answered = town.lead(town.opinion("answered_by_unit"))
    keys = [row.key for row in (*waiting, answered)]
    offered = {step["name"] for step in batch_steps(subjects(keys, office).values(), office)}
    assert offered == {
        "opinions.opinion:triage",
        "opinions.opinion:dispatch",
        "opinions.opinion:merge",
        "opinions.opinion:hand_over",
        "opinions.opinion:decline",
        "dispatch.order:approve",
        "dispatch.order:redo",
    }
    theirs = [order.key for order in (town.lead(town.opinion("accepted")), town.lead(town.opinion("sent")))]
    offered = [step["name"] for step in batch_steps(subjects(theirs, handler).values(), handler)]
    assert offered == ["dispatch.order:accept", "dispatch.order:send_back"]
