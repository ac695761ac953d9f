"""Figures as they are read: sums, series, what lies behind a number, and the recount that proves them.

A measure that ends with a dot stands for all that begin so: "late.dispatch.answer." are the late ones of every tier.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import batched, product
from typing import Any, Literal, TypedDict, Unpack

from django.db.models import Q, Sum

from minsheng.ground.figures.figures import MEASURES, spot
from minsheng.ground.figures.models import Delta, Figure, MonthFigure
from minsheng.ground.journal.models import Entry, Signature, Words
from minsheng.ground.people.actors import Actor
from minsheng.ground.places.models import Place
from minsheng.kernel import clock
from minsheng.kernel.workflow import TABLES, Key, Subject, Taken

type Dimension = Literal["day", "place_id", "unit_id", "category"]
type Spot = tuple[date, str, int | None, int | None, str]

BATCH = 1000


class Scope(TypedDict, total=False):
    """What to add up: a place with all below it, a unit, a category ("01" with all below it), days, both included."""

    district: str
    place: Place
    unit_id: int
    category: str
    since: date
    until: date


def total(measure: str, **scope: Unpack[Scope]) -> int:
    """The sum of a measure."""
    rows = Figure.objects.filter(_named(measure), _within(scope))
    return int(rows.aggregate(sum=Sum("value"))["sum"] or 0)


def totals(*measures: str, **scope: Unpack[Scope]) -> dict[str, int]:
    """The sums of several measures by one query; 0 where nothing was counted."""
    rows = Figure.objects.filter(_within(scope), measure__in=measures).values_list("measure")
    return dict.fromkeys(measures, 0) | {name: int(value) for name, value in rows.annotate(sum=Sum("value"))}


def this_year(*measures: str, place: Place | None = None) -> dict[str, int]:
    """The sums since the first of January: "this year 312 received, 298 answered". Of months, so cheap at any size."""
    since = clock.today().replace(month=1, day=1)
    rows = MonthFigure.objects.filter(_within({"place": place}), month__gte=since, measure__in=measures)
    sums = rows.values_list("measure").annotate(sum=Sum("value"))
    return dict.fromkeys(measures, 0) | {name: int(value) for name, value in sums}


def split(measure: str, by: Dimension, **scope: Unpack[Scope]) -> dict[Any, int]:
    """The sum of a measure for each value of a dimension, in its order; nothing counted, no entry."""
    rows = Figure.objects.filter(_named(measure), _within(scope)).values_list(by)
    return {key: int(value) for key, value in rows.annotate(sum=Sum("value")).exclude(sum=0).order_by(by)}


def series(measure: str, **scope: Unpack[Scope]) -> dict[date, int]:
    """The sum of a measure day by day."""
    return split(measure, "day", **scope)


def daily(*measures: str, **scope: Unpack[Scope]) -> dict[str, dict[date, int]]:
    """The sums of several measures day by day, by one query that their index answers."""
    rows = Figure.objects.filter(_within(scope), measure__in=measures).values_list("measure", "day")
    found: dict[str, dict[date, int]] = {name: {} for name in measures}
    for name, day, value in rows.annotate(sum=Sum("value")).order_by("measure", "day"):
        found[name][day] = int(value)
    return found


def behind(measure: str, **scope: Unpack[Scope]) -> list[Key]:
    """The keys of all that a number counts, by number: the list that it opens. Whoever shows it filters by actor."""
    rows = Delta.objects.filter(_named(measure), _within(scope)).values_list("kind", "number")
    return [(kind, number) for kind, number, _sum in rows.annotate(sum=Sum("value")).exclude(sum=0).order_by("number")]


def counted(kind: str, measure: str) -> Counter[Spot]:
    """What the deltas say of a measure of a kind."""
    rows = Delta.objects.filter(kind=kind, measure=measure)
    sums = rows.values_list("day", "district", "place_id", "unit_id", "category").annotate(sum=Sum("value"))
    return Counter({tuple(where): int(value) for *where, value in sums.exclude(sum=0)})


def recount(kind: str, measure: str) -> Counter[Spot]:
    """What the journal says of the same, act by act: equal to `counted`, or a figure is wrong."""
    found: Counter[Spot] = Counter()
    for of, step in [act for act, ms in MEASURES.items() if act[0] == kind and any(m.name == measure for m in ms)]:
        rules = [m for m in MEASURES[of, step] if m.name == measure]
        for taken, rule in product(_acts(of, step), rules):
            if value := rule.of(taken):
                found[_spot(taken, rule.day(taken))] += value
    return Counter({where: value for where, value in found.items() if value})


def _named(measure: str) -> Q:
    return Q(measure__startswith=measure) if measure.endswith(".") else Q(measure=measure)


def _within(scope: Mapping[str, Any]) -> Q:
    rules = {
        "district": lambda v: Q(district=v),
        "place": lambda v: Q(place__in=Place.objects.within(v)),
        "unit_id": lambda v: Q(unit_id=v),
        "category": lambda v: Q(category__startswith=v),
        "since": lambda v: Q(day__gte=v),
        "until": lambda v: Q(day__lte=v),
    }
    return Q(*(rules[name](value) for name, value in scope.items() if value))


def _spot(taken: Taken, day: date) -> Spot:
    where = spot(taken.subject)
    return day, where["district"], where["place_id"], where["unit_id"], where["category"]


def _acts(kind: str, step: str) -> Iterator[Taken]:
    """The acts as the journal has them, with their subjects as they are now."""
    rows = Entry.objects.filter(kind=kind, step=step).select_related("signature").order_by("id")
    for entries in batched(rows.iterator(BATCH), BATCH):
        subjects = TABLES[kind].model._default_manager.in_bulk([e.number for e in entries], field_name="number")
        words = Words.objects.in_bulk([entry.pk for entry in entries])
        for entry in entries:
            yield _act(entry, subjects[entry.number], words.get(entry.pk))


def _act(entry: Entry, subject: Subject, words: Words | None) -> Taken:
    matter = entry.matter_kind, entry.matter_number
    row, by = TABLES[entry.kind].act(entry.step), _actor(entry.signature)
    note, facts = (words.note, words.facts) if words else ("", {})
    return Taken(subject, matter, row, by, entry.source, entry.at, note, facts)


def _actor(signed: Signature) -> Actor:
    return Actor(
        kind=signed.kind, role=signed.role, person_id=signed.person_id, post_id=signed.post_id, desk=signed.desk
    )
