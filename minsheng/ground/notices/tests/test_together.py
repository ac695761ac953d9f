"""On the real database, with real commits: however many tell of lamps and mornings at once, everybody is told once."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from minsheng.ground.duties.queries import open_duty
from minsheng.ground.notices import actions
from minsheng.ground.notices.models import Notice
from minsheng.kernel import clock
from tests.robust.together import crowd, together
from tests.town import Town

__all__ = ["crowd"]
WEDNESDAY = datetime(2026, 9, 9, 10, 0, tzinfo=clock.ZONE)


def at(moment, task):
    with clock.at(moment):
        return task()


def three(town):
    with clock.at(WEDNESDAY):
        return [town.opinion("transferred") for _ in range(3)]


def test_eight_sweeps_at_once_tell_each_holder_once(crowd):
    opinions = three(Town())
    due = open_duty(opinions[0].key).due
    for moment in (due - timedelta(minutes=1), due):
        done = together(*[partial(at, moment, actions.warn) for _ in range(8)])
        assert sum(done) == 3
    whys = sorted(Notice.objects.filter(why__in=("amber", "red")).values_list("number", "why"))
    assert whys == sorted((opinion.number, why) for opinion in opinions for why in ("amber", "red"))


def test_what_breaks_off_in_the_middle_is_told_again_not_twice(crowd):
    due = open_duty(three(Town())[0].key).due
    with clock.at(due):
        with transaction.atomic():
            assert actions.warn() == 3
            transaction.set_rollback(True)  # as if the worker were killed before it could commit
        assert Notice.objects.filter(why="red").count() == 0
        assert [actions.warn(), actions.warn()] == [3, 0]
    assert Notice.objects.filter(why="red").count() == 3


def test_eight_mornings_at_once_are_one(crowd):
    three(Town())
    morning = WEDNESDAY + timedelta(hours=23)
    done = together(*[partial(at, morning, actions.digest) for _ in range(8)])
    assert (sum(done), Notice.objects.filter(why="digest").count()) == (1, 1)
