"""Files as people have them, and the command as it is typed."""

import csv
import io
import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

HEADINGS = ("time", "title", "text")
GOOD = ("2019/2/28 11:25:05", "路灯不亮", "祖庙巷口的路灯不亮，请修。")


def table(*rows, headings=HEADINGS, encoding="utf-8"):
    """The bytes of a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode(encoding)


@pytest.fixture
def file(tmp_path):
    """Writes a file: bytes, or rows as of `table`."""

    def write(*rows, name="2019.csv", **more):
        path = tmp_path / name
        path.write_bytes(rows[0] if rows and isinstance(rows[0], bytes) else table(*rows, **more))
        return path

    return write


@pytest.fixture
def take_in(db):
    """Runs the command; its exit code and what it says as JSON."""

    def run(path, **options):
        out = io.StringIO()
        try:
            call_command("import_opinions", str(path), **{"street": "HB", "json": True, "stdout": out} | options)
        except SystemExit as ended:
            return ended.code, json.loads(out.getvalue())
        except CommandError as error:
            return error.returncode, json.loads(out.getvalue())
        return 0, json.loads(out.getvalue())

    return run


@pytest.fixture
def desk(town):
    """A browser in which somebody of the cast is signed in with both factors."""

    def sit(who):
        client = Client()
        client.force_login(town.person(who))
        session = client.session
        session["strong"] = True
        session.save()
        return client

    return sit


@pytest.fixture(autouse=True)
def _data(tmp_path, monkeypatch):
    """Uploaded files lie in a folder of the test's own."""
    monkeypatch.setattr(settings, "DATA", tmp_path / "data")
