"""At a station: a poster is scanned, a visitor is registered, and both see their matter through to the rating."""

import re
from time import monotonic

import pytest
from django.conf import settings

from minsheng.ground.codes.actions import code_for
from minsheng.ground.notices.actions import deliver
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel.workflow import take
from tests.journeys.words import zh

pytestmark = pytest.mark.browser

SAID = "小区门口的路灯三天没有亮，晚上看不清台阶。"
PHONE = "19900000093"
MINUTE = 60


def test_a_poster_is_scanned_and_what_was_reported_there_is_rated_by_the_link(arrive, town):
    station = town.opinion().station
    code = code_for(("places.station", station.code), settings.DISTRICT)
    resident = arrive("resident").go(f"/c/{code.short}/")
    assert (resident.heading(), resident.path) == (station.name, f"/stations/{station.code}/")

    resident.follow("I want to report something")
    resident.field("What is the matter?").fill(SAID)
    resident.prove_phone(PHONE)
    resident.press("Send")
    number = resident.path.split("/")[2]
    opinion = Opinion.objects.get(number=number)
    assert (opinion.station, opinion.text) == (station, SAID)

    solved(town, opinion)
    deliver()
    link = arrive("link").go(resident.site.link(PHONE))
    rates(link)
    opinion.refresh_from_db()
    assert (opinion.rating, opinion.state) == (5, "closed")


def test_a_coordinator_registers_a_visitor_in_a_minute_who_rates_by_the_receipt(arrive, town):
    desk = arrive("coordinator", desk=True).sign_in(town.person("hb.station"))
    began = monotonic()
    desk.follow("Register a visitor")
    desk.field("What the visitor says").fill(SAID)
    desk.field("Community").select_option(index=1)
    desk.press("Register, then print the receipt")
    assert monotonic() - began < MINUTE
    number, short = desk.reads(".receipt-number"), desk.reads(".receipt-short")
    opinion = Opinion.objects.get(number=number)
    assert (opinion.text, opinion.entered_by) == (SAID, town.person("hb.station"))

    solved(town, opinion)
    visitor = arrive("visitor").go("/c/")
    visitor.page.locator("main input[name=code]").fill(short.lower())
    visitor.sends(visitor.page.locator("main form button").first)
    assert visitor.path == f"/o/{number}/"
    rates(visitor)
    opinion.refresh_from_db()
    assert (opinion.rating, opinion.state) == (5, "closed")
    assert desk.go(f"/o/{number}/").page.locator("form.matter-rate").count() == 0


def solved(town, opinion):
    """What deputies, office and unit do meanwhile."""
    member = next(
        actor for i in (1, 2, 3) if (actor := town.deputy("HB", i)) and opinion.station_post_id in actor.posts
    )
    take(opinion, "receive", by=member)
    take(opinion, "transfer", by=member)
    for step in ("triaged", "sent", "accepted", "answered_by_unit", "answered"):
        getattr(town, f"_to_{step}")(opinion, "hb")


def rates(visitor):
    visitor.page.get_by_label(zh("Very satisfied"), exact=True).check()
    visitor.press("Send the rating")
    assert re.search(zh("Very satisfied"), visitor.reads())
