"""What residents see is in order in every look: axe finds nothing, nothing is cut, all can be tapped."""

import pytest

from tests.journeys.screens import SERVICE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("screen", SERVICE, ids=str)
def test_a_screen_of_the_service_port_is_in_order_in_every_look(flaws_of, screen):
    found = flaws_of(screen)
    assert not found, found


LOOKS = {
    "theme": ("dark", 'data-theme="dark"'),
    "elder": ("on", "data-elder"),
    "contrast": ("more", 'data-contrast="more"'),
}


@pytest.mark.parametrize("name", LOOKS)
def test_the_server_says_a_look_in_attributes(site, client, name):
    value, attribute = LOOKS[name]
    plain = client.get("/about/").content.decode()
    client.cookies[name] = value
    chosen = client.get("/about/").content.decode()
    heads = [page.partition("<html")[2].partition(">")[0] for page in (plain, chosen)]
    assert [attribute in head for head in heads] == [False, True]
