"""Visits as they are read: pages and people by day."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from minsheng.panorama.insights.models import Seen, Visits
from minsheng.panorama.insights.queries.periods import Period


@dataclass(slots=True)
class Day:
    """A day: pages opened and signed-in people by port."""

    day: date
    pages: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)


def days(period: Period) -> list[Day]:
    """The days of a period on which anybody came. People of days that are not closed yet are counted now."""
    found: dict[date, Day] = {}
    within = {"day__gte": period.since, "day__lte": period.until}
    seen: dict[tuple[date, str], int] = defaultdict(int)
    for day, port, count in Seen.objects.filter(**within).values_list("day", "port").annotate(Count("id")):
        seen[day, port] = count
    for row in Visits.objects.filter(**within).order_by("day", "port"):
        day = found.setdefault(row.day, Day(row.day))
        day.pages[row.port] = row.pages
        day.people[row.port] = seen[row.day, row.port] if row.people is None else row.people
    return list(found.values())


def begun() -> date | None:
    """The first day on which visits were counted."""
    return Visits.objects.order_by("day").values_list("day", flat=True).first()
