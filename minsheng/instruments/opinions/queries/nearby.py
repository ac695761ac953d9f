"""What of the public matters may be the same as what somebody is about to report: 我也遇到."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import cos, radians
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from minsheng.ground.people.actors import Actor
from minsheng.ground.policies.queries import value
from minsheng.instruments.opinions import hints
from minsheng.instruments.opinions.access import OPEN, PLAIN
from minsheng.instruments.opinions.models import Opinion, Support
from minsheng.instruments.publishing import queries as publishing
from minsheng.instruments.publishing.models import Publication
from minsheng.kernel import clock
from minsheng.kernel.workflow import Key

METRES: Final = 111_320
"""Of a degree of latitude."""
LOOKED_AT: Final = 60
"""How many public matters of the surroundings are compared, the latest first."""
ENOUGH: Final = 2
"""How many words in common make two matters alike; one will do within a category."""


@dataclass(frozen=True, slots=True)
class Near:
    """A public matter that may be the same, and how many met with it too."""

    publication: Publication
    supporters: int


def public(number: str, actor: Actor) -> Opinion | None:
    """The matter of a number as far as everyone may know of it; with a signed link for another one, nothing."""
    if actor.link_key not in {None, (Opinion.kind(), number)}:
        return None
    found = Opinion.objects.filter(PLAIN, number=number).select_related("place").first()
    return found if found and publishing.is_public(found.key) else None


def supports(opinion: Opinion, actor: Actor) -> Support | None:
    """What the actor said of the matter as somebody who met with it too."""
    return Support.objects.filter(opinion=opinion, person=actor.person_id or 0).first()


def similar(given: Mapping[str, Any]) -> list[Near]:
    """Open public matters like what was typed, near it or in its community: what everyone may see, and no more.

    `given` has `text`, and as far as known `lon`, `lat`, `community` and `street` (policy `opinion.nearby`).
    """
    text, street = str(given.get("text") or ""), given.get("street")
    around = _around(given, value("opinion.nearby", place_id=street.pk if street else None)["metres"])
    if not (text.strip() and around):
        return []
    rule = value("opinion.nearby", place_id=street.pk if street else None)
    rows = _candidates(around, rule["days"])
    return _counted(_alike(text, rows)[: rule["most"]])


def _around(given: Mapping[str, Any], metres: int) -> Q:
    """The community, and a square of so many metres each way around the point."""
    around = Q()
    if given.get("community"):
        rows = Opinion.objects.filter(community=given["community"], state__in=OPEN)
        around |= Q(number__in=rows.values("number"))
    if given.get("lon") and given.get("lat"):
        lon, lat, high = float(given["lon"]), float(given["lat"]), metres / METRES
        wide = high / cos(radians(lat))
        around |= Q(lon__range=(lon - wide, lon + wide), lat__range=(lat - high, lat + high))
    return around


def _candidates(around: Q, days: int) -> list[Publication]:
    """The public matters there that are open, hidden from nobody, and not older than so many days."""
    open_ones: QuerySet[Any, Any] = Opinion.objects.filter(PLAIN, state__in=OPEN).values("number")
    rows = publishing.live().filter(around, kind=Opinion.kind(), number__in=open_ones)
    return list(rows.filter(made_at__gte=clock.now() - timedelta(days=days))[:LOOKED_AT])


def _alike(text: str, rows: list[Publication]) -> list[Publication]:
    """Those with enough words in common, most first; of the category that the text seems to be of, one will do."""
    said = hints.telling(text) if rows else set()
    kinds = {category.name for category in hints.categories(text)} if rows else set()
    shared = {row: len(said & hints.telling(f"{row.title} {row.text}")) for row in rows}
    alike = [row for row in rows if shared[row] >= ENOUGH or (shared[row] and row.category in kinds)]
    return sorted(alike, key=lambda row: -shared[row])


def _counted(rows: list[Publication]) -> list[Near]:
    numbers = [row.number for row in rows]
    counts = Support.objects.filter(opinion__number__in=numbers).values_list("opinion__number").annotate(Count("pk"))
    found = dict(counts) if rows else {}
    return [Near(row, found.get(row.number, 0)) for row in rows]


def join_link(key: Key) -> publishing.Link | None:
    """What readers of the public copy can say: that they met with it too, and how many did; later, if it is solved."""
    kind, number = key
    opinion = Opinion.objects.filter(PLAIN, number=number).first() if kind == Opinion.kind() else None
    if opinion is None:
        return None
    count = Support.objects.filter(opinion=opinion).count()
    if opinion.state in OPEN:
        words = _("I met with it too (%(n)s so far)") % {"n": count} if count else _("I met with it too")
        return publishing.Link(words, reverse("opinions:support", args=[number]), "users-round")
    if opinion.state == Opinion.State.CLOSED and count:
        words = _("Not solved? (%(n)s met with it too)") % {"n": count}
        return publishing.Link(words, reverse("opinions:unsolved", args=[number]), "rotate-ccw")
    return None
