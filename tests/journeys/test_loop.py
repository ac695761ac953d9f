"""The whole loop: a resident reports, and in the end rates; each reads what is theirs to read."""

import pytest

from tests.journeys.story import Loop

pytestmark = pytest.mark.browser


def test_an_opinion_goes_all_the_way_round(arrive, town):
    Loop(arrive, town, scripts=True).tell()
