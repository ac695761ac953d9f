"""The drill: a town that people go on reporting in is backed up, lost altogether and restored."""

import os
import shutil
import subprocess
import sys
import threading
from collections import Counter

import psycopg
import pytest

from minsheng.launch import environment, postgres
from minsheng.launch.places import ROOT
from tests.launch.conftest import column
from tests.robust.serving import OURS, served

BEFORE = 12
COUNTERS = {"places_tally", "figures_cursor", "figures_total", "figures_monthtotal", "people_attempt"}
"""Tables whose rows change while people report; all others only get more."""

WRITER = """
import io, sys, django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image
from minsheng.ground.figures.actions import fold
from minsheng.ground.files.actions import keep
from minsheng.ground.people.actions import person_of
from minsheng.ground.people.queries import actor_of
from tests.town import Town

def photo(n):
    target = io.BytesIO()
    Image.new("RGB", (80 + n % 80, 60), (n % 250, n // 250, 90)).save(target, "JPEG")
    return SimpleUploadedFile("a.jpg", target.getvalue(), "image/jpeg")

town = Town()
for n in range(9_000):
    with transaction.atomic():
        by = actor_of(person_of(f"1990000{n + 1000}", name="沈望舒"))
        number = town.report(by=by, photos=[keep(photo(n), by=by)]).number
    print(number, flush=True)
    if n % 5 == 3:
        fold()
"""
LOOK = """
import sys, django
django.setup()
from minsheng.ground.figures.actions import fold
from minsheng.ground.journal.queries import sealable
from minsheng.instruments.opinions.models import Opinion
from tests.robust.sound import problems
from tests.town import Town

before = problems()
seen, horizon = sealable()
new = Town().report().number
fresh, _ = sealable(horizon)
fold()
print(before, problems(), len(seen), [entry.number for entry in fresh] == [new], Opinion.objects.count())
"""


class Writer(threading.Thread):
    """People who report all the while, as the application does, and what was acknowledged to them."""

    def __init__(self, data):
        super().__init__(daemon=True)
        self.acknowledged, self.enough, self.process = [], threading.Event(), django(data, WRITER)

    def run(self):
        for line in self.process.stdout:
            self.acknowledged.append(line.strip())
            if len(self.acknowledged) >= BEFORE:
                self.enough.set()

    def end(self):
        self.process.kill()
        self.join(20)


def base(data):
    return environment.Database(postgres.owner(data), postgres.application(data), embedded=True)


def django(data, code):
    """A program that works as web and worker do: as the application's role."""
    env = environment.variables(data, base(data), MINSHENG_OWNER_URL="")
    command = [sys.executable, "-c", code]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)  # noqa: S603 (this interpreter)


def minsheng(data, *words):
    """As bin/minsheng does, once everything is installed."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    command = [sys.executable, "-P", "-m", "minsheng.launch.command", "--data", str(data), *map(str, words)]
    done = subprocess.run(  # noqa: S603 (this interpreter)
        command, cwd=ROOT, env=env | {"PYTHONPATH": str(ROOT)}, check=False, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def rows(url):
    """Every row of every table as text, transaction ids of the cluster aside."""
    tables = "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
    found = {}
    with psycopg.connect(url) as connection:
        for (table,) in connection.execute(tables).fetchall():
            said = connection.execute(f"select (to_jsonb(t) - 'xid')::text from \"{table}\" t")  # noqa: S608 (our own)
            found[table] = Counter(row[0] for row in said)
    return found


@pytest.fixture
def drilled(template_database, tmp_path):
    """The source's rows after the drill, what was acknowledged before and after the backup, and what is restored."""
    with served(template_database) as house:
        environment.open_folder(house.data)
        base(house.data).grant()
        writer = Writer(house.data)
        writer.start()
        assert writer.enough.wait(60)
        before = list(writer.acknowledged)
        code, said = minsheng(house.data, "backup", tmp_path / "backup")
        writer.end()
        assert (code, len(writer.acknowledged) > len(before)) == (0, True), said
        source, secret = rows(house.owner), (house.data / "secret").read_text()
        postgres.stop(house.data)
        for folder in (house.cluster, house.data):
            shutil.rmtree(folder, ignore_errors=True)
        code, said = minsheng(house.data, "restore", tmp_path / "backup")
        assert code == 0, said
        assert (house.data / "secret").read_text() == secret
        yield before, source, house.data, postgres.start(house.data)


def test_what_was_acknowledged_before_a_backup_under_load_is_there_after_all_was_lost(drilled):
    before, source, data, url = drilled
    numbers = column(url, "select number from opinions_opinion order by id")
    assert numbers[: len(before)] == before
    restored = rows(url)
    assert restored.keys() == source.keys()
    changed = {name: found - source[name] for name, found in restored.items() if name not in COUNTERS}
    assert {name: more for name, more in changed.items() if more} == {}
    assert column(url, "select last from places_tally") == [len(numbers)]

    look = django(data, LOOK)
    assert look.communicate()[0] == f"[] [] {len(numbers)} True {len(numbers) + 1}\n"
