"""What waits for an actor, how urgent it is, and what is to be done with it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.ground.duties.models import Duty, DutyQuerySet
from minsheng.ground.journal.models import Entry
from minsheng.ground.people.actors import Actor
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.opinions.queries import SHOWN
from minsheng.kernel import clock
from minsheng.kernel.workflow import TABLES, Card, Key, Step, Words, cards

ALL = pgettext_lazy("filter", "All")
LATE, TODAY, LATER = "late", "today", "later"

URGENCY: dict[str, tuple[str | Promise, str]] = {
    LATE: (_("Overdue"), "circle-alert"),
    TODAY: (_("Due today"), "clock-alert"),
    LATER: (_("Later"), "clock"),
}
"""The groups of the inbox in their order: words and icon."""

WORK: dict[str, Words] = {
    "submitted": _("To be received"),
    "received": _("To be passed on"),
    "in_hand.returned": _("To be redirected"),
    "raised": _("To be supervised"),
}
"""What waits, named where the state that officials see says who has it rather than what is to be done."""


def next_step(kind: str, step: str) -> Step | None:
    """What is to be done after a step: the usual one of those that begin where it led."""
    table = TABLES.get(kind)
    state = table.act(step).to if table and step in table.steps else ""
    return next((s for s in table.steps.values() if state in s.sources and s.form), None) if table and state else None


def work(kind: str, step: str) -> Words:
    """What waits after a step: the state that officials see, not what the button calls its result."""
    row = next_step(kind, step)
    if row is None:
        return ""
    state = TABLES[kind].act(step).to
    shown = f"in_hand.{state}" if kind == Order.kind() else state
    return WORK.get(shown) or SHOWN.get(shown) or row.label


@dataclass(frozen=True, slots=True)
class Tally:
    """How many duties there are by urgency, and by what is to be done: (kind, step that led there) each."""

    urgent: dict[str, int] = field(default_factory=dict)
    steps: dict[Key, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.urgent.values())

    def narrowed(self, todo: str) -> int:
        """How many there are of what is to be done under that name."""
        return sum(count for key, count in self.steps.items() if _name(*key) == todo)


def tally(duties: DutyQuerySet) -> Tally:
    """Count duties, in one query."""
    now, midnight = clock.now(), _midnight()
    rows = (
        duties.order_by()
        .values_list("kind", "step")
        .annotate(
            all=Count("pk"),
            overdue=Count("pk", filter=Q(due__lt=now)),
            today=Count("pk", filter=Q(due__gte=now, due__lt=midnight)),
        )
    )
    urgent, steps = dict.fromkeys(URGENCY, 0), {}
    for kind, step, every, late, today in rows:
        steps[kind, step] = every
        for name, count in ((LATE, late), (TODAY, today), (LATER, every - late - today)):
            urgent[name] += count
    return Tally(urgent, steps)


def todos(counted: Tally) -> dict[str, tuple[str | Promise, int]]:
    """What is to be done, by name: its words and how often. Matters first, then their parts, as they go on."""
    found: dict[str, tuple[str | Promise, int]] = {}
    for (kind, step), count in counted.steps.items():
        if name := _name(kind, step):
            before = found.get(name, ("", 0))[1]
            found[name] = (work(kind, step), before + count)
    order = [name for table in reversed(TABLES.values()) for name in table.steps]
    return dict(sorted(found.items(), key=lambda pair: order.index(pair[0])))


def of_todo(duties: DutyQuerySet, counted: Tally, todo: str) -> DutyQuerySet:
    """Those duties on which that is to be done next."""
    keys = [key for key in counted.steps if _name(*key) == todo]
    return duties.filter(reduce(or_, (Q(kind=kind, step=step) for kind, step in keys), Q(pk=None)))


def urgency(duty: Duty) -> str:
    """The group of the inbox that a duty belongs to."""
    if duty.due is None or duty.due >= _midnight():
        return LATER
    return LATE if duty.due < clock.now() else TODAY


def _midnight() -> datetime:
    """When today ends, in China."""
    return datetime.combine(clock.today() + timedelta(days=1), time.min, clock.ZONE)


def _name(kind: str, step: str) -> str:
    row = next_step(kind, step)
    return row.name if row else ""


@dataclass(frozen=True, slots=True)
class Item:
    """A duty, the card of its matter, and what is to be done."""

    duty: Duty
    card: Card
    todo: str | Promise


def items(duties: Iterable[Duty]) -> dict[str, list[Item]]:
    """Duties with their cards in the groups of the inbox. One query a kind."""
    rows = list(duties)
    found = cards([duty.matter_key for duty in rows])
    groups: dict[str, list[Item]] = defaultdict(list)
    for duty in rows:
        if card := found.get(duty.matter_key):
            groups[urgency(duty)].append(Item(duty, card, work(duty.kind, duty.step) or card.state_label))
    return groups


def taken_since(actor: Actor, key: Key, step: str, since: datetime) -> bool:
    """Whether the actor has taken that step since a moment: then a second tap finds it done, not refused."""
    kind, number = key
    rows = Entry.objects.filter(kind=kind, number=number, step=step, at__gte=since)
    return rows.filter(signature__person=actor.person_id, signature__post=actor.post_id).exists()
