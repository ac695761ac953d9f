"""Who is told of lamps, once each: holders at amber and red, then those above; and the digest of a morning."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from minsheng.ground.duties.actions import postpone
from minsheng.ground.duties.queries import open_duty
from minsheng.ground.notices import actions
from minsheng.ground.notices.models import Message, Notice
from minsheng.ground.notices.queries import items
from minsheng.ground.people.actions import appoint, substitute
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.policies.actions import decide
from minsheng.kernel import clock

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 9, 9, 10, 0, tzinfo=clock.ZONE)
MORNING = datetime(2026, 9, 10, 8, 31, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True)
def wednesday():
    with clock.at(WEDNESDAY):
        yield


def told(*whys):
    rows = Notice.objects.filter(why__in=whys or ("amber", "red", "above")).order_by("id")
    return [(row.person.username, row.why) for row in rows.select_related("person")]


def warn(moment, times=2):
    with clock.at(moment):
        return [actions.warn() for _ in range(times)]


def test_the_holders_are_told_once_at_amber_and_once_at_red(town):
    duty = open_duty(town.opinion("transferred").key)
    assert warn(duty.amber_at - timedelta(seconds=1)) == [0, 0]
    assert warn(duty.amber_at) == [1, 0]
    assert warn(duty.due) == [1, 0]
    assert told() == [("hb.office", "amber"), ("hb.office", "red")]


def test_whoever_was_not_told_in_time_is_told_the_worse_of_the_two(town):
    duty = open_duty(town.opinion("transferred").key)
    assert warn(duty.due + timedelta(minutes=1)) == [1, 0]
    assert told() == [("hb.office", "red")]


def test_what_stays_late_is_told_level_by_level_to_who_may_see_it_and_then_no_more(town):
    duty = open_duty(town.lead(town.opinion("accepted")).key)
    days = [duty.due + timedelta(days=i) for i in range(12)]
    assert sum(sum(warn(day, times=1)) for day in days) == 3
    assert told() == [("hb.pm", "red"), ("hb.director", "above"), ("district", "above")]


def test_of_what_is_hidden_nobody_above_hears_who_may_not_see_it(town):
    opinion = town.opinion("transferred")
    town.hide(opinion)
    duty = open_duty(opinion.key)
    for i in range(12):
        warn(duty.due + timedelta(days=i), times=1)
    assert told() == [("hb.office", "red"), ("hb.director", "above")]


def test_what_is_done_is_not_told_of(town):
    duty = open_duty(town.opinion("transferred").key)
    opinion = duty.number
    town._to_triaged(type(town.opinion("transferred")).objects.get(number=opinion), "hb")
    with clock.at(duty.due):
        actions.warn()
    assert Notice.objects.filter(number=opinion, why="red", step="transfer").count() == 0


def test_more_time_begins_anew(town):
    order = town.lead(town.opinion("accepted"))
    duty = open_duty(order.key)
    warn(duty.amber_at)
    with clock.at(duty.amber_at):
        postpone(order.key, until=duty.due + timedelta(days=7))
    assert warn(duty.due) == [0, 0]
    assert warn(open_duty(order.key).amber_at) == [1, 0]
    assert told() == [("hb.pm", "amber"), ("hb.pm", "amber")]


def test_one_poisoned_duty_holds_up_no_other(town):
    broken, fine = town.opinion("transferred"), town.opinion("transferred", initials="KX")
    duty = open_duty(broken.key)
    type(duty).objects.filter(pk=duty.pk).update(since=datetime(1990, 1, 1, tzinfo=clock.ZONE))  # no rule held then
    assert warn(open_duty(fine.key).due) == [1, 0]
    assert told() == [("kx.office", "red")]


def test_a_substitute_is_told_too_while_it_lasts(town):
    day = WEDNESDAY.date()
    substitute(town.person("hb.office").appointments.get().post, town.person("hb.director"), since=day, until=day)
    duty = open_duty(town.opinion("transferred").key)
    with clock.at(WEDNESDAY + timedelta(minutes=1)):
        type(duty).objects.filter(pk=duty.pk).update(tell_at=clock.now())
        actions.warn()
    assert sorted(told("amber")) == [("hb.director", "amber"), ("hb.office", "amber")]
    warn(duty.due, times=1)
    assert told("red") == [("hb.office", "red")]


def test_the_notice_says_why_and_shows_what_is_hidden_to_nobody(town):
    opinion = town.opinion("transferred")
    duty = open_duty(opinion.key)
    warn(duty.due)
    office = town.by("hb.office")
    found = items(office, Notice.objects.filter(why="red"))
    assert [(item.why, item.card.number, item.waits) for item in found] == [("已逾期", opinion.number, True)]


def digest(moment):
    with clock.at(moment):
        return actions.digest()


def counts():
    rows = Notice.objects.filter(why="digest").select_related("person")
    return {row.person.username: row.counts for row in rows}


def test_every_working_morning_once_for_who_has_something_to_do(town):
    town.opinion("transferred"), town.opinion("transferred")
    town.opinion("sent", initials="KX")
    assert digest(MORNING - timedelta(minutes=5)) == 0
    assert [digest(MORNING), digest(MORNING + timedelta(hours=1))] == [2, 0]
    assert counts() == {
        "hb.office": {"open": 2, "amber": 0, "late": 0},
        "kx.pm": {"open": 1, "amber": 0, "late": 1},
    }
    assert digest(MORNING + timedelta(hours=4)) == 0
    assert digest(MORNING + timedelta(days=2)) == 0  # a Saturday
    assert digest(MORNING + timedelta(days=1)) == 2


def test_who_switched_it_off_hears_nothing(town):
    town.opinion("transferred")
    client = Client()
    client.force_login(town.person("hb.office"))
    session = client.session
    session["strong"] = True
    session.save()
    assert 'name="digest" id="id_digest" checked' in client.get("/notices/").text
    client.post("/notices/preferences/", {})
    assert digest(MORNING) == 0
    client.post("/notices/preferences/", {"digest": "on"})
    assert digest(MORNING) == 1
    with clock.at(MORNING):
        page = client.get("/notices/").text
    assert [words in page for words in ("今日待办", "待办 1 件", 'href="/desk/"')] == [True, True, True]


def test_somebody_on_two_posts_gets_one_digest_of_both(town):
    town.opinion("transferred"), town.opinion("sent", initials="KX")
    appoint(town.person("hb.office"), town.person("kx.pm").appointments.get().post)
    assert digest(MORNING) == 2
    assert counts()["hb.office"]["open"] == 2


def test_by_text_message_only_where_the_rule_says_so_and_with_numbers_alone(town):
    opinion = town.opinion("sent")
    decide("notices.sms", ["digest"], source="会议纪要", by=SYSTEM)
    with clock.at(MORNING):
        assert actions.digest() == 1
        message = Message.objects.get(kind="digest")
        said = actions._words(message)
    assert said.endswith("早上好。待办 1 件，其中即将到期 0 件、已逾期 1 件。")
    assert [word in said for word in (opinion.number, opinion.text[:5])] == [False, False]
