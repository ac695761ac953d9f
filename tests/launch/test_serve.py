"""bin/serve as a person at a terminal meets it: a real start, real kills, a real stop."""

import json
import os
import signal
import subprocess
import threading
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from minsheng.launch import postgres
from minsheng.launch.places import ROOT
from tests.launch.conftest import column, execute
from tests.ports import free_port

OWN = ("DATABASE_URL", "MINSHENG_OWNER_URL", "MINSHENG_DATA", "MINSHENG_SECRET_KEY", "MINSHENG_ADDRESS")


class Serve:
    """A running bin/serve and what it has said so far."""

    def __init__(self, data, *options):
        self.port = free_port()
        env = {name: value for name, value in os.environ.items() if name not in OWN}
        command = [ROOT / "bin" / "serve", "--data", data, "--port", str(self.port), *options]
        self.data, self.said = data, []
        self.process = subprocess.Popen(  # noqa: S603 (our own program)
            command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        self.reader = threading.Thread(target=lambda: self.said.extend(self.process.stdout))
        self.reader.start()

    def ready(self):
        wait_for(lambda: f"    http://127.0.0.1:{self.port}\n" in self.said or self.process.poll() is not None, 100)
        assert self.process.poll() is None, "".join(self.said)
        return self

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        code = self.process.wait(40)
        self.reader.join()
        return code

    def pid(self, part):
        with suppress(OSError, ValueError):
            return json.loads((self.data / "parts" / f"{part}.json").read_text())[0]
        return 0

    def health(self):
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as page:
            return page.status
        return 0


def wait_for(condition, seconds):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def left_over(data):
    """Processes that still work on this data."""
    found = []
    for place in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            words = (place.parent / "cmdline").read_bytes() + place.read_bytes()
            if str(data).encode() in words:
                found.append(words[:200])
    return found


@pytest.fixture(scope="module")
def data(shared_folder):
    """A data directory after its first start."""
    first = Serve(shared_folder / "data", "--empty").ready()
    assert first.end() == 0
    return first.data


@pytest.fixture(scope="module")
def begun(data):
    """What has been started on the data again, the last one last."""
    begun = []
    yield begun
    for one in begun:
        if one.process.poll() is None:
            one.end()
    postgres.stop(data)


@pytest.fixture
def running(begun, data):
    """bin/serve on the data, once more; unless a test has ended it, the one that runs."""
    if not begun or begun[-1].process.poll() is not None:
        begun.append(Serve(data).ready())
    return begun[-1]


@pytest.fixture
def row(data):
    """Adds the row 7 to the data while it is served; `row.all()` are those that are there."""
    url = postgres.owner(data)

    class Row:
        def add(self):
            execute(url, "create table if not exists kept (id int)")
            execute(url, "insert into kept values (7)")

        def all(self):
            return column(url, "select id from kept order by id")

    yield Row()
    with postgres.held(data):
        execute(url, "drop table if exists kept")


def test_the_administrators_link_is_shown_once(running):
    assert not any("/signin/first/" in line for line in running.said)


def test_a_second_start_on_the_same_data_or_port_says_so_and_ends(running, tmp_path):
    same_data = Serve(running.data)
    assert same_data.process.wait(60) == 1
    same_data.reader.join()
    assert f"this data is already served at http://127.0.0.1:{running.port}" in same_data.said[-1]

    command = [ROOT / "bin" / "serve", "--data", tmp_path / "other", "--port", str(running.port)]
    same_port = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 (our own program)
    assert (same_port.returncode, f"127.0.0.1:{running.port} is taken" in same_port.stderr) == (1, True)


def test_parts_end_with_a_killed_serve_and_a_later_start_goes_on_with_the_same_data(running, row, begun):
    secret = (running.data / "secret").read_text()
    row.add()
    running.process.kill()
    running.process.wait()
    wait_for(lambda: left_over(running.data) == [] or only_the_database(running.data), 60)
    again = Serve(running.data).ready()
    begun.append(again)
    assert (row.all(), (again.data / "secret").read_text()) == ([7], secret)


def only_the_database(data):
    return all(b"postgres" in words for words in left_over(data))


def test_kills_of_every_part_lose_nothing_and_a_stop_leaves_nothing(running, row):
    row.add()
    for part in ("web", "worker"):
        before = running.pid(part)
        os.kill(before, signal.SIGKILL)
        wait_for(lambda part=part, before=before: running.pid(part) not in {0, before}, 60)
    os.kill(int((running.data / "pg" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    wait_for(lambda: running.health() == 200, 90)
    assert row.all() == [7]
    assert running.end(signal.SIGINT) == 0
    assert left_over(running.data) == []
