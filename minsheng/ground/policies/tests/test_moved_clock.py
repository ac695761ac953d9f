import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import translation

from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.policies import actions, queries
from minsheng.ground.policies.models import ClockShift
from minsheng.kernel import clock
from minsheng.kernel.errors import NotYours, Wrong

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo_town(settings, tmp_path):
    settings.DATA = tmp_path
    actions.decide("town.demo", True, source="the demo town", by=SYSTEM)
    queries.forget_shift()
    with translation.override("en"):
        yield
    queries.forget_shift()


def moved():
    """How far the clock is moved, to the second."""
    return timedelta(seconds=round((clock.now() - datetime.now(UTC)).total_seconds()))


def test_without_a_moved_clock_the_time_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert moved() == timedelta()


def test_a_clock_is_moved_forward_step_by_step_and_back_to_the_real_time(django_assert_num_queries):
    actions.move_clock(timedelta(days=3), by=SYSTEM)
    assert moved() == timedelta(days=3)
    actions.move_clock(timedelta(hours=12), by=SYSTEM)
    assert moved() == timedelta(days=3, hours=12)
    actions.move_clock(None, by=SYSTEM)
    assert moved() == timedelta()
    with django_assert_num_queries(0):
        assert moved() == timedelta()
    assert [row.seconds for row in ClockShift.objects.order_by("pk")] == [259_200, 302_400, 0]


def test_another_process_hears_of_it_within_a_second_and_asks_no_more_than_that(django_assert_num_queries):
    actions.move_clock(timedelta(days=3), by=SYSTEM)
    assert moved() == timedelta(days=3)
    ClockShift.objects.create(seconds=60, moved_at=clock.now())
    with django_assert_num_queries(0):
        assert moved() == timedelta(days=3)
    queries.forget_shift()
    assert moved() == timedelta(minutes=1)


def test_telling_the_time_never_fails_within_a_broken_transaction():
    actions.move_clock(timedelta(days=3), by=SYSTEM)
    assert moved() == timedelta(days=3)
    with transaction.atomic():
        transaction.set_rollback(True)
        queries.forget_shift()
        assert moved() == timedelta(days=3)


def test_a_clock_can_only_be_moved_in_demo_data(tmp_path):
    actions.decide("town.demo", False, source="a real town", by=SYSTEM)
    with pytest.raises(NotYours, match="demo data"):
        actions.move_clock(timedelta(days=3), by=SYSTEM)
    with pytest.raises(CommandError, match="demo data"):
        call_command("move_clock", "3d")
    assert ClockShift.objects.count() == 0
    assert list(tmp_path.iterdir()) == []


def test_a_clock_is_never_moved_back():
    with pytest.raises(Wrong, match="forward"):
        actions.move_clock(timedelta(days=-1), by=SYSTEM)


def test_the_command_says_what_the_clock_says_then():
    out = io.StringIO()
    call_command("move_clock", "3d", stdout=out)
    assert out.getvalue() == f"The clock says {clock.local(clock.now()):%Y-%m-%d %H:%M}.\n"
    assert moved() == timedelta(days=3)
    call_command("move_clock", "reset", stdout=out)
    assert moved() == timedelta()
    with pytest.raises(CommandError, match="Say 3d, 12h, 30m or reset"):
        call_command("move_clock", "tomorrow")
