"""bin/serve as a person at a terminal meets it: a real start, real kills, a real stop."""

import json
import os
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from minsheng.launch import postgres
from minsheng.launch.places import ROOT
from tests.launch.conftest import column, execute

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
        return json.loads((self.data / "parts" / f"{part}.json").read_text())[0]

    def health(self):
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as page:
            return page.status
        return 0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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


@pytest.fixture
def serve(folder):
    """Starts bin/serve on a data directory of its own, once or again."""
    started = []

    def start(*options):
        started.append(Serve(folder / "data", *options))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.end()
    postgres.stop(folder / "data")


def owner_url(data):
    return json.loads((data / "postgres.json").read_text())["url"]


def test_kills_of_every_part_lose_nothing_and_a_stop_leaves_nothing(serve):
    running = serve("--empty").ready()
    url = owner_url(running.data)
    execute(url, "create table kept (id int); insert into kept values (7)")

    for part in ("web", "worker"):
        before = running.pid(part)
        os.kill(before, signal.SIGKILL)
        wait_for(lambda part=part, before=before: (running.data / "parts" / f"{part}.json").exists(), 10)
        wait_for(lambda part=part, before=before: renewed(running, part, before), 20)
    os.kill(int((running.data / "pg" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    wait_for(lambda: running.health() == 200, 40)
    assert column(url, "select id from kept") == [7]

    assert running.end(signal.SIGINT) == 0
    assert left_over(running.data) == []


def renewed(running, part, before):
    with suppress(OSError, ValueError):
        return running.pid(part) != before
    return False


def test_a_second_start_on_the_same_data_or_port_says_so_and_ends(serve, tmp_path):
    running = serve("--empty").ready()
    same_data = serve("--empty")
    assert same_data.process.wait(20) == 1
    same_data.reader.join()
    assert f"this data is already served at http://127.0.0.1:{running.port}" in same_data.said[-1]

    command = [ROOT / "bin" / "serve", "--data", tmp_path / "other", "--port", str(running.port)]
    same_port = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 (our own program)
    assert (same_port.returncode, f"127.0.0.1:{running.port} is taken" in same_port.stderr) == (1, True)


def test_parts_end_with_a_killed_serve_and_a_later_start_goes_on_with_the_same_data(serve):
    first = serve("--empty").ready()
    secret = (first.data / "secret").read_text()
    url = owner_url(first.data)
    execute(url, "create table kept (id int); insert into kept values (7)")
    first.process.kill()
    first.process.wait()
    wait_for(lambda: first.health() == 0, 20)

    began = time.monotonic()
    again = serve().ready()
    assert time.monotonic() - began < 30
    assert (column(url, "select id from kept"), (again.data / "secret").read_text()) == ([7], secret)
    assert not any("administrator" in line or "管理员" in line for line in again.said)


def test_a_first_start_that_was_interrupted_begins_anew(serve):
    first = serve("--empty").ready()
    url = owner_url(first.data)
    execute(url, "create table half_done (id int)")
    execute(url, """comment on schema public is '{"growing": "yes"}'""")
    assert first.end() == 0
    again = serve("--empty").ready()
    assert column(url, "select to_regclass('half_done')::text") == [None]
    assert any("beginning anew" in line for line in again.said)
