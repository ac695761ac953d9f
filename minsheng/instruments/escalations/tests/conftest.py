"""A Wednesday at ten, and quick ways to an escalation."""

from datetime import datetime

import pytest
from django.urls import get_resolver

from minsheng.instruments.escalations import actions
from minsheng.kernel import clock
from minsheng.kernel.workflow import TABLES

WEDNESDAY = datetime(2026, 9, 9, 10, 0, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True, scope="session")
def _rooms_have_said_how_their_steps_are_taken():
    """They do when their views are imported, as for the first request."""
    assert get_resolver().url_patterns


@pytest.fixture(autouse=True)
def wednesday():
    with clock.at(WEDNESDAY):
        yield WEDNESDAY


@pytest.fixture
def raised(town):
    """An escalation of a matter in the hands of a unit."""

    def make(level=1, state="accepted", by="hb.office"):
        opinion = town.opinion(state)
        return actions.escalate(opinion, level=level, reason="by_hand", by=town.by(by), note="久拖未决")

    return make


@pytest.fixture
def matter():
    """The matter of an escalation."""

    def of(escalation):
        return TABLES[escalation.matter_kind].model.objects.get(number=escalation.matter_number)

    return of
