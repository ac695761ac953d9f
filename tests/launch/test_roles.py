"""What the application's role in the database may do, and what the database remembers."""

import psycopg
import pytest

from minsheng.launch import postgres, prepare, roles
from tests.launch.conftest import column, execute


@pytest.fixture(scope="module")
def granted(shared_folder):
    owner = postgres.start(shared_folder, throwaway=True)
    execute(owner, "create table journal_entry (id serial primary key)")
    execute(owner, "create table opinions_opinion (id serial primary key)")
    roles.grant(owner)
    return owner, postgres.application(shared_folder)


@pytest.mark.parametrize(
    "statement",
    [
        "update journal_entry set id = 2",
        "delete from journal_entry",
        "truncate journal_entry",
        "truncate opinions_opinion",
        "drop table opinions_opinion",
        "alter table journal_entry disable trigger all",
        "create table more (id int)",
    ],
)
def test_the_application_may_not(granted, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        execute(granted[1], statement)


def test_the_application_may_write_rows_and_add_to_the_journal(granted):
    for statement in (
        "insert into journal_entry default values",
        "insert into opinions_opinion default values",
        "update opinions_opinion set id = 7",
    ):
        execute(granted[1], statement)
    both = "select id from journal_entry union all select id from opinions_opinion"
    assert column(granted[1], both) == [1, 7]


def test_a_database_remembers_what_it_was_told_until_it_is_renewed(folder):
    owner = postgres.start(folder, throwaway=True)
    roles.remember(owner, migrations="a", data="demo")
    roles.remember(owner, migrations="b")
    assert roles.facts(owner) == {"migrations": "b", "data": "demo"}
    roles.renew(owner)
    assert roles.facts(owner) == {}


def test_only_a_first_start_that_was_interrupted_begins_anew(folder):
    owner = postgres.start(folder, throwaway=True)
    execute(owner, "create table there (id int)")
    for facts in ({"growing": "yes", "data": "demo"}, {"data": "empty"}, {"migrations": "a"}, {}):
        assert prepare.begin_anew(owner, facts) == facts
    assert column(owner, "select to_regclass('there')::text") == ["there"]
    assert prepare.begin_anew(owner, {"growing": "yes"}) == {}
    assert column(owner, "select to_regclass('there')::text") == [None]
