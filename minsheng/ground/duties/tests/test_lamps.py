"""When a lamp turns, and what moves it: extensions, moments of one's own, rules decided later, posts that change."""

from datetime import datetime, time, timedelta

import pytest

from minsheng.ground.duties import actions
from minsheng.ground.duties.models import Duty
from minsheng.ground.duties.queries import of_matter, open_duty, superiors
from minsheng.ground.figures.queries import counted
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.policies.actions import decide
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow
from minsheng.kernel.workflow import take
from minsheng.ui.words import lamp

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 9, 9, 10, 0, tzinfo=clock.ZONE)
FRIDAY = datetime(2026, 9, 11, 20, 0, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True)
def wednesday():
    with clock.at(WEDNESDAY):
        yield


def test_the_lamp_is_amber_when_three_quarters_of_the_time_are_used(town):
    duty = open_duty(town.opinion("transferred").key)
    share = (duty.amber_at - duty.since) / (duty.due - duty.since)
    assert (round(share, 6), duty.tell_at, duty.told) == (0.75, duty.amber_at, 0)
    tones = []
    for moment in (duty.amber_at - timedelta(seconds=1), duty.amber_at, duty.due, duty.due + timedelta(seconds=1)):
        with clock.at(moment):
            tones.append(lamp(duty).tone)
    assert tones == ["calm", "soon", "soon", "late"]


def test_a_resident_who_is_to_rate_is_never_urged(town):
    duty = open_duty(town.opinion("answered").key)
    assert (duty.person_id is not None, duty.tell_at) == (True, None)


def test_a_rule_decided_later_leaves_what_is_open_as_it_is(town):
    before = open_duty(town.opinion("transferred").key)
    with clock.at(WEDNESDAY + timedelta(minutes=5)):
        decide("duty.lamps", {"amber": 50}, source="会议纪要", by=SYSTEM)
        new = {"amount": 2, "unit": "working_days", "from": "transfer"}
        decide("opinion.triage", new, source="会议纪要", by=SYSTEM)
    with clock.at(WEDNESDAY + timedelta(minutes=10)):
        after = open_duty(town.opinion("transferred").key)
        again = open_duty((before.kind, before.number))
    assert (again.due, again.amber_at) == (before.due, before.amber_at)
    assert (after.due - before.due, round((after.amber_at - after.since) / (after.due - after.since), 6)) == (
        timedelta(days=1),
        0.5,
    )


def test_more_time_keeps_the_first_due_and_lights_the_lamp_anew(town):
    order = town.lead(town.opinion("accepted"))
    first = open_duty(order.key)
    Duty.objects.filter(pk=first.pk).update(told=Duty.AMBER, tell_at=first.due)
    until = first.due + timedelta(days=4)
    actions.postpone(order.key, until=until)
    actions.postpone(order.key, until=until + timedelta(days=1))
    found = open_duty(order.key)
    assert (found.first_due, found.due, found.told) == (first.due, until + timedelta(days=1), 0)
    assert found.tell_at == found.amber_at == WEDNESDAY + (found.due - WEDNESDAY) * 0.75


def test_what_is_done_gets_no_more_time(town):
    with pytest.raises(NotNow):
        actions.postpone(town.lead(town.opinion("answered")).key, until=WEDNESDAY)
    assert Duty.objects.exclude(first_due=None).count() == 0


def test_a_promise_is_due_at_its_own_moment_and_counted_by_its_name(town):
    opinion = town.opinion("accepted")
    order, day = town.lead(opinion), WEDNESDAY.date() + timedelta(days=60)
    town.answer(order, by=town.by("hb.pm"), resolution="planned", owner="公共管理办公室", until=day)
    take(order, "approve", by=town.by("hb.office"))
    end = datetime.combine(day, time.max.replace(microsecond=0), clock.ZONE)
    duty = of_matter(opinion.key).get(kind="dispatch.promise")
    assert (duty.due, duty.clock, duty.provisional) == (end, "dispatch.promise", False)


def test_what_is_passed_on_by_itself_at_a_weekend_is_no_deputys_lateness(town):
    with clock.at(FRIDAY):
        opinion = town.report()
        deputy, kind = open_duty(opinion.key), opinion.kind()
    with clock.at(FRIDAY + timedelta(days=1, minutes=1)):
        assert actions.sweep() == 1
    deputy.refresh_from_db()
    names = {name: counted(kind, f"{name}.opinion.receive") for name in ("on_time", "late", "lapsed")}
    assert (deputy.closed_at is not None, {name: len(rows) for name, rows in names.items()}) == (
        True,
        {"on_time": 0, "late": 0, "lapsed": 1},
    )


def test_above_a_unit_stands_who_the_rule_names(town):
    opinion = town.opinion("accepted")
    handler = open_duty(town.lead(opinion).key)
    office = open_duty(town.opinion("transferred").key)
    assert [unit.kind for unit in superiors(handler)] == ["street_office", "street_committee", "district_desk"]
    assert [unit.kind for unit in superiors(office)] == ["street_committee", "district_desk"]
    deputy = open_duty(town.report(deputy=town.deputy_row()).key)
    assert [unit.kind for unit in superiors(deputy)] == ["street_committee", "district_desk"]


def test_the_duties_of_a_post_move_with_what_they_are_about(town):
    first, second = town.deputy_row(i=1), town.deputy_row(i=2)
    opinion = town.report(deputy=first)
    moved = actions.hand_on(first.post, second.post)
    opinion.refresh_from_db()
    assert ([duty.number for duty in moved], opinion.deputy_post, open_duty(opinion.key).post) == (
        [opinion.number],
        second.post,
        second.post,
    )
    take(opinion, "receive", by=town.deputy(i=2))
    assert opinion.state == "received"
