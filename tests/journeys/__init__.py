"""Journeys: real people at real browsers, from the first tap to the last."""

import pytest

pytest.register_assert_rewrite("tests.journeys.story", "tests.journeys.person")
