"""Decide a rule, import a year of the work calendar, move the clock, load the defaults."""

import csv
import json
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, TextIO

from django.db import transaction
from django.utils.translation import gettext as _

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.ground.places.models import Place
from minsheng.ground.policies import models, queries
from minsheng.ground.policies.models import ClockShift, Policy
from minsheng.kernel import clock
from minsheng.kernel.clock import Span
from minsheng.kernel.errors import NotNow, NotYours, Wrong

DATA: Final = Path(__file__).parent / "data"
YES: Final = ("1", "true", "yes")
NO: Final = ("0", "false", "no")


def decide(
    key: str,
    value: Any,
    *,
    place: Place | None = None,
    valid_from: datetime | None = None,
    source: str,
    confirmed: bool = False,
    by: Actor,
    note: str = "",
) -> Policy:
    """Decide what holds under a key from a moment on (now), for a place or for all.

    The district decides and administrators apply. Refused: the past, a key that nobody reads, a value of another
    shape than the default, a second decision for the same moment, no source.
    """
    if not (by.is_system or by.is_(Role.DISTRICT, Role.ADMINISTRATOR)):
        raise NotYours(_("Rules are decided by the district and applied by administrators."))
    now = clock.now()
    start = valid_from or now
    if start < now:
        raise Wrong(_("A rule can't be decided for the past. Choose a moment that is still to come."))
    _check(key, value, source)
    if Policy.objects.filter(key=key, place=place, valid_from=start).exists():
        raise NotNow(_("This rule has already been decided for that moment. Choose another moment."))
    return Policy.objects.create(
        key=key, value=value, place=place, valid_from=start, source=source, confirmed=confirmed, note=note,
        decided_at=now, decided_by=by.person_id,
    )  # fmt: skip


def _check(key: str, value: Any, source: str) -> None:
    known = {rule["key"]: rule["value"] for rule in _rules()["rules"]}
    if key not in known:
        raise Wrong(_("There is no rule “%(key)s”.") % {"key": key})
    if not _alike(value, known[key]) or not _possible(key, value):
        raise Wrong(_("This value doesn't fit the rule “%(key)s”.") % {"key": key})
    if not source.strip():
        raise Wrong(_("Say where the rule comes from: a document, a meeting, a decision."))


def _alike(value: Any, known: Any) -> bool:
    """Whether a value has the shape of the default: the same names, the same types, lists of any length."""
    if isinstance(known, dict):
        named = isinstance(value, dict) and value.keys() == known.keys()
        return named and all(_alike(value[name], part) for name, part in known.items())
    if isinstance(known, list):
        return isinstance(value, list) and all(_alike(part, known[0]) for part in value)
    return type(value) is type(known)


def _possible(key: str, value: Any) -> bool:
    """Whether a length of time is one, and times of day are; other values are free within their shape."""
    if not isinstance(value, dict):
        return True
    try:
        if "unit" in value:
            Span(value["amount"], value["unit"])
        if value.keys() == {"from", "to"}:
            opening, closing = time.fromisoformat(value["from"]), time.fromisoformat(value["to"])
            return opening < closing or key != "calendar.hours"
    except ValueError:
        return False
    return True


type Day = tuple[date, bool, str]


@transaction.atomic
def load_calendar(year: int, days: Iterable[Day], *, source: str) -> int:
    """Make a year known, or replace it: the days that differ from Monday to Friday or have a name. Returns how many."""
    rows = list(days)
    strangers = [day.isoformat() for day, _worked, _name in rows if day.year != year]
    if strangers:
        raise Wrong(_("Not in the year %(year)d: %(days)s.") % {"year": year, "days": ", ".join(strangers)})
    if not rows:
        raise Wrong(_("A year without a single holiday can't be right."))
    return _replace_year(models, year, rows, source)


def _replace_year(tables: Any, year: int, days: list[Day], source: str) -> int:
    tables.CalendarDay.objects.filter(date__year=year).delete()
    tables.CalendarYear.objects.filter(year=year).delete()
    tables.CalendarYear.objects.create(year=year, source=source)
    rows = [tables.CalendarDay(date=day, working=worked, name=name, source=source) for day, worked, name in days]
    return len(tables.CalendarDay.objects.bulk_create(rows))


def read_calendar(file: TextIO) -> list[Day]:
    """The days of a CSV file with the columns date, working (1 or 0) and name; Wrong names a bad line."""
    days: dict[date, Day] = {}
    for line, row in enumerate(csv.DictReader(file), start=2):
        try:
            day, worked = date.fromisoformat((row["date"] or "").strip()), (row["working"] or "").strip().lower()
            if day in days or worked not in YES + NO:
                raise ValueError  # noqa: TRY301 (one refusal for all that can be wrong with a line)
        except (KeyError, ValueError) as error:
            raise Wrong(
                _("Line %(line)d is no day with a date and 1 or 0, or repeats one.") % {"line": line}
            ) from error
        days[day] = (day, worked in YES, (row.get("name") or "").strip())
    return list(days.values())


def move_clock(forward: timedelta | None, *, by: Actor) -> datetime:
    """Move the clock on, or with None back to the real time, for all processes. Returns what the clock says then.

    Refused unless the data is marked as demo: elsewhere a moved clock would forge times.
    """
    if not queries.is_demo():
        raise NotYours(_("The clock can only be moved in demo data."))
    if forward is not None and forward <= timedelta():
        raise Wrong(_("The clock can only be moved forward, or reset."))
    seconds = (queries.shift() + forward).total_seconds() if forward else 0
    ClockShift.objects.create(seconds=int(seconds), moved_at=clock.now(), moved_by=by.person_id)
    if seconds:
        queries.marker().parent.mkdir(parents=True, exist_ok=True)
        queries.marker().touch()
    else:
        queries.marker().unlink(missing_ok=True)
    queries.forget_shift()
    return clock.now()


@transaction.atomic
def load_defaults(tables: Any = models) -> int:
    """Add what is missing of the default rules, categories and calendar years; what is there stays as it is.

    A migration gives its own historical `tables`. Returns how many rules were added.
    """
    rules = _rules()
    _load_categories(tables.Category, **rules["categories"])
    _load_years(tables, **rules["calendar"])
    return _load_rules(tables.Policy, rules)


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = json.loads((DATA / "rules.json").read_text(encoding="utf-8"))
    return rules


def _load_rules(table: Any, rules: dict[str, Any]) -> int:
    start = datetime.fromisoformat(rules["valid_from"])
    present = set(table.objects.filter(place=None).values_list("key", flat=True))
    missing = [rule for rule in rules["rules"] if rule["key"] not in present and not rule.get("absent")]
    for rule in missing:
        table.objects.create(
            key=rule["key"], value=rule["value"], source=rule["source"], confirmed=rule.get("confirmed", False),
            valid_from=start, decided_at=start,
        )  # fmt: skip
    return len(missing)


def _load_categories(table: Any, valid_from: str, source: str) -> None:
    if table.objects.exists():
        return
    parents: dict[str, Any] = {}
    known = {field.name for field in table._meta.fields}  # of an early migration's table, fewer than the file's
    for row in _categories():
        top = parents.get(row["code"].partition(".")[0])
        facts = {name: value for name, value in row.items() if name in known}
        made = table.objects.create(parent=top, valid_from=valid_from, source=source, **facts)
        parents.setdefault(made.code, made)


def mark_on_site(table: Any) -> int:
    """Mark the categories of the default taxonomy that are seen on the spot; how many. For the migration alone."""
    codes = [row["code"] for row in _categories() if row["on_site"]]
    return int(table.objects.filter(code__in=codes).update(on_site=True))


def _categories() -> list[dict[str, Any]]:
    with (DATA / "categories.csv").open(encoding="utf-8", newline="") as file:
        return [row | {"on_site": row["on_site"] in YES} for row in csv.DictReader(file)]


def _load_years(tables: Any, years: list[int], source: str, swapped: str) -> None:
    known = set(tables.CalendarYear.objects.values_list("year", flat=True))
    for year in sorted(set(years) - known):
        text = source.format(year=year, version=version("chinesecalendar"))
        _replace_year(tables, year, _package_days(year, swapped), text)


def _package_days(year: int, swapped: str) -> list[Day]:
    """The year as the package chinesecalendar gives it: days off, and weekend days worked in exchange."""
    from chinese_calendar.constants import Holiday, holidays, workdays

    off = [(day, False, Holiday(name).chinese) for day, name in holidays.items() if day.year == year]
    on = [(day, True, swapped.format(name=Holiday(name).chinese)) for day, name in workdays.items() if day.year == year]
    return sorted(off + on)
