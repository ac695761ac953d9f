"""Several who ask for the same code at once, on a database where everything is committed."""

import threading

import pytest
from django.db import connection

from minsheng.ground.codes import actions
from minsheng.ground.codes.models import Code
from minsheng.ground.people.actors import SYSTEM

pytestmark = pytest.mark.usefixtures("committed")
AT_ONCE = 16


def together(task):
    results, gate = [], threading.Barrier(AT_ONCE)

    def run(n):
        gate.wait()
        try:
            results.append(task(n))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_all_who_ask_at_once_for_a_things_code_get_the_same():
    shorts = together(lambda _n: actions.code_for(("wells.pump", "HB-01"), "330102").short)
    assert (len(shorts), len(set(shorts)), Code.objects.count()) == (AT_ONCE, 1, 1)


def test_those_who_ask_for_overlapping_lists_agree():
    lists = together(lambda n: actions.codes_for("wells.pump", [str(n), str(n + 1)], "330102"))
    found = {(number, code.short) for made in lists for number, code in made.items()}
    assert (len(found), Code.objects.count()) == (AT_ONCE + 1, AT_ONCE + 1)


def test_a_code_replaced_by_many_at_once_has_one_successor():
    old = actions.code_for(("wells.pump", "HB-01"), "330102")
    fresh = together(lambda _n: actions.replace(old, by=SYSTEM).short)
    assert (len(set(fresh)), Code.objects.count()) == (1, 2)
