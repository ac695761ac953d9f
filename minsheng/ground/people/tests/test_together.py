"""Several at once, on a database where everything is committed."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from minsheng.ground.people import actions
from minsheng.ground.people.models import Attempt, SignInCode
from minsheng.kernel.errors import TooOften

pytestmark = pytest.mark.usefixtures("committed")

PHONE = "19900000099"
AT_ONCE = 16


def together(task):
    """Run it many times at once, each on its own connection; what came out, sorted."""
    results, gate = [], threading.Barrier(AT_ONCE)

    def run():
        gate.wait()
        try:
            results.append(task())
        except TooOften:
            results.append("too often")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_limit_holds_for_many_at_once():
    told = together(lambda: actions.limit("code", PHONE, most=5, within=timedelta(hours=1)))
    assert (told.count(None), told.count("too often"), Attempt.objects.count()) == (5, 11, 5)


def test_of_many_codes_made_at_once_one_works():
    codes = together(lambda: actions.make_code(PHONE))
    assert (len(codes), SignInCode.objects.count()) == (AT_ONCE, 1)
