"""Several at once, on a database where everything is committed."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from minsheng.ground.papers import actions
from minsheng.ground.papers.models import Paper
from minsheng.ground.people.models import Unit
from tests.town import Town

pytestmark = pytest.mark.usefixtures("committed")


def test_of_many_at_once_each_gets_its_own_number_and_one_paper_only_one():
    town, start = Town(), Barrier(6)
    office, by = Unit.objects.get(kind="congress_office", place=town.street()), town.by("hb.office")

    def go(number):
        start.wait()
        try:
            actions.issue("handover", ("errands.errand", number), office=office, mark="", says=["x"], by=by)
        finally:
            connection.close()

    threads = [Thread(target=go, args=[number]) for number in "111223"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Paper.objects.values_list("seq", "edition")) == [(1, 1), (2, 1), (3, 1)]
