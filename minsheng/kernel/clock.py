"""Time: what the clock says, which may be moved, and when a span of time ends.

Everything asks `now()`, so that demo, training and tests can move the clock. `due()` is pure: it is given the calendar.
"""

import calendar as gregorian
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal, Protocol, get_args
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Asia/Shanghai")
WEEKEND: Final = 5
END_OF_DAY: Final = time(23, 59, 59)

type Unit = Literal["hours", "days", "months", "working_days", "working_hours"]
UNITS: Final[tuple[str, ...]] = get_args(Unit.__value__)

_held: ContextVar[datetime | None] = ContextVar("held", default=None)


def _unmoved() -> timedelta:
    return timedelta()


shift: Callable[[], timedelta] = _unmoved
"""How far the clock is moved from the real time; a room that keeps a moved clock puts its own function here."""


def now() -> datetime:
    """The moment it is, aware and in UTC: the held one inside `at()`, else the real one, moved by `shift`."""
    return _held.get() or datetime.now(UTC) + shift()


def today() -> date:
    """The day it is in China."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment as a clock on the wall in China shows it; a moment without a zone is refused."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(ZONE)


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Hold the clock at a moment, for this thread or task only."""
    token = _held.set(local(moment).astimezone(UTC))
    try:
        yield moment
    finally:
        _held.reset(token)


class Calendar(Protocol):
    """Which days are worked, and from when to when."""

    @property
    def hours(self) -> tuple[time, time]:
        """Opening and closing of a working day."""
        ...

    def knows(self, year: int) -> bool:
        """Whether there is data for the year; without, Monday to Friday are taken as worked."""
        ...

    def is_workday(self, day: date) -> bool:
        """Whether the day of a known year is worked."""
        ...


@dataclass(frozen=True, slots=True)
class Span:
    """An amount of time in one of five units, always more than nothing."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        """Refuse what is no span of time."""
        if self.unit not in UNITS:
            raise ValueError(f"no unit of time: {self.unit!r}")
        if self.amount < 1:
            raise ValueError(f"no amount of time: {self.amount!r}")


@dataclass(frozen=True, slots=True)
class Due:
    """When a span ends; provisional when a year was touched that the calendar doesn't know."""

    at: datetime
    provisional: bool = False


def due(start: datetime, span: Span, calendar: Calendar) -> Due:
    """When a span that starts at a moment ends.

    `hours` and `days` are natural: a day later is the same clock time. `months` are calendar months, clamped to the
    month's end, and last until the end of that day. The first of `working_days` is the first one after the day of
    the start, and the last lasts until closing. `working_hours` run between opening and closing only.
    """
    return ENDS[span.unit](local(start), span.amount, calendar)


def _hours(start: datetime, amount: int, _: Calendar) -> Due:
    return Due(start + timedelta(hours=amount))


def _days(start: datetime, amount: int, _: Calendar) -> Due:
    return Due(start + timedelta(days=amount))


def _months(start: datetime, amount: int, _: Calendar) -> Due:
    years, month = divmod(start.month - 1 + amount, 12)
    year = start.year + years
    last = gregorian.monthrange(year, month + 1)[1]
    return Due(_moment(date(year, month + 1, min(start.day, last)), END_OF_DAY))


def _working_days(start: datetime, amount: int, calendar: Calendar) -> Due:
    days = _Days(calendar)
    day = start.date()
    for _ in range(amount):
        day = days.worked_from(day + timedelta(days=1))
    return Due(_moment(day, calendar.hours[1]), days.provisional)


def _working_hours(start: datetime, amount: int, calendar: Calendar) -> Due:
    opening, closing = calendar.hours
    days, left = _Days(calendar), timedelta(hours=amount)
    day = days.worked_from(start.date())
    moment = max(start, _moment(day, opening))
    while left > (room := max(_moment(day, closing) - moment, timedelta())):
        left -= room
        day = days.worked_from(day + timedelta(days=1))
        moment = _moment(day, opening)
    return Due(moment + left, days.provisional)


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=ZONE)


class _Days:
    """A calendar being read: it remembers whether a year was touched that the calendar doesn't know."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.provisional = False

    def worked_from(self, day: date) -> date:
        """The day itself when it is worked, else the next one that is."""
        while not self._worked(day):
            day += timedelta(days=1)
        return day

    def _worked(self, day: date) -> bool:
        if self.calendar.knows(day.year):
            return self.calendar.is_workday(day)
        self.provisional = True
        return day.weekday() < WEEKEND


ENDS: Final[dict[str, Callable[[datetime, int, Calendar], Due]]] = {
    "hours": _hours,
    "days": _days,
    "months": _months,
    "working_days": _working_days,
    "working_hours": _working_hours,
}
