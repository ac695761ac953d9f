"""Several imports at once, and one that is killed, on a database where everything is committed."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.core.management import call_command
from django.db import connection

from minsheng.ground.places.models import Tally
from minsheng.instruments.imports.tests.conftest import table
from minsheng.instruments.opinions.models import Opinion

pytestmark = pytest.mark.usefixtures("committed")

MANY = 1_200


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "many.csv"
    file.write_bytes(table(*((f"2019-02-28 11:{i % 60:02}", f"第 {i} 件", f"内容 {i}") for i in range(MANY))))
    return file


def run(path):
    out = io.StringIO()
    call_command("import_opinions", str(path), street="HB", json=True, stdout=out)
    return json.loads(out.getvalue())


def whole():
    """Every row once, and numbers without a gap."""
    numbers = sorted(int(number[-6:]) for number in Opinion.objects.values_list("number", flat=True))
    assert numbers == list(range(1, MANY + 1))
    assert Tally.objects.get(series="SC-HB").last == MANY


def test_the_same_file_imported_by_several_at_once_goes_in_once(path):
    said = []

    def task():
        try:
            said.append(run(path))
        finally:
            connection.close()

    threads = [threading.Thread(target=task) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(each["imported"] for each in said), sum(each["existing"] for each in said)) == (MANY, 2 * MANY)
    whole()


def test_an_import_that_was_killed_is_finished_by_running_it_again(path, committed):
    killed = subprocess.Popen(  # noqa: S603 (our own command)
        [sys.executable, "-P", "-m", "minsheng.launch.manage", "import_opinions", str(path), "--street", "HB"],
        env={**os.environ, "DATABASE_URL": _url(committed), "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
    )
    until = time.monotonic() + 100
    while Opinion.objects.count() == 0 and killed.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    _settled()
    before = Opinion.objects.count()
    said = run(path)
    assert (before > 0, said["existing"], said["imported"]) == (True, before, MANY - before)
    whole()


def _settled():
    """Until the server has noticed that the killed one is gone."""
    found = -1
    while found != (found := Opinion.objects.count()):
        time.sleep(1)


def _url(name):
    to = connection.settings_dict
    return f"postgresql://{to['USER']}:{to['PASSWORD']}@/{name}?host={to['HOST']}&port={to['PORT'] or 5432}"
