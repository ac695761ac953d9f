"""Why a duty is due when it is: the rule and its source, the moment it runs from, each day counted or skipped."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.ground.duties.models import Duty
from minsheng.ground.policies import words
from minsheng.ground.policies.models import Policy
from minsheng.ground.policies.queries import WorkCalendar, calendar, named_days, policy
from minsheng.kernel import clock
from minsheng.kernel.clock import Span
from minsheng.kernel.workflow import TABLES
from minsheng.ui.words import WEEKDAYS

WORKED: Final = ("working_days", "working_hours")
MOST: Final = 120
"""As many days are listed; no rule of ours is longer in working days."""
PLAIN: Final[dict[str, Promise]] = {
    "working_days": gettext_lazy("Saturdays, Sundays and holidays don't count."),
    "working_hours": gettext_lazy("Only office hours count."),
    "hours": gettext_lazy("Every day counts, weekends too."),
    "days": gettext_lazy("Every day counts, weekends too."),
    "months": gettext_lazy("Every day counts, weekends too."),
}


@dataclass(frozen=True, slots=True)
class Day:
    """A day on the way: whether it counts, why, and between which hours where only hours count."""

    date: date
    counts: bool
    why: str
    opening: time | None = None
    closing: time | None = None

    @property
    def weekday(self) -> str:
        return str(WEEKDAYS[self.date.weekday()])


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How a due time came about. Without a rule it is a day that was promised or set for this one thing."""

    duty: Duty
    rule: Policy | None = None
    start: datetime | None = None
    due: datetime | None = None
    days: list[Day] = field(default_factory=list)
    hours: tuple[time, time] | None = None

    @property
    def first(self) -> datetime | None:
        """What it was before more time was granted."""
        return self.duty.first_due or self.duty.due

    @property
    def changed(self) -> bool:
        """Whether it would be another moment by the calendar of now: what was reckoned at the opening holds."""
        return self.due is not None and self.due != self.first

    @property
    def label(self) -> str:
        return words.label(self.duty.clock)

    @property
    def says(self) -> str:
        return words.says(self.rule.value) if self.rule else ""

    @property
    def plain(self) -> str:
        """Which days count, in a sentence."""
        return str(PLAIN[self.rule.value["unit"]]) if self.rule else ""


def reckoned(duty: Duty) -> Reckoning:
    """How the due time of a duty came about, by the rule that held when it was opened."""
    try:
        rule = policy(duty.clock, place_id=duty.place_id, at=duty.since)
    except LookupError:
        return Reckoning(duty)
    start = _start(duty, rule)
    worked = calendar(place_id=duty.place_id, at=duty.since)
    span = Span(rule.value["amount"], rule.value["unit"])
    end = clock.due(start, span, worked).at
    if span.unit not in WORKED:
        return Reckoning(duty, rule, start, end)
    days = list(_days(span, clock.local(start), clock.local(end), worked))
    return Reckoning(duty, rule, start, end, days, worked.hours)


def plainly(duty: Duty) -> str:
    """The same for a resident, in a sentence or two; "" where there is nothing to say."""
    found = reckoned(duty)
    if duty.due is None:
        return ""
    if found.rule is None:
        return _("This day was promised.")
    said = _("The rule gives %(span)s.") % {"span": words.span(found.rule.value["amount"], found.rule.value["unit"])}
    more = _("More time was granted for this one.") if duty.first_due else ""
    said = _("%(said)s %(more)s") % {"said": said, "more": found.plain}
    return _("%(said)s %(more)s") % {"said": said, "more": more} if more else said


def _start(duty: Duty, rule: Policy) -> datetime:
    """The moment that the rule names as its start, else that of the step."""
    named = rule.value.get("from", "")
    subject = TABLES[duty.kind].model._default_manager.filter(number=duty.number).first()
    moments = subject.moments if subject else {}
    return moments.get(named, duty.since)


def _days(span: Span, start: datetime, end: datetime, worked: WorkCalendar) -> Iterator[Day]:
    first, last = start.date(), min(end.date(), start.date() + timedelta(days=MOST))
    names = named_days(first, last)
    for i in range((last - first).days + 1):
        day = first + timedelta(days=i)
        counts = worked.is_workday(day)
        why = _why(day, worked, names.get(day, ""), counts=counts)
        if span.unit == "working_days" and day == first:
            yield Day(day, counts=False, why=_("It began on this day; the day after is the first to count"))
        elif span.unit == "working_days" or not counts:
            yield Day(day, counts, why)
        else:
            yield _hours(day, why, start, end, worked)


def _hours(day: date, why: str, start: datetime, end: datetime, worked: WorkCalendar) -> Day:
    opening, closing = worked.hours
    begin = max(opening, start.time()) if day == start.date() else opening
    finish = min(closing, end.time()) if day == end.date() else closing
    if begin >= finish:
        return Day(day, counts=False, why=_("It began after office hours"))
    return Day(day, counts=True, why=why, opening=begin, closing=finish)


def _why(day: date, worked: WorkCalendar, name: str, *, counts: bool) -> str:
    if not worked.knows(day.year):
        return _("Monday to Friday, as the calendar of that year is not known yet") if counts else _("Weekend")
    return name or (_("Working day") if counts else _("Weekend"))
