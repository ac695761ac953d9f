"""Shares of a cohort: what follows on something counts for the day of that, and never is more than it."""

from datetime import timedelta

import pytest

from minsheng.ground.figures import queries as counts
from minsheng.ground.policies.models import Policy
from minsheng.instruments.opinions.actions import after
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from minsheng.panorama.insights.queries import Ask, numbers
from minsheng.panorama.insights.queries.periods import period
from minsheng.panorama.insights.tests.conftest import WEDNESDAY
from minsheng.panorama.insights.views.asking import all_rates

pytestmark = pytest.mark.django_db

CODES = ("called_back", "called_back_in_time", "reopened")
LATER = WEDNESDAY.replace(month=10, day=2)
"""Two days into the next quarter."""


def rate(code):
    return next(rate for rate in all_rates() if rate.code == code)


def shares(day):
    """The shares of the cohorts of a quarter."""
    found = numbers.whole(quarter(day), all_rates()).now
    return {code: (one.top, one.n) for code in CODES for one in [rate(code).of(found)]}


def quarter(day):
    """The quarter of a day, read two days into the next one."""
    return Ask("330102", period("quarter", day.date(), None, LATER.date()))


def _all_are_drawn():
    since = clock.now() - timedelta(days=1)
    facts = {"valid_from": since, "decided_at": since, "source": "tests", "confirmed": False}
    Policy.objects.create(key="opinion.sample", value={"percent": 100}, **facts)


def test_who_is_called_back_about_a_rating_of_last_quarter_counts_there_and_no_share_passes_the_whole(town):
    """Two rated badly in the third quarter: one called back at once, one late in the fourth, where none was."""
    with clock.at(WEDNESDAY):
        prompt, tardy = town.opinion("callback"), town.opinion("rated")
        drawn = town.opinion("answered")
        _all_are_drawn()
        after.rate(drawn, rating=5, by=town.resident())
    said = {"reached": True, "solved": False, "words": "没有补齐"}
    with clock.at(LATER):
        after.call_back(tardy, **said, by=town.by("hb.office"))
        after.call_back(tardy, **said, by=town.by("hb.office"))
        after.call_back(drawn, **said, by=town.colleague("hb.office"))
        after.reopen(tardy, by=town.by("hb.office"), note="确未补齐")
    assert [shares(day) for day in (LATER, WEDNESDAY)] == [
        dict.fromkeys(CODES, (0, 0)),
        {"called_back": (2, 2), "called_back_in_time": (1, 2), "reopened": (1, 3)},
    ]
    lists = [numbers.behind(quarter(WEDNESDAY), getattr(rate("called_back"), part)) for part in ("top", "base")]
    assert lists == [{prompt.number: 1, tardy.number: 1}] * 2
    for name in ("opinions.called_back", "opinions.called_back_in_time", "opinions.reopened"):
        assert counts.counted(Opinion.kind(), name) == counts.recount(Opinion.kind(), name)


def test_what_becomes_of_an_order_counts_for_the_day_it_was_given(town):
    with clock.at(WEDNESDAY):
        returned = town.opinion("sent")
    with clock.at(LATER):
        town.send_back(town.lead(returned), by=town.by("hb.pm"))
    found = [numbers.whole(quarter(day), all_rates()).now for day in (LATER, WEDNESDAY)]
    assert [rate("returned").of(of).part for of in found] == [None, 1]
    measure = "orders.returned"
    assert counts.counted("dispatch.order", measure) == counts.recount("dispatch.order", measure)
