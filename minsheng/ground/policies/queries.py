"""What holds: the value of a rule, when something is due, the work calendar, the taxonomy, the moved clock.

All rules in force are kept in memory as one immutable `Book`. Each question first asks the database for the book's
edition (one short query), so that every process sees a decision as soon as it is committed.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import groupby
from pathlib import Path
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from minsheng.ground.places.models import Place
from minsheng.ground.policies import words
from minsheng.ground.policies.models import CalendarDay, CalendarYear, Category, ClockShift, Policy
from minsheng.kernel import clock
from minsheng.kernel.clock import Due, Span

type Edition = tuple[int, int, int]

# Rows are never changed, and a replaced calendar has new ids: any commit makes a sum grow, whatever the commit order.
# The database's own id keeps copies of a database apart.
EDITION: Final = """
    SELECT (SELECT oid::bigint FROM pg_database WHERE datname = current_database()),
           (SELECT coalesce(sum(id), 0)::bigint FROM policies_policy),
           (SELECT coalesce(sum(id), 0)::bigint FROM policies_calendaryear)
"""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The work calendar as `kernel.clock` reads it, with the office hours of a place at a moment."""

    hours: tuple[time, time]
    years: frozenset[int]
    days: Mapping[date, bool]

    def knows(self, year: int) -> bool:
        return year in self.years

    def is_workday(self, day: date) -> bool:
        return self.days.get(day, day.weekday() < clock.WEEKEND)


@dataclass(frozen=True)
class Book:
    """Everything that was decided, at one edition."""

    edition: Edition
    paths: dict[int, list[str]] = field(default_factory=dict)

    @cached_property
    def policies(self) -> dict[str, list[Policy]]:
        """By key, the latest first."""
        rows = Policy.objects.select_related("place").order_by("key", "-valid_from")
        return {key: list(group) for key, group in groupby(rows, key=lambda policy: policy.key)}

    @cached_property
    def years(self) -> frozenset[int]:
        return frozenset(CalendarYear.objects.values_list("year", flat=True))

    @cached_property
    def days(self) -> dict[date, bool]:
        return dict(CalendarDay.objects.values_list("date", "working"))

    def policy(self, key: str, place_id: int | None, at: datetime) -> Policy:
        """The policy of the nearest place that decided the key by then, else the general one."""
        valid = [policy for policy in self.policies.get(key, []) if policy.valid_from <= at]
        placed = {policy.place.code: policy for policy in reversed(valid) if policy.place}
        codes = self._path(place_id) if placed and place_id else []
        nearest = next((placed[code] for code in reversed(codes) if code in placed), None)
        found = nearest or next((policy for policy in valid if not policy.place), None)
        if found is None:
            raise LookupError(f"no policy for {key!r} at {at}")
        return found

    def calendar(self, place_id: int | None, at: datetime) -> WorkCalendar:
        hours = self.policy("calendar.hours", place_id, at).value
        opening, closing = time.fromisoformat(hours["from"]), time.fromisoformat(hours["to"])
        return WorkCalendar((opening, closing), self.years, self.days)

    def _path(self, place_id: int) -> list[str]:
        if place_id not in self.paths:
            path = Place.objects.values_list("path", flat=True).get(pk=place_id)
            self.paths[place_id] = path.strip("/").split("/")
        return self.paths[place_id]


SHELF: Final = 4
_shelf: dict[Edition, Book] = {}


def spoken(text: dict[str, str]) -> str:
    """A text of a rule that is kept in both languages, in the reader's."""
    return words.in_language(text)


def _book() -> Book:
    with connection.cursor() as cursor:
        cursor.execute(EDITION)
        edition: Edition = cursor.fetchone()
    book = _shelf.get(edition)
    if book is None:
        book = _shelf[edition] = Book(edition)
        for old in list(_shelf)[:-SHELF]:
            _shelf.pop(old, None)
    return book


def policy(key: str, *, place_id: int | None = None, at: datetime | None = None) -> Policy:
    """The policy that holds at a moment (now) for a place; LookupError where there is none, for that is a bug."""
    return _book().policy(key, place_id, at or clock.now())


def value(key: str, *, place_id: int | None = None, at: datetime | None = None) -> Any:
    """The value that holds at a moment (now) for a place. Don't change what you get."""
    return policy(key, place_id=place_id, at=at).value


def worded(key: str, *, place_id: int | None = None) -> dict[str, str]:
    """The codes that a rule lists, each with its words in the language spoken."""
    return {part["code"]: words.in_language(part) for part in value(key, place_id=place_id)}


def explain(key: str, place_id: int | None = None, at: datetime | None = None) -> str:
    """The rule in short, for a screen: "3 working days from acceptance; source: …; to be confirmed"."""
    return words.explain(policy(key, place_id=place_id, at=at))


def policies(at: datetime | None = None) -> list[Policy]:
    """All that holds at a moment, general and of places, by key."""
    moment = at or clock.now()
    rows = (row for group in _book().policies.values() for row in group if row.valid_from <= moment)
    return list({(row.key, row.place_id): row for row in sorted(rows, key=_order)}.values())


def _order(row: Policy) -> tuple[str, str, datetime]:
    return (row.key, row.place.code if row.place else "", row.valid_from)


def decided_later(at: datetime | None = None) -> list[Policy]:
    """What has been decided and doesn't hold yet, the soonest first."""
    moment = at or clock.now()
    rows = (row for group in _book().policies.values() for row in group if row.valid_from > moment)
    return sorted(rows, key=lambda row: (row.valid_from, row.key))


def due(key: str, *, place_id: int | None = None, at: datetime, since: Mapping[str, datetime] | None = None) -> Due:
    """When the time that a policy gives is over, by the rule and the office hours that hold at `at`.

    It runs from `at`, or from the moment in `since` of the step that the policy names as its start ("from"), so that
    a customer may count from the submission instead of the acceptance.
    """
    book = _book()
    rule = book.policy(key, place_id, at).value
    start = (since or {}).get(rule.get("from", ""), at)
    return clock.due(start, Span(rule["amount"], rule["unit"]), book.calendar(place_id, at))


def calendar(*, place_id: int | None = None, at: datetime | None = None) -> WorkCalendar:
    """The work calendar with the office hours of a place at a moment (now)."""
    return _book().calendar(place_id, at or clock.now())


def named_days(start: date, end: date) -> dict[date, str]:
    """The names of holidays and of days worked instead, from one day to another, both included."""
    return dict(CalendarDay.objects.filter(date__gte=start, date__lte=end).values_list("date", "name"))


def years() -> list[CalendarYear]:
    """The years whose work calendar is known."""
    return list(CalendarYear.objects.order_by("year"))


def is_demo() -> bool:
    """Whether the data was made as demo, whatever the clock says: only then may clocks be moved."""
    marks = [mark.value for mark in _book().policies.get("town.demo", []) if mark.place is None]
    return marks[:1] == [True]


def category(code: str, at: date | None = None) -> Category:
    """The category of a code on a day (today); Category.DoesNotExist where there is none."""
    return Category.objects.current(at).get(code=code)


def categories(at: date | None = None) -> list[tuple[Category, list[Category]]]:
    """The taxonomy on a day (today): each category of level 1 with those of level 2 below it. One query."""
    rows = Category.objects.current(at).order_by("code")
    below: dict[int | None, list[Category]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)
    return [(top, below[top.pk]) for top in below[None]]


def marker() -> Path:
    """A file beside the data that says that a clock was moved; where it is absent, nobody asks the database.

    It stands on one machine: several that serve one demo need one shared MINSHENG_DATA.
    """
    return Path(settings.DATA) / "clock-moved"


_shifted: dict[str, Any] = {"until": 0.0, "by": timedelta()}


def shift() -> timedelta:
    """How far the clock is moved, as the database says, at most a second ago. No query where none is moved."""
    if not marker().exists():
        return timedelta()
    if monotonic() >= _shifted["until"]:
        _shifted.update(until=monotonic() + 1, by=_read_shift(_shifted["by"]))
    by: timedelta = _shifted["by"]
    return by


def forget_shift() -> None:
    """Have this process read at once how far the clock is moved."""
    _shifted["until"] = 0.0


def _read_shift(known: timedelta) -> timedelta:
    """Telling the time never fails: within a broken transaction, or before the table exists, what was known holds."""
    try:
        with transaction.atomic():
            seconds = ClockShift.objects.order_by("-pk").values_list("seconds", flat=True).first()
    except DatabaseError:
        return known
    return timedelta(seconds=seconds or 0)
