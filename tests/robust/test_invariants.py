"""Whatever people do in whatever order: it is always somebody's turn, and the records agree with what is."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from minsheng.ground.duties.models import Duty
from minsheng.ground.figures.actions import add
from minsheng.ground.journal.models import Entry
from minsheng.kernel import clock
from minsheng.kernel.workflow import TABLES
from tests.robust.sound import problems
from tests.robust.wanderer import Wanderer, cast

pytestmark = pytest.mark.django_db

WALKS = 100
quickly = settings(
    max_examples=WALKS,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


class Undone(Exception):
    """Ends a walk's transaction."""


@pytest.fixture
def actors(town):
    return cast(town)


def test_after_any_walk_it_is_always_somebodys_turn_and_the_records_agree(town, actors):
    seen = set()

    @quickly
    @given(st.data())
    def walks(data):
        with pytest.raises(Undone), transaction.atomic():
            wanderer = Wanderer(town, actors, data.draw)
            wanderer.walk(12)
            seen.update(Entry.objects.values_list("kind", "step"))
            assert problems() == []
            raise Undone

    walks()
    known = {(kind, name) for kind, table in TABLES.items() for name in {*table.steps, *table.verbs}}
    assert known - seen == {("opinions.opinion", "reveal")}
