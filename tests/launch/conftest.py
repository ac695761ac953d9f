"""Real servers in real folders: no Django, no database of the suite."""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from minsheng.launch import postgres
from minsheng.launch.places import ROOT


def execute(url, statement):
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(statement)


def column(url, statement):
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute(statement)]


def program(code, *arguments):
    """A Python program that imports launch, its output to be read."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)  # noqa: S603 (this interpreter)


@contextmanager
def reachable():
    made = Path(tempfile.mkdtemp(prefix="minsheng-test-")).resolve()
    made.chmod(0o711)
    yield made
    postgres.stop(made)
    shutil.rmtree(made)


@pytest.fixture
def folder():
    """A data directory that the database's user can reach, as pytest's own are not."""
    with reachable() as made:
        yield made


@pytest.fixture(scope="module")
def shared_folder():
    """The same for all tests of a module."""
    with reachable() as made:
        yield made


@pytest.fixture
def postmaster():
    """Finds the pid of a server's first process."""

    def find(data):
        return int((data / "pg" / "postmaster.pid").read_text().split()[0])

    return find


@pytest.fixture
def is_root():
    return os.geteuid() == 0
