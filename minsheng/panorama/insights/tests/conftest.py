"""A screen that somebody sits at, on a Wednesday at ten, in the third quarter."""

from datetime import datetime

import pytest
from django.test import Client

from minsheng.kernel import clock

WEDNESDAY = datetime(2026, 9, 9, 10, 0, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True)
def wednesday(db):
    with clock.at(WEDNESDAY):
        yield WEDNESDAY


@pytest.fixture
def desk(town):
    """A browser in which somebody of the cast is signed in with both factors."""

    def sit(who):
        client = Client()
        client.force_login(town.deputy_row(*who).person if isinstance(who, tuple) else town.person(who))
        session = client.session
        session["strong"] = True
        session.save()
        return client

    return sit
