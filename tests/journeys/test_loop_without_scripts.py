"""The same loop for browsers that run no scripts."""

import pytest

from tests.journeys.story import Loop

pytestmark = pytest.mark.browser


def test_an_opinion_goes_all_the_way_round_without_a_script(arrive, town):
    Loop(arrive, town, scripts=False).tell()
