import io
from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import translation

from minsheng.ground.people.actors import NOBODY, Actor
from minsheng.ground.people.models import Role
from minsheng.ground.places.models import Place
from minsheng.ground.policies import actions, queries
from minsheng.ground.policies.models import CalendarDay, CalendarYear, Category, Policy
from minsheng.kernel import clock
from minsheng.kernel.clock import ZONE
from minsheng.kernel.errors import NotNow, NotYours, Wrong

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=ZONE)
DISTRICT = Actor(kind="person", role=Role.DISTRICT, person_id=1)
FOUR_DAYS = {"amount": 4, "unit": "working_days", "from": "accept"}


@pytest.fixture(autouse=True)
def _monday_morning_in_english():
    with clock.at(NOW), translation.override("en"):
        yield


def decide(key="dispatch.answer.whistle", value=FOUR_DAYS, **changes):
    return actions.decide(key, value, **({"source": "a meeting of the district", "by": DISTRICT} | changes))


def test_the_district_decides_a_rule_for_a_street_from_a_day_on():
    hubin = Place.objects.current().get(code="330102003")
    new_year = datetime(2027, 1, 1, tzinfo=ZONE)
    made = decide(place=hubin, valid_from=new_year, confirmed=True, note="asked for by Hubin")
    assert (made.decided_at, made.decided_by, made.confirmed) == (NOW, 1, True)
    assert queries.value(made.key, place_id=hubin.pk)["amount"] == 3
    assert queries.value(made.key, place_id=hubin.pk, at=new_year)["amount"] == 4
    assert queries.value(made.key, at=new_year)["amount"] == 3


def test_a_decision_without_a_day_holds_at_once():
    decide()
    assert queries.value("dispatch.answer.whistle") == FOUR_DAYS


def test_a_list_may_be_emptied():
    assert decide("notices.sms", []).value == []


def test_nothing_is_decided_for_the_past():
    with pytest.raises(Wrong, match="can't be decided for the past"):
        decide(valid_from=NOW - timedelta(seconds=1))
    assert queries.value("dispatch.answer.whistle")["amount"] == 3


def test_a_moment_has_one_decision():
    decide()
    with pytest.raises(NotNow, match="already been decided"):
        decide(value=FOUR_DAYS | {"amount": 5})
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.create(
            key="dispatch.answer.whistle", value={}, valid_from=NOW, source="twice, with no place", decided_at=NOW
        )


@pytest.mark.parametrize(
    ("role", "may"),
    [(role, role in {Role.DISTRICT, Role.ADMINISTRATOR}) for role in Role],
)
def test_only_the_district_and_administrators_decide(role, may):
    by = Actor(kind="person", role=role, person_id=1)
    if may:
        assert decide(by=by).decided_by == 1
    else:
        with pytest.raises(NotYours):
            decide(by=by)


def test_a_visitor_decides_nothing():
    with pytest.raises(NotYours):
        decide(by=NOBODY)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("opinion.patience", {"amount": 1, "unit": "days", "from": "submit"}),
        ("dispatch.answer.whistle", 3),
        ("dispatch.answer.whistle", {"amount": 3, "unit": "working_days"}),
        ("dispatch.answer.whistle", {"amount": "3", "unit": "working_days", "from": "accept"}),
        ("dispatch.answer.whistle", {"amount": 0, "unit": "working_days", "from": "accept"}),
        ("dispatch.answer.whistle", {"amount": 3, "unit": "weeks", "from": "accept"}),
        ("opinion.text", {"min": 4, "max": None}),
        ("notices.sms", "opinions.opinion:conclude"),
        ("notices.sms", [1]),
        ("town.demo", "yes"),
    ],
)
def test_a_value_that_nobody_could_read_is_refused(key, value):
    with pytest.raises(Wrong):
        decide(key, value)


@pytest.mark.parametrize("hours", [{"from": "08:30", "to": "late"}, {"from": "17:30", "to": "08:30"}])
def test_an_office_that_closes_before_it_opens_is_refused(hours):
    with pytest.raises(Wrong):
        decide("calendar.hours", hours)


def test_a_rule_says_where_it_comes_from():
    with pytest.raises(Wrong, match="where the rule comes from"):
        decide(source="  ")


def test_what_once_held_can_neither_be_changed_nor_deleted():
    rule = Policy.objects.get(key="opinion.rate")
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        Policy.objects.filter(pk=rule.pk).update(value={})
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        rule.delete()


def test_loading_the_defaults_again_changes_nothing_and_brings_back_what_is_missing():
    decide()
    rows = list(Policy.objects.order_by("pk").values())
    categories = Category.objects.count()
    CalendarDay.objects.filter(date__year=2025).delete()
    CalendarYear.objects.filter(year=2025).delete()
    out = io.StringIO()
    call_command("load_policies", stdout=out)
    assert out.getvalue() == "0 rules added\n"
    assert list(Policy.objects.order_by("pk").values()) == rows
    assert Category.objects.count() == categories
    assert [year.year for year in queries.years()] == [2024, 2025, 2026]
    assert CalendarDay.objects.get(date=date(2025, 10, 11)).name == "国庆节调休上班"


def csv(tmp_path, text):
    file = tmp_path / "2027.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_year_is_imported_from_a_file_and_can_be_replaced(tmp_path):
    out = io.StringIO()
    good = "date,working,name\n2027-01-01,0,元旦\n2027-01-03,1,元旦调休上班\n"
    call_command("load_calendar", 2027, csv(tmp_path, good), source="a notice", stdout=out)
    assert out.getvalue() == "2027: 2 days\n"
    assert list(CalendarDay.objects.filter(date__year=2027).values_list("date", "working", "name", "source")) == [
        (date(2027, 1, 1), False, "元旦", "a notice"),
        (date(2027, 1, 3), True, "元旦调休上班", "a notice"),
    ]
    call_command("load_calendar", 2027, csv(tmp_path, "date,working,name\n2027-01-02,0,\n"), stdout=out)
    assert [row.date for row in CalendarDay.objects.filter(date__year=2027)] == [date(2027, 1, 2)]
    assert CalendarYear.objects.get(year=2027).source == "2027.csv"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("date,working,name\n2027-01-01,0,x\n2027-13-01,0,x\n", "Line 3"),
        ("date,working,name\n2027-01-01,maybe,x\n", "Line 2"),
        ("date,working,name\n2027-01-01,0,x\n2027-01-01,1,x\n", "Line 3"),
        ("day,off\n2027-01-01,0\n", "Line 2"),
        ("date,working,name\n2027-01-01\n", "Line 2"),
        ("date,working,name\n2026-01-01,0,x\n", "Not in the year 2027: 2026-01-01"),
        ("date,working,name\n", "without a single holiday"),
    ],
)
def test_a_bad_file_is_refused_with_the_line_and_writes_nothing(tmp_path, text, problem):
    with pytest.raises(CommandError, match=problem):
        call_command("load_calendar", 2027, csv(tmp_path, text))
    assert CalendarYear.objects.filter(year=2027).count() == 0
    assert CalendarDay.objects.filter(date__year=2027).count() == 0


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.csv"):
        call_command("load_calendar", 2027, tmp_path / "nowhere.csv")
