"""The wall: an act anywhere stands on it within five seconds, it says when it can't hear of any, and it fits."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from minsheng.kernel import clock
from tests.journeys.cast import client_of

pytestmark = pytest.mark.browser

FIVE_SECONDS = 5_000
WALLS = ((1280, 720), (1920, 1080), (2560, 1440), (3840, 2160))
OVERFLOWING = """[...document.querySelectorAll(".wall-part")]
    .filter((it) => it.scrollHeight > it.clientHeight + 1 || it.scrollWidth > it.clientWidth + 1)
    .map((it) => it.className)"""
SCROLLS = "[document.documentElement.scrollWidth > innerWidth, document.documentElement.scrollHeight > innerHeight]"


@pytest.fixture
def wall(arrive, town):
    watcher = arrive("district", desk=True)
    watcher.has_session_of(client_of(town.person("district")))
    with clock.at(clock.now() - timedelta(days=3)):
        town.opinion("answered")
    return watcher.go("/wall/")


def came_in(watcher):
    return watcher.page.locator("[id='now-opinions.submitted'] b")


def test_an_act_taken_anywhere_stands_on_the_wall_within_five_seconds_and_focus_stays(wall, town):
    before = int(came_in(wall).inner_text())
    wall.page.locator("[id='year-opinions.answered']").focus()
    town.report(initials="KX")
    expect(came_in(wall)).to_have_text(str(before + 1), timeout=FIVE_SECONDS)
    expect(wall.page.locator("[id='year-opinions.answered']")).to_be_focused()
    assert wall.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_wall_that_hears_nothing_says_so_and_goes_on_when_it_hears_again(arrive, town):
    watcher = arrive("district", desk=True)
    watcher.has_session_of(client_of(town.person("district")))
    watcher.page.clock.install()
    lost = watcher.go("/wall/").page.locator("#lost")
    expect(lost).to_be_empty()
    watcher.context.set_offline(True)
    watcher.page.clock.run_for(20_000)
    expect(lost).to_contain_text("连接中断，数据停留在")
    watcher.context.set_offline(False)
    town.report()
    watcher.page.clock.run_for(9_000)
    expect(lost).to_be_empty()
    watcher.troubles.clear()


@pytest.mark.parametrize("size", WALLS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_fits_every_wall_without_scrolling(wall, size, language):
    wall.page.set_viewport_size({"width": size[0], "height": size[1]})
    wall.prefers(language=language).go("/wall/")
    assert [wall.page.evaluate(SCROLLS), wall.page.evaluate(OVERFLOWING)] == [[False, False], []]


def test_a_number_leads_to_its_list_and_back(wall):
    came_in(wall).click()
    expect(wall.page.locator("h1")).to_have_text("收到")
    wall.page.locator(".back").click()
    expect(wall.page.locator("h1")).to_have_text("上城区 · 全景视窗")
