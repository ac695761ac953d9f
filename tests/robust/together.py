"""Several at once, each with a connection of its own."""

import threading

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client

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


def browser(person, *, address="127.0.0.1", acting=""):
    """Somebody's browser, signed in with both factors."""
    client = Client(REMOTE_ADDR=address, raise_request_exception=False)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["strong"], session["acting"] = True, acting
    session.save()
    return client


def twin(client):
    """Another tab of the same browser."""
    made = Client(raise_request_exception=False, **client.defaults)
    made.cookies = client.cookies.copy()
    return made
