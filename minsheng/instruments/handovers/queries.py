"""The hand-overs of a matter."""

from dataclasses import dataclass

from django.urls import reverse

from minsheng.ground.people.actors import Actor
from minsheng.instruments.handovers.models import Handover, HandoverQuerySet
from minsheng.kernel.workflow import TABLES, Card, Key, Step


@dataclass(frozen=True, slots=True)
class Panel:
    """A hand-over on the page of its matter, and what the viewer may do with it."""

    handover: Handover
    steps: list[Step]


def of_matter(matter: Key) -> HandoverQuerySet:
    """All hand-overs of a matter, the last one first."""
    return Handover.objects.of_matter(matter).select_related("holder").order_by("-id")


def panels(matter: Key, actor: Actor) -> list[Panel]:
    """The hand-overs of a matter as the actor sees them. One query."""
    open_steps = TABLES[Handover.kind()].open_steps
    return [Panel(row, list(open_steps(row, actor))) for row in of_matter(matter)]


def cards(numbers: list[str]) -> dict[str, Card]:
    """A hand-over as a card of where it goes; its page is its matter's."""
    rows = Handover.objects.filter(number__in=numbers).select_related("place")
    return {row.number: _card(row) for row in rows}


def _card(row: Handover) -> Card:
    state, to = Handover.State(row.state), Handover.Destination(row.destination)
    href = reverse("handovers:handover", args=[row.number])
    return Card(row.kind(), row.number, str(to.label), str(row.place), row.state, state.label, href)
