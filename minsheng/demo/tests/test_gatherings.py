"""What takes place in the demo town stands on the calendar as if it had been held."""

from collections import Counter
from datetime import datetime

import pytest

from minsheng.demo.gatherings import Gatherings
from minsheng.demo.town import Town
from minsheng.ground.codes.models import Code
from minsheng.instruments.activities.models import Activity
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from tests.robust import sound

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=clock.ZONE)


def test_a_month_of_shifts_and_three_platforms_are_behind_us_and_to_come(town):
    with clock.at(NOON):
        Gatherings(Town(), NOON).hold()
        assert sound.problems() == []
    shifts = Activity.objects.filter(what="shift")
    assert shifts.values("station").distinct().count() == 14
    assert Counter(shifts.values_list("state", flat=True)) == {"held": 14 * 5, "announced": 14 * 4}
    platforms = Activity.objects.filter(what="platform")
    assert Counter(platforms.values_list("place__initials", "series", "state")) == {
        ("HB", "相约星期五", "held"): 4,
        ("HB", "相约星期五", "announced"): 4,
        ("KX", "晴雨议事坊", "held"): 3,
        ("KX", "晴雨议事坊", "announced"): 1,
        ("SJQ", "周末有约", "held"): 5,
        ("SJQ", "周末有约", "announced"): 3,
    }
    drafts = platforms.filter(state="held", confirmed_at=None).exclude(minutes="")
    assert (platforms.filter(state="held", minutes="").count(), drafts.count()) == (0, 1)
    assert Counter(Code.objects.values_list("kind", flat=True)) == {"places.station": 220, "people.deputy": 42}


def test_at_the_last_meetings_residents_said_something_that_went_its_way(town):
    with clock.at(NOON):
        gatherings = Gatherings(Town(), NOON)
        gatherings.hold()
        assert gatherings.collect() == 8
        assert sound.problems() == []
    said = Opinion.objects.exclude(activity="")
    places = {number.split("-")[1] for number in said.values_list("activity", flat=True)}
    assert (said.values("activity").distinct().count(), places) == (4, {"HB", "KX", "SJQ"})
    assert Counter(said.values_list("channel", flat=True)) == {"activity": 8}
    assert "submitted" not in set(said.values_list("state", flat=True))
