"""The councils of the demo town stand there as if they had been convened."""

from collections import Counter
from datetime import datetime

import pytest

from minsheng.deliberation.council.models import Convening, Meeting, Nomination
from minsheng.demo.council import Councils
from minsheng.demo.town import Town
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from tests.robust import sound

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=clock.ZONE)


def test_a_year_of_the_councils_is_behind_us_one_meeting_to_come_and_one_notice_runs(town):
    with clock.at(NOON):
        councils = Councils(Town(), NOON)
        councils.hold()
        assert councils.collect() == 9
        assert sound.problems() == []
    assert Counter(Meeting.objects.values_list("state", flat=True)) == {"confirmed": 3, "convened": 1}
    assert Counter(Convening.objects.values_list("year", "state")) == {(2026, "held"): 3}
    under_way = Nomination.objects.exclude(how="").values_list("place__initials", "state")
    assert Counter(under_way) == {("HB", "announced"): 1, ("KX", "recommended"): 1}
    said = Opinion.objects.exclude(activity="")
    assert Counter(said.values_list("place__initials", flat=True)) == {"HB": 3, "KX": 3, "SJQ": 3}


def test_before_the_first_meeting_of_a_year_its_duty_is_open(town):
    with clock.at(datetime(2026, 1, 10, 12, tzinfo=clock.ZONE)) as early:
        Councils(Town(), early).hold()
        assert sound.problems() == []
    assert Counter(Convening.objects.values_list("state", flat=True)) == {"due": 3}
