"""Time in words: when something was, and until when it must be. Wall-clock first, in China's time."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from minsheng.kernel import clock

WEEK = 7
SOON = timedelta(hours=4)
LAST_HOUR = 23
WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)


class Lamp(NamedTuple):
    """How a deadline shows: a tone (`calm soon late done none`), an icon and words that stand without the colour."""

    tone: str
    icon: str
    words: str
    due: datetime | None = None
    provisional: bool = False


def lamp(thing: Any) -> Lamp:
    """The lamp of whatever has a `due` moment (or `at`, or is one), perhaps `closed`, `provisional`, `amber_at`."""
    due = thing if isinstance(thing, datetime) else getattr(thing, "due", None) or getattr(thing, "at", None)
    if due is None:
        return Lamp("none", "infinity", _("No deadline"))
    closed, provisional = getattr(thing, "closed", None), bool(getattr(thing, "provisional", False))
    if isinstance(closed, datetime):
        return _closed(due, closed)
    return _open(due, clock.now(), getattr(thing, "amber_at", None), provisional=provisional)


def _closed(due: datetime, closed: datetime) -> Lamp:
    if closed <= due:
        return Lamp("done", "circle-check", _("Done in time"), due)
    return Lamp("late", "circle-alert", _("Done %(long)s late") % {"long": span(closed - due)}, due)


def _open(due: datetime, now: datetime, amber_at: datetime | None, *, provisional: bool) -> Lamp:
    """Amber from its own moment on; without one, in the last hours and on the day itself."""
    if due < now:
        return Lamp("late", "circle-alert", _("Overdue by %(long)s") % {"long": span(now - due)}, due, provisional)
    near = due - now <= SOON or clock.local(due).date() == clock.local(now).date()
    soon = amber_at <= now if amber_at else near
    return Lamp("soon" if soon else "calm", "clock-alert" if soon else "clock", until(due), due, provisional)


def span(long: timedelta) -> str:
    """A length of time in its largest whole unit: minutes, hours or days."""
    minutes = max(int(long.total_seconds() // 60), 1)
    if minutes < 60:  # noqa: PLR2004 (minutes in an hour)
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if long < timedelta(days=1):
        hours = minutes // 60
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", long.days) % {"n": long.days}


def until(due: datetime) -> str:
    """A deadline: "today by 17:30"; a day that is used to its end is said without the clock."""
    local = clock.local(due)
    if (local.hour, local.minute) == (LAST_HOUR, 59):
        return _("By the end of %(day)s") % {"day": day(local.date(), ahead=True)}
    return _("%(day)s by %(time)s") % {"day": day(local.date(), ahead=True), "time": f"{local:%H:%M}"}


def when(moment: datetime | date) -> str:
    """A moment that was: "today 10:16"; a plain date without the clock."""
    if not isinstance(moment, datetime):
        return day(moment)
    local = clock.local(moment)
    return _("%(day)s %(time)s") % {"day": day(local.date()), "time": f"{local:%H:%M}"}


def exactly(moment: datetime | date) -> str:
    """The whole moment in figures, for a title or a print."""
    return f"{clock.local(moment):%Y-%m-%d %H:%M:%S}" if isinstance(moment, datetime) else f"{moment:%Y-%m-%d}"


def day(that: date, *, ahead: bool = False) -> str:
    """A day as people say it. Looking ahead, the days of the coming week go by their weekday."""
    today = clock.today()
    away = (that - today).days
    near = {0: _("Today"), -1: _("Yesterday"), 1: _("Tomorrow")}
    if away in near:
        return near[away]
    if ahead and 0 < away < WEEK:
        return str(WEEKDAYS[that.weekday()])
    if that.year == today.year:
        return date_format(that, pgettext("date format", "M j"))
    return date_format(that, pgettext("date format", "M j, Y"))
