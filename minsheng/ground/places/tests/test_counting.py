"""Numbers given out at the same moment: this one commits, so it has a database of its own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from django.db import connections

from minsheng.ground.places import actions, queries
from minsheng.ground.places.models import Tally

JUNE = datetime(2033, 6, 1, tzinfo=UTC)


def test_two_hundred_at_once_get_two_hundred_numbers(committed):
    street = queries.streets().select_related("parent").get(initials="ZNK")

    def take(_):
        try:
            return actions.next_number(street, at=JUNE)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        numbers = sorted(threads.map(take, range(200)))
    assert numbers == [f"SC-ZNK-2033-{count:06}" for count in range(1, 201)]
    assert Tally.objects.get(series="SC-ZNK", year=2033).last == 200
