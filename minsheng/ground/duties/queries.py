"""The inbox: open duties with the live cards of their matters."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from minsheng.ground.duties.models import Duty, DutyQuerySet
from minsheng.ground.people.actors import Actor
from minsheng.kernel.workflow import Card, Key, cards


@dataclass(frozen=True, slots=True)
class Item:
    """A duty and the card of the matter it belongs to."""

    duty: Duty
    card: Card


def mine(actor: Actor) -> DutyQuerySet:
    """The actor's open duties, the most urgent first."""
    return Duty.objects.open().of(actor).order_by(F("due").asc(nulls_last=True), "id")


def items(duties: Iterable[Duty]) -> list[Item]:
    """Duties with their cards, one query a kind. A duty whose matter has no card any more is left out."""
    rows = list(duties)
    found = cards([duty.matter_key for duty in rows])
    return [Item(duty, found[duty.matter_key]) for duty in rows if duty.matter_key in found]


def open_duty(key: Key) -> Duty | None:
    """The open duty of a subject."""
    kind, number = key
    return Duty.objects.open().filter(kind=kind, number=number).first()


def of_matter(matter: Key) -> DutyQuerySet:
    """The open duties of a matter and its parts, most urgent first."""
    kind, number = matter
    rows = Duty.objects.open().filter(matter_kind=kind, matter_number=number)
    return rows.select_related("unit", "post").order_by(F("due").asc(nulls_last=True), "id")


def of_matters(kind: str, numbers: Iterable[str]) -> dict[str, Duty]:
    """The most urgent open duty of each matter of a list: one query."""
    rows = Duty.objects.open().filter(matter_kind=kind, matter_number__in=list(numbers))
    found: dict[str, Duty] = {}
    for duty in rows.order_by(F("due").asc(nulls_last=True), "id"):
        found.setdefault(duty.matter_number, duty)
    return found
