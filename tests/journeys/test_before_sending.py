"""Before it is sent: somebody in danger is told whom to call, and whoever met with the same says so with one tap."""

import pytest
from playwright.sync_api import expect

from minsheng.demo.cast import named
from minsheng.ground.people.queries import actor_of
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.models import Opinion, Support
from tests.journeys.cast import client_of
from tests.journeys.photos import photo
from tests.journeys.words import zh

pytestmark = pytest.mark.browser

DANGER = "楼下餐馆着火了，烟很大"
SAME = "绿化带里的灌木枯死了，什么时候补种？"
SENT = "Sent. You can follow here what happens; we also tell you by text message."
NOTED = "Noted. You are told how it goes on, as if you had reported it yourself."
LONGER_THAN_TYPING = 1200
"""Milliseconds after which a pause in typing was long enough for a hint."""
JOIN = "I met with it too: %(title)s"


@pytest.fixture
def shown(town):
    """An open matter of somebody else that everyone sees, in the first community of 湖滨."""
    opinion = town.opinion("triaged", by=town.resident(2))
    copy = actions.Copy("绿化带灌木枯死", "小区绿化带灌木枯死，请补种。")
    return actions.publish(opinion, copy=copy, by=actor_of(named("hb.office")))


def _begins(arrive, town, text, *, scripts=True, signed_in=True):
    resident = arrive("resident", scripts=scripts)
    if signed_in:
        resident.has_session_of(client_of(town.resident_row()))
    resident.go("/report/").field("What is the matter?").fill(text)
    return resident


def _where(resident, town):
    resident.field("Subdistrict").select_option(town.street().code)
    resident.field("Community").select_option(town.community().code)


def test_danger_is_told_while_typing_and_one_tap_goes_on(arrive, town):
    resident = _begins(arrive, town, DANGER)
    expect(resident.page.locator("a[href='tel:119']")).to_be_visible()
    resident.field("Subdistrict").select_option(town.street().code)
    resident.press("Not an emergency, go on sending")
    assert resident.message() == [zh(SENT)]
    assert resident.reads("section .prose") == DANGER


@pytest.mark.parametrize("scripts", [True, False])
def test_whoever_met_with_the_same_says_so_and_may_change_their_mind(arrive, town, shown, scripts):
    resident = _begins(arrive, town, SAME, scripts=scripts)
    resident.add_photos(photo("one"))
    _where(resident, town)
    if not scripts:
        resident.press("Send")
    join = resident.page.locator(f"button[name=join][value='{shown.number}']")
    expect(join).to_have_accessible_name(zh(JOIN, title="绿化带灌木枯死"))
    resident.sends(join)
    resident.follow("No, go on with my own report")
    assert resident.field("What is the matter?").input_value() == SAME
    assert resident.page.locator("ul.photos > li").count() == 1
    resident.go(f"/public/{shown.number}/").follow("I met with it too").press("I met with it too")
    assert resident.message() == [zh(NOTED)]
    assert (
        Support.objects.filter(opinion=shown).count(),
        Opinion.objects.filter(text=SAME, author=town.resident_row()).count(),
    ) == (1, 0)


def test_a_stranger_sends_their_own_after_having_seen_what_is_similar(arrive, town, shown):
    resident = _begins(arrive, town, SAME, signed_in=False)
    _where(resident, town)
    expect(resident.page.locator("#similar-title")).to_be_visible()
    resident.prove_phone("19900000066")
    resident.press("Send")
    assert resident.message() == [zh(SENT)]


def test_what_is_sent_does_not_wait_for_hints_that_never_come(arrive, town):
    resident = arrive("resident").has_session_of(client_of(town.resident_row())).go("/report/")
    resident.page.route("**/report/*/", lambda _route: None)
    with resident.page.expect_request("**/report/nearby/"):
        _where(resident, town)
    resident.field("What is the matter?").press_sequentially("路灯坏了")
    resident.page.wait_for_timeout(LONGER_THAN_TYPING)
    resident.press("Send")
    assert resident.message() == [zh(SENT)]
