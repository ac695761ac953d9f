"""Two taps at the counter at the same moment."""

import uuid
from functools import partial

from minsheng.ground.people.models import Person
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.models import Opinion
from tests.robust.together import together

TEXT = "楼道里的灯坏了三天，晚上看不清台阶。"


def test_they_leave_one_opinion_and_one_person(busy_town):
    by, people = busy_town.by("hb.office"), Person.objects.count()
    report = actions.Report(TEXT, busy_town.where(), channel="visit", sending=uuid.uuid4())

    found = together(*[partial(actions.register_for, actions.Visitor("方国安"), report, by=by)] * 3)

    assert [opinion.number for opinion in found] == [Opinion.objects.get().number] * 3
    assert Person.objects.count() == people + 1
