"""What was promised in public is seen by everyone until it is kept, and afterwards whether in time."""

from datetime import date, datetime, timedelta

import pytest

from minsheng.instruments.publishing import actions, queries
from minsheng.instruments.publishing.tests.conftest import MADE
from minsheng.kernel import clock

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 10)
UNIT = "公共管理办公室"


@pytest.fixture
def promised(publish):
    """Four public matters: not yet due, overdue, kept, kept late; on 10 December."""
    days = {1: DAY, 2: DAY - timedelta(days=1), 3: DAY + timedelta(days=5), 4: DAY - timedelta(days=3)}
    for i, day in days.items():
        row = publish(i)
        actions.promise(row.key, on=day, unit=UNIT)
    actions.promise_kept(publish(3).key, at=at(DAY))
    actions.promise_kept(publish(4).key, at=at(DAY))
    with clock.at(at(DAY)):
        yield


def at(day):
    return datetime(day.year, day.month, day.day, 23, 30, tzinfo=clock.ZONE)


def stands(rows):
    return {int(row.number[-6:]): queries.how_kept(row).state for row in rows}


def test_a_promise_is_open_to_the_end_of_its_day_and_then_overdue_or_kept_or_kept_late(promised):
    assert stands(queries.promised()) == {1: "open", 2: "overdue", 3: "kept", 4: "late"}
    assert {state: stands(queries.standing(queries.promised(), state)) for state in queries.PROMISES} == {
        "open": {1: "open"},
        "overdue": {2: "overdue"},
        "kept": {3: "kept"},
        "late": {4: "late"},
    }
    with clock.at(at(DAY + timedelta(days=1))):
        assert stands(queries.promised())[1] == "overdue"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [3, 1, 2, 4]),
        ("state=overdue", [2]),
        ("state=late", [4]),
        ("street=330102008", []),
        ("street=330102003&state=kept", [3]),
        ("state=nonsense", [3, 1, 2, 4]),
    ],
)
def test_everyone_reads_them_the_latest_day_first(client, promised, town, query, found):
    text = client.get(f"/public/promises/?{query.replace('330102003', town.street().code)}").content.decode()
    places = {i: text.find(f"/public/SC-HB-2026-{i:06d}/") for i in (1, 2, 3, 4)}
    assert sorted((i for i in places if places[i] >= 0), key=places.get) == found


def test_the_page_of_the_matter_says_who_promised_until_when(client, promised):
    text = client.get("/public/SC-HB-2026-000002/").content.decode()
    assert [UNIT in text, "已逾期" in text] == [True, True]


def test_what_is_off_the_list_is_off_this_one_too(promised, publish):
    actions.withdraw(("opinions.opinion", "SC-HB-2026-000001"))
    assert stands(queries.promised()) == {2: "overdue", 3: "kept", 4: "late"}


def test_the_promise_outlives_publishing_again_and_a_new_one_takes_its_place(promised, publish):
    row = publish(2, text="补种")
    actions.promise(row.key, on=DAY + timedelta(days=9), unit=UNIT)
    assert stands(queries.promised())[2] == "open"


def test_a_promise_for_what_was_never_public_is_nobodys_business(publish):
    with clock.at(MADE):
        actions.promise(("opinions.opinion", "SC-HB-2026-000009"), on=DAY, unit=UNIT)
    assert list(queries.promised()) == []


def test_without_a_session_the_list_is_everyones_page_and_may_be_kept(client, promised):
    answer = client.get("/public/promises/")
    assert (answer["Cache-Control"], list(answer.cookies)) == ("public, max-age=60", [])
