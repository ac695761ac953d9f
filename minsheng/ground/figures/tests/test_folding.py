"""Folding on a database where everything is committed: each delta reaches the totals once, whatever came when."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import psycopg
import pytest
from django.db import connection, connections

from minsheng.ground.figures import actions, queries
from minsheng.ground.figures.models import MonthTotal, Total
from minsheng.kernel import clock

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.alone]  # other open transactions hold folding back

AT = datetime(2026, 11, 23, 10, tzinfo=clock.ZONE)
INSERT = """
insert into figures_delta (measure, value, at, day, district, category, kind, number, channel)
values ('plans.kept', 1, %s, %s, '330102', '', 'plans.plan', '1', '')
"""


def add(value=1, number="1"):
    actions.add("plans.kept", key=("plans.plan", number), at=AT, district="330102", value=value)


def read_and_folded():
    """What a reader sees, and what of it is in the totals."""
    return queries.total("plans.kept"), sum(Total.objects.values_list("value", flat=True))


def connected():
    """A connection beside Django's, which stays in its transaction."""
    to = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return psycopg.connect(**{name: to[key] or None for name, key in names.items()})


@pytest.fixture
def another():
    with connected() as other:
        yield other


def test_folding_changes_nothing_that_is_read():
    add()
    add(value=3)
    before = read_and_folded()
    actions.fold()
    add()
    assert [before, read_and_folded()] == [(4, 0), (5, 4)]


def test_folding_twice_adds_nothing():
    add()
    assert [actions.fold(), actions.fold()] == [1, 0]
    assert read_and_folded() == (1, 1)


def test_days_and_spots_are_kept_apart_and_reversals_add_up():
    add()
    add(value=-1)
    add(value=2)
    actions.add("plans.kept", key=("plans.plan", "2"), at=AT, district="330102", category="01.05")
    actions.fold()
    rows = Total.objects.order_by("category").values_list("category", "value")
    assert list(rows) == [("", 2), ("01.05", 1)]


def test_one_that_began_first_and_commits_last_is_not_forgotten(another):
    another.execute(INSERT, [AT, AT.date()])
    add()
    actions.fold()
    while_open = read_and_folded()
    another.commit()
    after = read_and_folded()
    actions.fold()
    assert [while_open, after, read_and_folded()] == [(1, 0), (2, 0), (2, 2)]


def test_one_with_a_lower_id_that_commits_after_a_fold_is_not_forgotten(another):
    """The earlier transaction writes the later row: a cursor of ids would step over the other one."""
    another.execute("select pg_current_xact_id()")
    third = connected()
    third.execute(INSERT, [AT, AT.date()])
    another.execute(INSERT, [AT, AT.date()])
    another.commit()
    actions.fold()
    in_between = read_and_folded()
    third.commit()
    third.close()
    actions.fold()
    assert [in_between, read_and_folded()] == [(1, 1), (2, 2)]


def test_folding_and_counting_at_once_loses_and_doubles_nothing():
    def work(i):
        try:
            add(number=str(i))
            if i % 4 == 0:
                actions.fold()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(80)))
    read = queries.total("plans.kept")
    actions.fold()
    assert [read, read_and_folded()] == [80, (80, 80)]


def test_a_year_reads_the_same_before_and_after_its_months_are_folded():
    add()
    actions.add("plans.kept", key=("plans.plan", "2"), at=AT.replace(month=1, day=1), district="330102", value=4)
    actions.add("plans.kept", key=("plans.plan", "3"), at=AT.replace(year=2025, month=12), district="330102")
    with clock.at(AT):
        before = queries.this_year("plans.kept")
        actions.fold()
        add(value=-1)
        assert [before, queries.this_year("plans.kept")] == [{"plans.kept": 5}, {"plans.kept": 4}]
    months = MonthTotal.objects.order_by("month").values_list("month", "value")
    assert list(months) == [(date(2025, 12, 1), 1), (date(2026, 1, 1), 4), (date(2026, 11, 1), 1)]
