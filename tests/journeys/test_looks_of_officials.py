"""What officials see is in order in every look, on paper too: axe finds nothing, nothing is cut, all can be tapped."""

import pytest
from playwright.sync_api import expect

from tests.journeys.screens import DESK, GOVERNANCE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("screen", GOVERNANCE, ids=str)
def test_a_screen_of_the_governance_port_is_in_order_in_every_look(flaws_of, screen):
    found = flaws_of(screen)
    assert not found, found


def test_beside_an_open_matter_the_page_itself_does_not_scroll(visitors, matters):
    clerk = visitors["office"].go("/opinions/?open={answered_by_unit}".format(**matters.numbers))
    clerk.page.set_viewport_size(DESK)
    expect(clerk.page.locator("#pane h1")).to_be_visible()
    heights = "[document.documentElement.scrollHeight, innerHeight]"
    assert clerk.page.evaluate(heights) == [DESK["height"]] * 2


PRESSED = "nav, button, summary, .button, .icon-button, .search, .steps, .back"


def test_a_matter_prints_black_on_white_without_anything_to_press(visitors, matters):
    clerk = visitors["office"].prefers(theme="dark").go("/o/{accepted}/".format(**matters.numbers))
    clerk.page.emulate_media(media="print", color_scheme="dark")
    assert clerk.page.locator("h1").is_visible()
    assert [one for one in clerk.page.locator(PRESSED).all() if one.is_visible()] == []
    grounds = "['body', 'main', '.matter'].map(one => getComputedStyle(document.querySelector(one)).backgroundColor)"
    assert set(clerk.page.evaluate(grounds)) == {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    clerk.page.emulate_media(media="screen", color_scheme="light")
    clerk.prefers(theme="auto")
