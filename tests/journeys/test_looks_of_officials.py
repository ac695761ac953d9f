"""What officials see is in order in every look: axe finds nothing, nothing is cut, all can be tapped."""

import pytest

from tests.journeys.screens import GOVERNANCE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("screen", GOVERNANCE, ids=str)
def test_a_screen_of_the_governance_port_is_in_order_in_every_look(flaws_of, screen):
    found = flaws_of(screen)
    assert not found, found
