"""Databases of the suite: one template, quick clones."""

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

LOCK = Path(os.environ["MINSHENG_DATA"]) / "template.lock"
LOCK.parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def _server():
    """A connection beside Django's, to the server's maintenance database."""
    to = connection.settings_dict
    with psycopg.connect(
        host=to["HOST"] or None,
        port=to["PORT"] or None,
        user=to["USER"] or None,
        password=to["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as server:
        yield server


def _exists(server, name):
    return bool(server.execute("select 1 from pg_database where datname = %s", [name]).fetchone())


def _run(server, statement, *names):
    server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def template(name):
    """Build the template under a lock when it is missing; workers that come later find it."""
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with _server() as server:
            if _exists(server, name):
                return name
            _run(server, "drop database if exists {} with (force)", f"{name}_new")
            _run(server, "create database {}", f"{name}_new")
        connect(f"{name}_new")
        _fill()
        leave()
        with _server() as server:
            _run(server, "alter database {} rename to {}", f"{name}_new", name)
    return name


def _fill():
    from minsheng.demo.cast import Cast
    from minsheng.ground.places.actions import load_demo

    call_command("migrate", verbosity=0, interactive=False)
    load_demo()
    Cast().build()
    _draw_no_samples()


def _draw_no_samples():
    """No satisfied resident is drawn for a call-back, unless a test decides otherwise."""
    from datetime import UTC, datetime

    from minsheng.ground.policies.models import Policy

    since = datetime(2020, 1, 2, tzinfo=UTC)
    Policy.objects.create(
        key="opinion.sample", value={"percent": 0}, valid_from=since, decided_at=since, source="tests", confirmed=False
    )


def clone(source, name):
    """A fresh copy of a database, whoever used an older one."""
    with LOCK.open("w") as lock, _server() as server:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _run(server, "drop database if exists {} with (force)", name)
        _run(server, "create database {} template {}", name, source)


def connect(name):
    """Let Django, and every thread of it, work on that database."""
    leave()
    settings.DATABASES["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


def connected():
    """The name of the database that Django works on."""
    return connection.settings_dict["NAME"]


def leave():
    """Give every connection back."""
    for each in connections.all(initialized_only=True):
        each.close()
        each.close_pool()
