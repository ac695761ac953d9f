"""From when to when: a month, a quarter, a year or chosen days, and the one before. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
KINDS: tuple[tuple[str, str | Promise], ...] = (
    ("month", pgettext_lazy("period", "Month")),
    ("quarter", pgettext_lazy("period", "Quarter")),
    ("year", pgettext_lazy("period", "Year")),
    ("days", _("From … to …")),
)
DAY: Final = timedelta(days=1)
A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included. One that still runs ends today, and is compared with as many days of the one before."""

    kind: str
    since: date
    end: date
    today: date

    @property
    def until(self) -> date:
        return min(self.end, self.today)

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def running(self) -> bool:
        return self.end > self.today

    @property
    def before(self) -> "Period":
        """The period before; of one that still runs as many days from its first one."""
        start = _back(self.kind, self.since, self.days)
        end = self.since - DAY
        until = min(end, start + (self.until - self.since)) if self.running else end
        return Period(self.kind, start, until, self.today)

    @property
    def earlier(self) -> date:
        """The first day of the whole period before."""
        return _back(self.kind, self.since, self.days)

    @property
    def later(self) -> date | None:
        """The first day of the one after, once it has begun."""
        after = self.end + DAY
        return after if after <= self.today and self.kind in MONTHS else None


def period(kind: str, day: date, end: date | None, today: date) -> Period:
    """The month, quarter or year that a day lies in; for "days" from that day to the end."""
    if kind not in MONTHS:
        return Period("days", day, end or day, today)
    length = MONTHS[kind]
    first = day.replace(month=(day.month - 1) // length * length + 1, day=1)
    return Period(kind, first, _months_on(first, length) - DAY, today)


def _back(kind: str, since: date, days: int) -> date:
    return _months_on(since, -MONTHS[kind]) if kind in MONTHS else since - timedelta(days=days)


def _months_on(first: date, months: int) -> date:
    """The first day of a month so many months on."""
    years, month = divmod(first.month - 1 + months, A_YEAR)
    return first.replace(year=first.year + years, month=month + 1)
