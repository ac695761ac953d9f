"""The other system, to be set moods, killed and started again; and a house that knows it."""

import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.places.models import Place
from minsheng.ground.policies.actions import decide
from minsheng.instruments.gateways import platforms
from tests.gateways.standin import Platform
from tests.ports import free_port

SECRET = "a-key-that-both-sides-know"  # noqa: S105 (of the stand-in)
PROGRAM = Path(__file__).parent / "standin.py"


class Other:
    """The other system's process, and what it has on disk."""

    def __init__(self, folder):
        self.port, self.folder, self.process = free_port(), folder, None
        self.disk = Platform(folder, SECRET)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/orders?of=minsheng"

    def start(self, mood="well"):
        self.mood(mood)
        self.process = subprocess.Popen([sys.executable, PROGRAM, str(self.port), self.folder, SECRET])  # noqa: S603 (our own program)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with suppress(URLError):
                return self.work([])
            time.sleep(0.02)
        raise TimeoutError

    def mood(self, mood):
        (self.folder / "mood").write_text(mood)

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def work(self, script):
        """Let it call back; what it was answered, each time."""
        said = Request(f"http://127.0.0.1:{self.port}/work", json.dumps(script).encode())
        with urlopen(said, timeout=30) as answer:  # noqa: S310 (the same)
            return json.load(answer)

    def has(self):
        """What it has taken, by number, in the order of taking."""
        return [line["number"] for line in self.disk.lines("orders.jsonl")]

    def asked(self):
        """How often it was asked for each number."""
        return [line["number"] for line in self.disk.lines("asked.jsonl")]


@pytest.fixture
def other(tmp_path):
    made = Other(tmp_path)
    yield made
    made.kill()


@pytest.fixture
def wired(settings, other):
    """湖滨's orders go to the other system. Called once the database is there."""
    settings.GATEWAYS = {"hb": {"url": other.url, "secret": SECRET}}
    return wire


@pytest.fixture
def hasty(monkeypatch):
    """Call it, and nobody waits long for the other system any more."""
    return lambda: monkeypatch.setattr(platforms, "SECONDS", 0.25)


def wire():
    rule = {"mode": "http", "connection": "hb", "street_desk": True, "departments": True}
    place = Place.objects.current().get(kind="street", initials="HB")
    decide("gateway.four_platforms", rule, place=place, source="a test", by=SYSTEM)
