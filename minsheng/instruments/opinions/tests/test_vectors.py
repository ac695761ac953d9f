"""Golden vectors of domain.md §10 that no single room's story tells: 11, 12, 13 and 20, with their numbers."""

import logging
from datetime import datetime, timedelta

import pytest
from django.test import Client

from minsheng.ground.duties.queries import open_duty
from minsheng.ground.figures.queries import total
from minsheng.instruments.dispatch.actions import dispute, redirect
from minsheng.instruments.escalations.queries import of_matter
from minsheng.instruments.opinions.actions import after
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from minsheng.kernel.errors import NotYours
from minsheng.kernel.workflow import take

pytestmark = pytest.mark.django_db

LAW, PARK = "综合行政执法队", "公共管理办公室"
HOURS_72 = timedelta(hours=72)


def october(day, hour, minute):
    return datetime(2026, 10, day, hour, minute, tzinfo=clock.ZONE)


SENT = october(9, 9, 12)
STORY = (
    (october(9, 9, 40), "received"),
    (october(9, 9, 42), "transferred"),
    (october(9, 10, 15), "triaged"),
    (october(9, 10, 16), "sent"),
    (october(9, 11, 2), "accepted"),
    (october(11, 8, 50), "answered_by_unit"),
    (october(11, 9, 5), "answered"),
)


def test_vector_11_the_story_of_domain_7_was_answered_within_72_natural_hours(town):
    """A Saturday and a Sunday lie between: natural hours, up to the answer that has passed."""
    with clock.at(SENT):
        opinion = town.report()
    for at, state in STORY:
        with clock.at(at):
            getattr(town, f"_to_{state}")(opinion, "hb")
    with clock.at(october(11, 10, 31)):
        after.rate(opinion, rating=Opinion.Rating.VERY_SATISFIED, by=town.resident())
        closed = clock.now()
    assert (opinion.state, closed - SENT) == ("closed", timedelta(hours=49, minutes=19))
    assert (total("opinions.answered"), total("opinions.quick")) == (1, 1)


@pytest.mark.parametrize(("took", "quick"), [(HOURS_72, 1), (HOURS_72 + timedelta(seconds=1), 0)])
def test_vector_11_after_72_hours_and_a_second_it_was_not(town, took, quick):
    with clock.at(SENT):
        opinion = town.opinion("answered_by_unit")
    with clock.at(SENT + took):
        town._to_answered(opinion, "hb")
    assert (total("opinions.answered"), total("opinions.quick")) == (1, quick)


def test_vector_12_a_call_within_one_day_another_answer_within_fifteen_and_one_further_rating(town):
    with clock.at(SENT):
        opinion = town.opinion("answered")
        after.rate(opinion, rating=Opinion.Rating.DISSATISFIED, by=town.resident())
        call = open_duty(opinion.key)
    assert (call.clock, call.unit, call.due) == ("opinion.callback", opinion.office, october(10, 9, 12))
    with clock.at(october(10, 9, 0)):
        town._to_callback(opinion, "hb")
        after.reopen(opinion, by=town.by("hb.office"), note="还有一半没补")
        town.hand_over(opinion, town.unit())
    with clock.at(october(12, 9, 0)):
        order = take(town.lead(opinion), "accept", by=town.by("hb.pm"))
        assert open_duty(order.key).due == october(25, 9, 0)
        town.finish(opinion)
        after.rate(opinion, rating=Opinion.Rating.DISSATISFIED, by=town.resident())
        town._to_callback(opinion, "hb")
        after.reopen(opinion, by=town.by("hb.office"))
        town.handle(opinion)
        with pytest.raises(NotYours):
            after.rate(opinion, rating=Opinion.Rating.SATISFIED, by=town.resident())
    assert (total("opinions.rated"), opinion.times_unhappy) == (2, 2)


def test_vector_13_what_was_sent_back_twice_is_raised_a_level_and_not_sent_back_a_third_time(town):
    opinion = town.opinion("sent")
    for who, to in (("hb.pm", LAW), ("hb.le", PARK)):
        town.send_back(town.lead(opinion), by=town.by(who), to=to)
        redirect(town.lead(opinion), unit=town.unit(to), by=town.by("hb.office"))
    with pytest.raises(NotYours):
        town.send_back(town.lead(opinion), by=town.by("hb.pm"))
    before = list(of_matter(opinion.key))
    town.send_back(town.lead(opinion), by=town.by("hb.pm"), act=dispute)
    assert (before, [one.reason for one in of_matter(opinion.key)]) == ([], ["joint"])
    assert (total("orders.returned"), total("orders.disputed")) == (2, 1)


def test_vector_20_an_administrator_who_asks_for_a_phone_number_is_refused_and_the_log_says_so(town, caplog):
    """The log keeps what was asked for and the answer; who asked is in no log, see `kernel.http.JsonLines`."""
    opinion, browser = town.opinion("accepted"), Client()
    browser.force_login(town.person("admin"))
    session = browser.session
    session["strong"] = True
    session.save()
    with caplog.at_level(logging.INFO, logger="minsheng.requests"):
        answer = browser.post(f"/o/{opinion.number}/reveal/", {"note": "看看"})
    said = [(record.route, record.status) for record in caplog.records if getattr(record, "route", "")]
    assert (answer.status_code, "1990000" in answer.content.decode(), said) == (404, False, [("opinions:reveal", 404)])
