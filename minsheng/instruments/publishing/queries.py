"""What is read of publications."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from minsheng.ground.files import queries as files
from minsheng.ground.policies.queries import categories as taxonomy
from minsheng.instruments.publishing.models import Publication, PublicationQuerySet
from minsheng.kernel.text import words
from minsheng.kernel.workflow import Card, Key

MOST_POINTS = 1000
AFTER = "after"
"""The role of photos that show how it looks now; all others show how it was."""

STAGES: dict[str, Callable[[str], str]] = {}
"""By kind of matter: which stage a state is. The matter's room says so when it gets ready."""


@dataclass(frozen=True, slots=True)
class Link:
    """Something that a reader can do with a public matter elsewhere. It leads to a page: here nobody is known."""

    label: str | Promise
    href: str
    icon: str = ""


LINKS: list[Callable[[Key], Link | None]] = []
"""What rooms above offer on the page of a publication."""


def stage(kind: str, state: str) -> str:
    """How far a matter in that state has come, in a word for the public."""
    return str(Publication.Stage(STAGES[kind](state)))


def live() -> PublicationQuerySet:
    """All that everyone sees, the latest first."""
    return Publication.objects.live().select_related("place").order_by("-published_at", "-id")


def of(key: Key) -> Publication | None:
    """The live publication of a matter."""
    kind, number = key
    return live().filter(kind=kind, number=number).first()


def is_public(key: Key) -> bool:
    """Whether a matter has a live publication."""
    return of(key) is not None


def of_many(keys: Iterable[Key]) -> dict[Key, Publication]:
    """The live publications of some matters, in one query."""
    wanted = set(keys)
    rows = live().filter(number__in=[number for _kind, number in wanted])
    return {row.key: row for row in rows if row.key in wanted}


def cards(keys: Iterable[Key]) -> dict[Key, Card]:
    """What everyone sees of some matters, for lists of other rooms."""
    return {key: _card(row) for key, row in of_many(keys).items()}


def _card(row: Publication) -> Card:
    label, href = Publication.Stage(row.stage).label, reverse("publishing:publication", args=[row.number])
    return Card(row.kind, row.number, row.title, str(row.place), row.stage, label, href)


def latest(key: Key) -> Publication | None:
    """The publication of a matter even if withdrawn: what the office starts from when it publishes again."""
    kind, number = key
    return Publication.objects.filter(kind=kind, number=number).first()


def page(key: Key) -> dict[str, Any] | None:
    """The context of "publishing/publication.html"; None when nothing of the matter is public."""
    publication = of(key)
    return context(publication) if publication else None


def context(publication: Publication) -> dict[str, Any]:
    """The same of a publication at hand."""
    links = [link for link in (offer(publication.key) for offer in LINKS) if link]
    photos = files.of(Publication.KIND, publication.number)
    return {
        "publication": publication,
        "category": category_words().get(publication.category, publication.category),
        "rail": rail(publication),
        "before": files.pictures(photo for photo in photos if photo.role != AFTER),
        "after": files.pictures(photo for photo in photos if photo.role == AFTER),
        "links": links,
    }


def rail(publication: Publication) -> list[dict[str, Any]]:
    """The five stages with where it stands."""
    closed = publication.stage == Publication.Stage.CLOSED
    at = Publication.Stage.values.index(publication.stage) + closed
    marks = ["done"] * at + ["current"] + ["todo"] * len(Publication.Stage)
    return [{"label": label, "state": mark} for label, mark in zip(Publication.Stage.labels, marks, strict=False)]


def first_photos(rows: Iterable[Publication]) -> dict[str, dict[str, str]]:
    """The first photo of each, by number, in one query: how it was, where there is one."""
    found = files.of_many((Publication.KIND, row.number) for row in rows)
    firsts = {number: min(photos, key=_later_role) for (_kind, number), photos in found.items()}
    return {number: files.pictures([photo])[0] for number, photo in firsts.items()}


def _later_role(photo: Any) -> bool:
    return bool(photo.role == AFTER)


def found(rows: PublicationQuerySet, sought: str) -> PublicationQuerySet:
    """The rows whose number is the one sought, or whose published words hold all words sought."""
    asked = SearchQuery(words(sought, asked=True), config="simple", search_type="plain")
    return rows.filter(Q(number=sought.strip().upper()) | Q(search=asked))


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a list. `previous` and `next` say after which number those begin: "" is the start, None no page."""

    rows: list[Publication]
    previous: str | None
    next: str | None


def part(rows: PublicationQuerySet, *, after: str, size: int) -> Part:
    """The page that begins after the publication of a number, by key, not by counting; the first where it is gone."""
    last = Publication.objects.filter(number=after).first() if after else None
    shown = list((_later(rows, last) if last else rows)[: size + 1])
    return Part(
        shown[:size], _previous(rows, last, size) if last else None, shown[size - 1].number if shown[size:] else None
    )


def _later(rows: PublicationQuerySet, last: Publication) -> PublicationQuerySet:
    return rows.filter(Q(published_at__lt=last.published_at) | Q(published_at=last.published_at, id__lt=last.pk))


def _previous(rows: PublicationQuerySet, last: Publication, size: int) -> str:
    """The number before the first of the `size` rows that end with `last`."""
    newer = Q(published_at__gt=last.published_at) | Q(published_at=last.published_at, id__gt=last.pk)
    found = rows.filter(newer).order_by("published_at", "id")[size - 1 : size]
    return found[0].number if found else ""


def categories() -> list[str]:
    """The categories that live publications have."""
    rows = Publication.objects.live().exclude(category="").order_by("category")
    return list(rows.values_list("category", flat=True).distinct())


def category_words() -> dict[str, str]:
    """What readers of English call the categories, by the Chinese name that is kept; nothing for who reads Chinese."""
    if not (get_language() or "").startswith("en"):
        return {}
    return {row.name: str(row) for top, below in taxonomy() for row in (top, *below)}


def version() -> tuple[datetime | None, int]:
    """Changes whenever any publication does."""
    row = Publication.objects.aggregate(last=Max("changed_at"), count=Count("id"))
    return row["last"], row["count"]


def points(stages: Iterable[str] = ()) -> dict[str, Any]:
    """Live publications with a point as a GeoJSON FeatureCollection: all not closed, or those of some stages."""
    rows = live().filter(lon__isnull=False)
    rows = rows.filter(stage__in=stages) if stages else rows.exclude(stage=Publication.Stage.CLOSED)
    return {"type": "FeatureCollection", "features": [_feature(row) for row in rows[:MOST_POINTS]]}


def _feature(row: Publication) -> dict[str, Any]:
    about = {
        "number": row.number,
        "title": row.title,
        "stage": row.stage,
        "words": str(Publication.Stage(row.stage).label),
        "place": str(row.place),
        "href": reverse("publishing:publication", args=[row.number]),
    }
    point = {"type": "Point", "coordinates": [float(row.lon or 0), float(row.lat or 0)]}
    return {"type": "Feature", "geometry": point, "properties": about}
