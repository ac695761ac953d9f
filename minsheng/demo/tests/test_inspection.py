"""The district's tasks in the demo town stand where real ones would."""

from collections import Counter
from datetime import datetime

import pytest

from minsheng.demo.inspection import SAID, Inspection
from minsheng.demo.town import Town
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.surveys.models import Response
from minsheng.kernel import clock
from minsheng.linkage.assignments.models import StreetTask, Task
from minsheng.linkage.assignments.queries import tallies
from tests.robust import sound

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=clock.ZONE)


def test_one_task_stands_at_every_stage_and_one_is_merged(town, monkeypatch):
    monkeypatch.setitem(SAID, "HB", 6)  # so many more would only take time here
    monkeypatch.setitem(SAID, "KX", 2)
    with clock.at(NOON):
        assert Inspection(Town(), NOON).hold() == 12
        assert sound.problems() == []
    assert Counter(Task.objects.values_list("state", flat=True)) == {"issued": 1, "merged": 1, "drafted": 1}
    parts = StreetTask.objects.filter(task__state="issued").select_related("task")
    assert dict(parts.values_list("place__initials", "state")) == {
        "HB": "accepted",
        "KX": "submitted",
        "SJQ": "running",
        "WJ": "planned",
        "ZY": "issued",
    }
    counted = tallies(parts)
    said = {part.place.initials: counted[part.number]["opinions"] for part in parts.select_related("place")}
    assert said == {"HB": 6, "KX": 2, "SJQ": 4, "WJ": 0, "ZY": 0}
    assert min(counted[part.number]["attendance"] for part in parts.filter(state="accepted")) >= 8
    assert Response.objects.count() > 0
    assert "submitted" not in set(Opinion.objects.values_list("state", flat=True))
