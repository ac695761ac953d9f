"""What residents see is in order in every look: axe finds nothing, nothing is cut, all can be tapped."""

import pytest

from tests.journeys.screens import SERVICE, flaws

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("screen", SERVICE, ids=str)
def test_a_screen_of_the_service_port_is_in_order_in_every_look(arrive, matters, screen):
    found = flaws(arrive, matters, screen)
    assert not found, "\n".join(found)
