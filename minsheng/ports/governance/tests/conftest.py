"""A desk that somebody sits at, on a Wednesday at ten."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import get_resolver

from minsheng.kernel import clock

WEDNESDAY = datetime(2026, 9, 9, 10, 0, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True, scope="session")
def _rooms_have_said_how_their_steps_are_taken():
    """They do when their views are imported, as for the first request."""
    assert get_resolver().url_patterns


@pytest.fixture(autouse=True)
def wednesday(db):
    with clock.at(WEDNESDAY):
        yield WEDNESDAY


@pytest.fixture
def desk(town):
    """A browser in which somebody of the cast is signed in with both factors."""

    def sit(who):
        person = town.deputy_row(*who).person if isinstance(who, tuple) else town.person(who)
        client = Client()
        client.force_login(person)
        session = client.session
        session["strong"] = True
        session.save()
        return client

    return sit
