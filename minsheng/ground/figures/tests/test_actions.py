"""What the town did, counted; every number proved from the journal."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from minsheng.ground.figures import actions, queries
from minsheng.ground.figures.figures import measures
from minsheng.ground.figures.models import Delta
from minsheng.kernel import clock

pytestmark = pytest.mark.django_db

OPINION = "opinions.opinion"
MONDAY = datetime(2026, 11, 23, 10, tzinfo=clock.ZONE)
ALL = (
    "opinions.submitted",
    "opinions.triaged",
    "opinions.in_hand",
    "opinions.answered",
    "opinions.rated",
    "opinions.satisfied",
    "opinions.closed",
)


def add(value=1, **more):
    at = more.pop("at", MONDAY)
    key = more.pop("key", ("plans.plan", "SC-P2026-000001"))
    actions.add("plans.kept", key=key, at=at, district="330102", value=value, **more)


def test_each_step_that_counts_is_counted_once(town):
    town.opinion("answered")
    town.opinion("rated", initials="KX")
    assert queries.totals(*ALL) == {
        "opinions.submitted": 2,
        "opinions.triaged": 2,
        "opinions.in_hand": 2,
        "opinions.answered": 2,
        "opinions.rated": 1,
        "opinions.satisfied": 0,
        "opinions.closed": 0,
    }


def test_a_number_belongs_to_a_street_and_to_all_above_it(town):
    town.report()
    town.report(initials="KX")
    hubin = town.street("HB")
    by_place = [queries.total("opinions.submitted", place=place) for place in (hubin, hubin.parent, town.street("QB"))]
    assert by_place == [1, 2, 0]


def test_triage_gives_the_number_of_reports_its_category_on_the_day_of_the_report(town):
    with clock.at(MONDAY):
        opinion = town.opinion("transferred")
    with clock.at(MONDAY + timedelta(days=1)):
        town._to_triaged(opinion, "hb")
    rows = Delta.objects.filter(measure="opinions.submitted").order_by("id")
    assert [(f"{row.day:%d}", f"{clock.local(row.at):%d}", row.category, row.value) for row in rows] == [
        ("23", "23", "", 1),
        ("23", "24", "", -1),
        ("23", "24", "01.05", 1),
    ]
    assert queries.split("opinions.submitted", "category") == {"01.05": 1}
    assert queries.total("opinions.submitted", category="01") == 1


def test_every_figure_equals_a_recount_from_the_journal(town):
    for state, initials in (("rated", "HB"), ("answered", "KX"), ("triaged", "HB"), ("submitted", "QB")):
        town.opinion(state, initials=initials)
    found = {measure: queries.counted(OPINION, measure) for measure in measures(OPINION)}
    assert found == {measure: queries.recount(OPINION, measure) for measure in measures(OPINION)}
    assert {measure: sum(spots.values()) for measure, spots in found.items()} == queries.totals(*measures(OPINION))


def test_a_recount_finds_the_number_that_is_one_too_high(town):
    opinion = town.report()
    where = {"place_id": opinion.place_id, "district": opinion.district}
    actions.add("opinions.submitted", key=opinion.key, at=opinion.made_at, **where)
    assert queries.counted(OPINION, "opinions.submitted") - queries.recount(OPINION, "opinions.submitted") == {
        (clock.today(), "330102", opinion.place_id, None, ""): 1
    }


def test_what_moves_leaves_nothing_behind_and_moving_again_does_nothing(town):
    opinion = town.report()
    opinion.place = town.street("KX")
    moved = [actions.move(opinion), actions.move(opinion)]
    assert moved == [1, 0]
    assert queries.split("opinions.submitted", "place_id") == {opinion.place_id: 1}
    assert queries.behind("opinions.submitted", place=town.street("HB")) == []


def test_what_another_room_counted_of_a_subject_stays_where_that_room_said(town):
    opinion = town.report()
    unit = town.unit()
    where = {"place_id": opinion.place_id, "unit_id": unit.pk, "district": "330102"}
    actions.add("on_time.opinion.receive", key=opinion.key, at=clock.now(), **where)
    opinion.place = town.street("KX")
    actions.move(opinion)
    assert queries.total("on_time.", unit_id=unit.pk, place=town.street("HB")) == 1


def test_a_figure_opens_the_list_that_it_counts(town):
    first, second = town.report(), town.report(initials="KX")
    actions.add("opinions.submitted", key=second.key, at=clock.now(), district="330102", value=-1)
    assert queries.behind("opinions.submitted") == [first.key]


def test_days_are_counted_as_they_are_in_china_and_both_ends_are_included(town):
    late = datetime(2026, 11, 23, 23, 59, tzinfo=clock.ZONE)
    for at in (MONDAY, late, late + timedelta(minutes=1)):
        add(at=at)
    monday, tuesday = MONDAY.date(), MONDAY.date() + timedelta(days=1)
    assert queries.series("plans.kept") == {monday: 2, tuesday: 1}
    assert [queries.total("plans.kept", since=tuesday), queries.total("plans.kept", until=monday)] == [1, 2]


def test_this_year_begins_on_the_first_of_january(town):
    add(at=datetime(2025, 12, 31, 23, tzinfo=clock.ZONE))
    add(at=datetime(2026, 1, 1, 0, tzinfo=clock.ZONE))
    with clock.at(MONDAY):
        assert queries.this_year("plans.kept", "plans.made") == {"plans.kept": 1, "plans.made": 0}


def test_a_measure_that_ends_with_a_dot_stands_for_all_that_begin_so(town):
    for clock_key in ("simple", "difficult"):
        actions.add(f"late.answer.{clock_key}", key=("a.b", "1"), at=MONDAY, district="330102")
    actions.add("late.accept", key=("a.b", "1"), at=MONDAY, district="330102")
    assert [queries.total("late.answer."), queries.total("late."), queries.total("late")] == [2, 3, 0]


@pytest.mark.parametrize("change", ["update figures_delta set value = 2", "delete from figures_delta"])
def test_the_table_refuses_to_change_what_was_counted(town, change):
    add()
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert queries.total("plans.kept") == 1


def test_counting_nothing_writes_nothing(town):
    town.opinion("rated")
    assert list(Delta.objects.filter(measure="opinions.satisfied")) == []


def test_a_step_that_fails_counts_nothing(town):
    with transaction.atomic():
        town.report()
        transaction.set_rollback(True)
    assert queries.total("opinions.submitted") == 0


def test_several_measures_are_told_day_by_day(town):
    for at in (MONDAY, MONDAY, MONDAY + timedelta(days=1)):
        add(at=at)
    monday = MONDAY.date()
    days = {monday: 2, monday + timedelta(days=1): 1}
    assert queries.daily("plans.kept", "plans.made") == {"plans.kept": days, "plans.made": {}}
    assert queries.daily("plans.kept", until=monday) == {"plans.kept": {monday: 2}}
