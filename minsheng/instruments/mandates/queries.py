"""Mandates as cards of other rooms, and those that may be cited."""

from django.urls import reverse

from minsheng.ground.people.actors import Actor
from minsheng.instruments.mandates import access
from minsheng.instruments.mandates.models import Mandate, MandateQuerySet
from minsheng.kernel.workflow import Card


def citable(actor: Actor) -> MandateQuerySet:
    """What an official may cite: what is in force of their own place, the latest first."""
    return access.visible_to(actor).in_force().filter(place=actor.place_id).order_by("-decided_on", "-id")


def cards(numbers: list[str]) -> dict[str, Card]:
    """Mandates as cards: one query."""
    rows = Mandate.objects.filter(number__in=numbers).select_related("place")
    return {row.number: _card(row) for row in rows}


def _card(row: Mandate) -> Card:
    href = reverse("mandates:mandate", args=[row.number])
    return Card(row.kind(), row.number, row.title, str(row.place), row.state, row.state_label, href)
