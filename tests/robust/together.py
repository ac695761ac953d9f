"""Several at once, each with a connection of its own."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import Client
from django.test.client import ClientHandler

from tests import databases


def together(*tasks):
    """Run all from the same moment on; what each returned or raised, in their order."""
    results, gate = [None] * len(tasks), threading.Barrier(len(tasks))

    def run(index, task):
        gate.wait()
        try:
            results[index] = task()
        except Exception as error:  # noqa: BLE001 (handed to the test)
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def crowd(committed):
    """The database of `committed` with room for a crowd: as many connections as several web workers hold together."""
    pool = connections["default"].settings_dict["OPTIONS"]["pool"]
    before = dict(pool)
    connections["default"].close_pool()
    pool |= {"max_size": 24, "timeout": 60}
    yield committed
    pool |= before
    databases.leave()


SERVER = ClientHandler(enforce_csrf_checks=False)


def quiet(**more):
    """A browser of the one server that all threads share, to which an error on our side is a page, as to anybody."""
    client = Client(raise_request_exception=False, **more)
    client.handler = SERVER
    return client


def browser(person, *, address="127.0.0.1"):
    """Somebody's browser; who has a user name is signed in with both factors."""
    client = quiet(REMOTE_ADDR=address)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    if person.username:
        session = client.session
        session["strong"] = True
        session.save()
    return client


def twin(client):
    """Another tab of the same browser."""
    made = quiet(**client.defaults)
    made.cookies = client.cookies.copy()
    return made


def waiting(count, seconds=10.0):
    """Return when so many others wait for a lock in the database, or after so many seconds; whether they do."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from pg_locks where not granted")
            if cursor.fetchone()[0] >= count:
                return True
        time.sleep(0.01)
    return False


@contextmanager
def held_back(table):
    """Let everyone read a table, but write only when all have read: whoever looks first and writes later is found out.

    Writers are let go once nobody new has come to wait for a while.
    """
    ready = threading.Event()

    def hold():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"lock table {table} in share mode")
                ready.set()
                count = 1
                while waiting(count, 0.5):
                    count += 1
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    ready.wait(10)
    yield
    holder.join()
