"""Counting visits, and forgetting who came."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from django.db import connection, transaction

from minsheng.kernel import clock
from minsheng.panorama.insights.models import DayKey, Seen, Visits

type Page = tuple[date, str]
type Sight = tuple[date, str, int]

ADD: Final = """
insert into insights_visits (day, port, pages) values (%s, %s, %s)
on conflict (day, port) do update set pages = insights_visits.pages + excluded.pages
"""


@transaction.atomic
def count_visits(pages: Mapping[Page, int], people: Iterable[Sight]) -> None:
    """Add pages by day and port, and remember until the day is over that these people, by id, were seen.

    What comes late of a day that is over adds pages and no people, for nobody can tell any more who was there.
    """
    with connection.cursor() as cursor:  # in one order, so that two processes never wait for each other
        cursor.executemany(ADD, [(*page, count) for page, count in sorted(pages.items())])
    over = set(Visits.objects.filter(people__isnull=False).values_list("day", flat=True).filter(day__in=_days(pages)))
    sights = sorted({sight for sight in people if sight[0] not in over})
    keys = {day: _key(day) for day in {day for day, _port, _person in sights}}
    seen = [Seen(day=day, port=port, digest=_digest(keys[day], person)) for day, port, person in sights]
    Seen.objects.bulk_create(sorted(seen, key=lambda row: row.digest), ignore_conflicts=True)


@transaction.atomic
def close_days() -> int:
    """Of the days that are over keep how many people there were, and throw away by what they were known; how many."""
    over = Visits.objects.select_for_update().filter(day__lt=clock.today(), people=None)
    for visits in over:
        visits.people = Seen.objects.filter(day=visits.day, port=visits.port).count()
        visits.save(update_fields=["people"])
    Seen.objects.filter(day__lt=clock.today()).delete()
    DayKey.objects.filter(day__lt=clock.today()).delete()
    return len(over)


def _days(pages: Iterable[Page]) -> set[date]:
    return {day for day, _port in pages}


def _key(day: date) -> bytes:
    """The key of a day, the same for all processes: the first one that needs it draws it."""
    DayKey.objects.bulk_create([DayKey(day=day, key=secrets.token_bytes(32))], ignore_conflicts=True)
    return bytes(DayKey.objects.values_list("key", flat=True).get(day=day))


def _digest(key: bytes, person: int) -> str:
    return hmac.new(key, str(person).encode(), hashlib.sha256).hexdigest()
