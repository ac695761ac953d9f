"""Several at once, on a database where everything is committed."""

import os
import threading

import pytest
from django.db import connection, transaction

from minsheng.ground.files import actions, store
from minsheng.ground.files.models import File
from minsheng.ground.files.tests.conftest import drawn, sent
from minsheng.ground.people.actions import register_staff
from minsheng.ground.people.queries import actor_of
from minsheng.kernel.errors import NotNow

pytestmark = pytest.mark.usefixtures("committed")

LAMP = {"kind": "opinions.opinion", "number": "SC-HB-2026-000001", "role": "before"}
TREE = {"kind": "opinions.opinion", "number": "SC-HB-2026-000002", "role": "before"}


@pytest.fixture
def lin(committed):
    return actor_of(register_staff("lin", "林小满"))


def together(*tasks):
    """Run all at the same time, each on its own connection; what each returned or raised."""
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


def test_the_same_photo_from_twelve_taps_is_one(lin):
    content = drawn(size=(1600, 1200))

    kept = together(*[lambda: actions.keep(sent(content), by=lin).pk] * 12)

    assert len(set(kept)) == 1
    assert File.objects.count() == 1


def test_two_forms_that_take_the_same_photo_do_not_both_get_it(lin):
    file = actions.keep(sent(), by=lin)

    lamp, tree = together(
        lambda: actions.attach([file], **LAMP, by=lin), lambda: actions.attach([file], **TREE, by=lin)
    )

    assert sorted([type(lamp), type(tree)], key=str) == sorted([list, NotNow], key=str)


def test_the_sweep_waits_for_somebody_who_sends_the_same_photo(lin):
    old = actions.keep(sent(), by=lin)
    for small in (False, True):
        os.utime(store.path(old.sha256, small=small), (0, 0))
    File.objects.all().delete()
    sending, swept = threading.Event(), threading.Event()

    def send():
        with transaction.atomic():
            actions.keep(sent(), by=lin)
            sending.set()
            assert not swept.wait(0.5)

    def sweep():
        sending.wait(10)
        actions.sweep_unattached()
        swept.set()

    assert together(send, sweep) == [None, None]
    assert store.path(old.sha256).exists()
    assert store.path(old.sha256, small=True).exists()
