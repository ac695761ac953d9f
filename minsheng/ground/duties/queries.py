"""The inbox: open duties with the live cards of their matters."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, F, OuterRef, Q

from minsheng.ground.duties.models import Duty, DutyQuerySet
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Unit
from minsheng.ground.people.queries import unit_of
from minsheng.ground.policies.queries import value
from minsheng.kernel import clock
from minsheng.kernel.workflow import TABLES, Card, Key, cards

PARENT = "parent"
"""In the rule `duty.above`: the unit that a unit belongs to; any other word is a kind of unit."""


@dataclass(frozen=True, slots=True)
class Item:
    """A duty and the card of the matter it belongs to."""

    duty: Duty
    card: Card


def mine(actor: Actor) -> DutyQuerySet:
    """The actor's open duties, the most urgent first."""
    return Duty.objects.open().of(actor).order_by(F("due").asc(nulls_last=True), "id")


def waiting(actor: Actor) -> DutyQuerySet:
    """The actor's open duties, the most urgent first, on matters that the actor may see now.

    Which kinds they are of is asked first: most people's are of one or two, and each door is a query inside the query.
    """
    seen = [
        Q(Exists(door(actor).filter(number=OuterRef("matter_number"))), matter_kind=kind)
        for kind in mine(actor).order_by().values_list("matter_kind", flat=True).distinct()
        if kind in TABLES and (door := TABLES[kind].visible_to)
    ]
    return mine(actor).filter(reduce(or_, seen, Q(pk=None)))


def sees_matter(actor: Actor, matter: Key) -> bool:
    """Whether the actor may see a matter now."""
    kind, number = matter
    door = TABLES[kind].visible_to if kind in TABLES else None
    return bool(door and door(actor).filter(number=number).exists())


def superiors(duty: Duty) -> list[Unit]:
    """The units above the holder of a duty, the nearest first, as the rule `duty.above` says by kind of unit."""
    above: dict[str, str] = value("duty.above", place_id=duty.place_id, at=duty.since)
    unit = duty.unit or (duty.post.unit if duty.post else None)
    if unit is None:
        place = duty.post.place_id if duty.post else duty.place_id
        unit = unit_of(Unit.Kind.STREET_COMMITTEE, place) if place else None
        found = [unit] if unit else []
    else:
        found = []
    while unit and (unit := _above(unit, above.get(unit.kind, ""))) and unit not in found:
        found.append(unit)
    return found


def _above(unit: Unit, kind: str) -> Unit | None:
    if kind == PARENT:
        return unit.parent
    parent = unit.place.parent_id
    return (unit_of(kind, unit.place_id) or (unit_of(kind, parent) if parent else None)) if kind else None


def items(duties: Iterable[Duty]) -> list[Item]:
    """Duties with their cards, one query a kind. A duty whose matter has no card any more is left out."""
    rows = list(duties)
    found = cards([duty.matter_key for duty in rows])
    return [Item(duty, found[duty.matter_key]) for duty in rows if duty.matter_key in found]


def with_due() -> DutyQuerySet:
    """The duties that are due at a certain time, open or not, with their holders."""
    return Duty.objects.exclude(due=None).select_related("unit", "post")


def burning(places: Collection[int], lamp: str = "open") -> DutyQuerySet:
    """The open duties of some places with a clock, residents' own ones aside; "amber" or "red" for one colour."""
    now = clock.now()
    lamps = {"open": Q(), "amber": Q(amber_at__lte=now, due__gt=now), "red": Q(due__lte=now)}
    return Duty.objects.open().filter(lamps[lamp], place__in=places, person=None, due__isnull=False)


def lamps(places: Collection[int]) -> dict[int | None, tuple[int, ...]]:
    """How many of them there are by place: all, amber and red ones. One query."""
    now = clock.now()
    amber, red = Q(amber_at__lte=now, due__gt=now), Q(due__lte=now)
    rows = (
        burning(places)
        .values_list("place")
        .annotate(every=Count("id"), amber=Count("id", filter=amber), red=Count("id", filter=red))
    )
    return {place: tuple(counts) for place, *counts in rows}


def open_duty(key: Key) -> Duty | None:
    """The open duty of a subject."""
    kind, number = key
    return Duty.objects.open().filter(kind=kind, number=number).first()


def of_matter(matter: Key) -> DutyQuerySet:
    """The open duties of a matter and its parts, most urgent first."""
    kind, number = matter
    rows = Duty.objects.open().filter(matter_kind=kind, matter_number=number)
    return rows.select_related("unit", "post").order_by(F("due").asc(nulls_last=True), "id")


def of_matters(kind: str, numbers: Iterable[str], *, of: Iterable[str] = ()) -> dict[str, Duty]:
    """The most urgent open duty of each matter of a list, or of its parts of some kinds: one query."""
    rows = Duty.objects.open().filter(matter_kind=kind, matter_number__in=list(numbers))
    rows = rows.filter(kind__in=of) if of else rows
    found: dict[str, Duty] = {}
    for duty in rows.order_by(F("due").asc(nulls_last=True), "id"):
        found.setdefault(duty.matter_number, duty)
    return found
