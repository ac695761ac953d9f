"""A thing has one code for good; what was printed keeps answering."""

import re

import pytest
from django.db import IntegrityError, transaction

from minsheng.ground.codes import actions, queries
from minsheng.ground.codes.models import Code
from minsheng.ground.people.actors import SYSTEM

pytestmark = pytest.mark.django_db
PUMP = ("wells.pump", "HB-01")
WELL = ("wells.pump", "HB-02")


@pytest.fixture(autouse=True)
def _pumps(monkeypatch):
    """A kind of thing whose page is at /pumps/<number>/."""
    monkeypatch.setitem(queries.LANDINGS, PUMP[0], lambda number: f"/pumps/{number}/")


def test_the_code_of_a_thing_is_made_once_and_stays():
    made = actions.code_for(PUMP, "330102")
    assert (actions.code_for(PUMP, "330102"), queries.landing(made)) == (made, "/pumps/HB-01/")
    assert re.fullmatch(f"[{queries.ALPHABET}]{{6}}", made.short)


def test_a_receipt_is_too_long_to_be_guessed():
    assert len(actions.code_for(("opinions.opinion", "SC-HB-2026-000001"), "330102").short) == 10


def test_many_codes_are_read_by_one_query_when_all_are_there(django_assert_num_queries):
    first = actions.codes_for(PUMP[0], ["1", "2", "3", "2"], "330102")
    with django_assert_num_queries(1):
        assert actions.codes_for(PUMP[0], ["1", "2", "3"], "330102") == first


@pytest.mark.parametrize("typed", ["{s}", " {l} ", "{a} {b}", "{a}-{b}", "https://x.example/c/{l}/"])
def test_a_code_is_found_however_it_is_typed(typed):
    code = actions.code_for(PUMP, "330102")
    s = code.short
    assert queries.found(typed.format(s=s, l=s.lower(), a=s[:3], b=s[3:])) == code


def test_what_is_no_code_is_found_nowhere():
    assert [queries.found(typed) for typed in ("", "  ", "- -", "无", "ABC")] == [None] * 5


def test_a_replaced_code_leads_nowhere_but_names_the_new_one(town):
    old = actions.code_for(PUMP, "330102")
    fresh = actions.replace(old, by=town.by("hb.office"))
    old.refresh_from_db()
    assert (queries.landing(old), queries.last_of(old), old.retired_by) == (None, fresh, town.person("hb.office"))
    assert actions.code_for(PUMP, "330102") == fresh


def test_replacing_the_same_code_twice_makes_one_new_code():
    old = actions.code_for(PUMP, "330102")
    assert actions.replace(old, by=SYSTEM) == actions.replace(old, by=SYSTEM)
    assert Code.objects.count() == 2


def test_when_two_things_become_one_the_code_of_the_lost_one_leads_on_to_the_other():
    old, kept = actions.code_for(PUMP, "330102"), actions.code_for(WELL, "330102")
    assert actions.point(old, WELL, by=SYSTEM) == kept
    newest = actions.replace(kept, by=SYSTEM)
    assert queries.last_of(Code.objects.select_related("successor").get(pk=old.pk)) == newest


def test_the_database_holds_that_a_thing_has_one_living_code():
    code = actions.code_for(PUMP, "330102")
    with pytest.raises(IntegrityError), transaction.atomic():
        Code.objects.create(short="AAAAAA", kind=code.kind, number=code.number, district="330102", made_at=code.made_at)


def test_codes_are_read_aloud_in_groups():
    assert (queries.spaced("ABCDEF"), queries.spaced("ABCDEFGHJK")) == ("ABC DEF", "ABCDE FGHJK")
