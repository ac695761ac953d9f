"""Out of a database and into another cluster: as a whole or not at all, without the old one's transaction ids."""

import psycopg
import pytest

from minsheng.launch import dumps, postgres, programs
from minsheng.launch.programs import Failed
from tests.launch.conftest import column, execute

CLIENTS = programs.clients(18)
TABLES = """
create table journal_entry (id int primary key, xid xid8 not null default pg_current_xact_id());
create table figures_delta (id int primary key, xid xid8 not null default pg_current_xact_id());
create table figures_cursor (one bool primary key, xid xid8 not null);
create view figures_figure as select id from figures_delta where xid >= (select xid from figures_cursor);
create function stays() returns trigger language plpgsql as $$ begin raise 'only added'; end $$;
create trigger entry_stays before update or delete on journal_entry for each row execute function stays();
create trigger delta_stays before update or delete on figures_delta for each row execute function stays()
"""
ROWS = """
insert into journal_entry values (1, '{0}1'), (3, '{0}3'), (2, '{0}5'), (4, '{0}9');
insert into figures_delta values (1, '{0}1'), (2, '{0}3'), (3, '{0}5'), (4, '{0}9');
insert into figures_cursor values (true, '{0}5')
"""
SEALABLE = "select id from journal_entry where xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, id"
COUNTS = {"journal_entry": 4, "figures_delta": 4, "figures_cursor": 1}


@pytest.fixture(params=["", "99999999"], ids=["of a younger cluster", "of a much older cluster"])
def dumped(request, folder, tmp_path):
    """A dump of rows whose transactions another cluster has counted."""
    url = postgres.start(folder, throwaway=True)
    for statement in (*TABLES.split(";\n"), *ROWS.format(request.param).split(";\n")):
        execute(url, statement)
    target = tmp_path / "dump"
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        name = connection.execute("select pg_export_snapshot()").fetchone()[0]
        execute(url, "insert into journal_entry values (5, '7')")
        dumps.dump(url, CLIENTS, target, snapshot=name)
    return url, target


def test_what_the_snapshot_saw_comes_back_and_nothing_hides_in_another_clusters_future(dumped):
    url, dump = dumped
    dumps.pour(url, CLIENTS, dump, counts=COUNTS, anew=True)
    assert column(url, SEALABLE) == [1, 3, 2, 4]
    assert column(url, "select id from figures_figure order by id") == [3, 4]  # what was folded stays folded
    execute(url, "insert into figures_delta values (5)")
    assert column(url, "select id from figures_figure order by id") == [3, 4, 5]
    execute(url, "insert into journal_entry values (0)")
    assert column(url, SEALABLE) == [1, 3, 2, 4, 0]


def test_triggers_are_back_too(dumped):
    url, dump = dumped
    dumps.pour(url, CLIENTS, dump, counts=COUNTS, anew=True)
    with pytest.raises(psycopg.errors.RaiseException, match="only added"):
        execute(url, "delete from journal_entry")


def test_a_restore_that_does_not_count_up_leaves_the_database_as_it_was(dumped):
    url, dump = dumped
    with pytest.raises(Failed, match="journal_entry should have 5 rows"):
        dumps.pour(url, CLIENTS, dump, counts=COUNTS | {"journal_entry": 5}, anew=True)
    assert column(url, "select count(*) from journal_entry") == [5]


def test_half_a_dump_leaves_the_database_as_it_was(dumped):
    url, dump = dumped
    dump.write_bytes(dump.read_bytes()[:-200])
    with pytest.raises(Failed):
        dumps.pour(url, CLIENTS, dump, counts=COUNTS, anew=True)
    assert column(url, "select count(*) from journal_entry") == [5]
