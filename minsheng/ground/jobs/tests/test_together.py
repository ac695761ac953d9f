"""Two workers, on a database where everything is committed."""

from threading import Event, Thread

import pytest
from django.db import connection

from minsheng.ground.jobs import actions
from minsheng.ground.jobs.actions import WORKS, Turn
from minsheng.ground.jobs.tests.conftest import KIND
from tests.town import Town

pytestmark = pytest.mark.usefixtures("committed")


def test_two_workers_never_do_the_same_turn():
    entered, go, found = Event(), Event(), []

    def slow(job, by):
        entered.set()
        go.wait(20)
        yield Turn(10)

    def second(job, by):
        found.append(job.pk)
        yield Turn(10)

    job = actions.start(KIND, "Counting", by=Town().by("hb.office"), total=10)
    WORKS[KIND] = slow
    thread = Thread(target=lambda: _in_a_thread(job.pk))
    thread.start()
    entered.wait(20)
    WORKS[KIND] = second
    actions.run(job.pk)
    go.set()
    thread.join(20)
    job.refresh_from_db()
    assert (found, job.done, job.status) == ([], 10, "done")


def _in_a_thread(pk):
    try:
        actions.run(pk)
    finally:
        connection.close()
