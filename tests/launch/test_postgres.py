"""The embedded PostgreSQL survives what happens to servers, and two programs can share it."""

import os
import shutil
import signal
import threading
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from minsheng.launch import keys, postgres, programs
from tests.launch.conftest import column, execute, program


@pytest.fixture
def durable(folder):
    return folder, postgres.start(folder)


def test_rows_acknowledged_before_a_kill_9_under_load_are_there_after_a_new_start(durable, postmaster):
    folder, url = durable
    execute(url, "create table words (number int primary key)")
    acknowledged, enough = [], threading.Event()

    def write():
        with suppress(psycopg.OperationalError), psycopg.connect(url, autocommit=True) as connection:
            for number in range(100_000):
                connection.execute("insert into words values (%s)", [number])
                acknowledged.append(number)
                if number == 200:
                    enough.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert enough.wait(20)
    os.kill(postmaster(folder), signal.SIGKILL)
    writer.join(20)
    assert postgres.start(folder) == url
    found = column(url, "select number from words order by number")
    assert found[: len(acknowledged)] == acknowledged
    assert len(found) <= len(acknowledged) + 1  # one may have been committed and not yet acknowledged


def test_a_second_start_finds_the_running_server(durable, postmaster):
    folder, url = durable
    before = postmaster(folder)
    assert (postgres.start(folder), postmaster(folder)) == (url, before)


def test_stopping_twice_is_no_error(durable):
    folder, _ = durable
    postgres.stop(folder)
    postgres.stop(folder)
    assert not postgres.running(folder)


def test_a_copied_data_directory_does_not_lead_to_the_server_of_the_original(durable):
    folder, _ = durable
    copy = folder / "copy"
    copy.mkdir()
    (copy / "postgres.json").write_text((folder / "postgres.json").read_text())
    assert postgres.running(folder)
    assert not postgres.running(copy)


def test_who_leaves_last_stops_the_server(folder):
    with postgres.held(folder, throwaway=True):
        with postgres.held(folder, throwaway=True):
            pass
        assert postgres.running(folder)
    assert not postgres.running(folder)


def test_a_server_started_to_stay_is_not_stopped_by_a_guest(folder):
    postgres.start(folder, throwaway=True)
    with postgres.held(folder, throwaway=True):
        pass
    assert postgres.running(folder)


def test_a_server_whose_holder_was_killed_is_stopped_by_the_next_one(folder):
    code = (
        "import sys, time; from pathlib import Path; from minsheng.launch import postgres\n"
        "with postgres.held(Path(sys.argv[1]), throwaway=True): print('held', flush=True); time.sleep(60)"
    )
    holder = program(code, folder)
    assert holder.stdout.readline() == b"held\n"
    holder.kill()
    holder.communicate()
    assert postgres.running(folder)
    with postgres.held(folder, throwaway=True):
        pass
    assert not postgres.running(folder)


def test_a_deep_directory_gets_a_short_socket(folder):
    deep = folder / ("d" * 60) / ("e" * 60)
    url = postgres.start(deep, throwaway=True)
    near = Path(url.partition("host=")[2])
    try:
        assert column(url, "select 1") == [1]
        assert (near.parent, oct(near.stat().st_mode & 0o777)) == (Path("/tmp"), "0o700")  # noqa: S108 (its place)
    finally:
        postgres.stop(deep)
        for left in near.iterdir():
            left.unlink()
        near.rmdir()


@pytest.fixture
def private(folder, tmp_path, is_root, monkeypatch):
    """A data directory that only root can enter, and a place elsewhere for its database."""
    if not is_root:
        pytest.skip("only root's server runs as another user")
    monkeypatch.setattr(programs, "ELSEWHERE", folder / "elsewhere")
    tmp_path.chmod(0o700)
    yield tmp_path / "data"
    postgres.stop(tmp_path / "data")


def test_data_under_a_private_home_is_kept_where_the_database_can_reach_it(private):
    assert column(postgres.start(private, throwaway=True), "select 1") == [1]
    assert not (private / "pg").exists()


def test_who_removes_a_private_data_directory_begins_anew(private):
    execute(postgres.start(private, throwaway=True), "create table old (id int)")
    postgres.stop(private)
    shutil.rmtree(private)
    assert column(postgres.start(private, throwaway=True), "select to_regclass('old')::text") == [None]


def test_binaries_under_a_private_home_are_copied_with_their_libraries(folder, is_root, monkeypatch):
    if not is_root:
        pytest.skip("only root's server runs as another user")
    monkeypatch.setattr(programs, "ELSEWHERE", folder / "elsewhere")
    copied = programs._copied(next(programs._candidates()))
    assert copied.is_relative_to(folder / "elsewhere")
    assert "(PostgreSQL) 18." in programs.run(copied / "postgres", "--version", as_user=programs.user())


def test_an_interrupted_initdb_leaves_nothing_that_a_start_would_take_for_a_cluster(folder):
    (folder / "pg.new").mkdir()
    (folder / "pg.new" / "PG_VERSION").write_text("18\n")
    assert column(postgres.start(folder, throwaway=True), "select 1") == [1]


def test_data_of_another_major_version_is_refused_in_words(folder):
    (folder / "pg").mkdir()
    (folder / "pg" / "PG_VERSION").write_text("9\n")
    with pytest.raises(SystemExit, match="made by PostgreSQL 9"):
        postgres.start(folder)


OPEN = "local all all trust\n"


def let_in(folder, **words):
    """Whom the server takes somebody for who finds the socket and says these words."""
    to = {"host": str(folder / "run"), "dbname": "minsheng", "user": "minsheng"} | words
    with suppress(psycopg.OperationalError), psycopg.connect(**to) as connection:
        return connection.execute("select current_user").fetchone()[0]
    return None


def test_nobody_is_let_in_without_the_password_of_the_role(durable):
    folder, _ = durable
    passwords = keys.passwords(folder)
    assert let_in(folder) is None
    assert let_in(folder, user="minsheng_app") is None
    assert let_in(folder, password=passwords.application) is None
    assert let_in(folder, user="minsheng_app", password=passwords.application) == "minsheng_app"
    assert let_in(folder, password=passwords.owner) == "minsheng"


def test_passwords_are_for_their_owners_eyes_and_in_no_other_file(durable):
    folder, _ = durable
    kept = folder / "database.keys"
    passwords = keys.passwords(folder)
    assert oct(kept.stat().st_mode & 0o777) == "0o600"
    told = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size < 10_000_000]
    assert [path for path in told if passwords.owner.encode() in path.read_bytes()] == [kept]


def test_data_that_an_older_release_left_open_is_locked_at_the_next_start_and_keeps_its_rows(durable):
    folder, url = durable
    execute(url, "create table old (id int)")
    postgres.stop(folder)
    (folder / "database.keys").unlink()
    (folder / "pg" / "pg_hba.conf").write_text(OPEN)
    url = postgres.start(folder)
    assert (let_in(folder), column(url, "select to_regclass('old')::text")) == (None, ["old"])


def test_a_server_that_still_runs_open_is_locked_too(durable, postmaster):
    folder, url = durable
    before = postmaster(folder)
    (folder / "pg" / "pg_hba.conf").write_text(OPEN)
    execute(url, "select pg_reload_conf()")
    assert let_in(folder) == "minsheng"
    assert (postgres.start(folder), let_in(folder), postmaster(folder) != before) == (url, None, True)


def test_a_kill_9_of_an_open_server_does_not_keep_it_from_being_locked(durable, postmaster):
    folder, url = durable
    (folder / "pg" / "pg_hba.conf").write_text(OPEN)
    os.kill(postmaster(folder), signal.SIGKILL)
    assert (postgres.start(folder), let_in(folder)) == (url, None)


def test_lost_passwords_are_made_and_set_anew(durable):
    folder, url = durable
    (folder / "database.keys").unlink()
    again = postgres.start(folder)
    assert (again == url, column(again, "select 1")) == (False, [1])
    assert column(postgres.application(folder), "select current_user::text") == ["minsheng_app"]
