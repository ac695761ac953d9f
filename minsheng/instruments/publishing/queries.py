"""What is read of publications."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext, pgettext_lazy

from minsheng.ground.codes.models import Code
from minsheng.ground.codes.queries import found as code_found
from minsheng.ground.files import queries as files
from minsheng.ground.journal.queries import last_told, timeline
from minsheng.ground.places.models import Place
from minsheng.ground.policies.queries import categories as taxonomy
from minsheng.ground.policies.queries import policy
from minsheng.instruments.publishing.masks import LEFT
from minsheng.instruments.publishing.models import Publication, PublicationQuerySet, Takedown, Version
from minsheng.kernel import clock
from minsheng.kernel.text import words
from minsheng.kernel.workflow import Card, Key
from minsheng.kernel.workflow import Words as Text

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


def all_ever() -> PublicationQuerySet:
    """Withdrawn ones too: for those who may read what was public, or ask about it."""
    return Publication.objects.select_related("place")


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
    rule = policy("opinion.public", place_id=publication.place_id) if publication.left_out else None
    return {
        "left_out": words_of(publication.left_out),
        "rule": rule,
        "promise": how_kept(publication) if publication.promised_on else None,
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


def told(most: int, place: Place | None = None) -> list[tuple[datetime, Publication, Text]]:
    """What was last done with matters that everyone sees, of a street or all, the latest first. Two queries."""
    shown = _of(place).filter(kind=OuterRef("matter_kind"), number=OuterRef("matter_number"))
    found = last_told(Exists(shown), most)
    rows = of_many(key for _at, key, _text in found)
    return [(at, rows[key], text) for at, key, text in found if key in rows]


def _of(place: Place | None) -> PublicationQuerySet:
    return live().filter(place=place) if place else live()


DRAWN: Final = ("number", "title", "stage", "lon", "lat", "place__name", "place__name_en")


def points(stages: Iterable[str] = (), place: Place | None = None) -> dict[str, Any]:
    """Live publications with a point as a GeoJSON FeatureCollection: all not closed, or those of some stages."""
    rows = _of(place).filter(lon__isnull=False).only(*DRAWN)
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


# What was public earlier.


@dataclass(frozen=True, slots=True)
class Change:
    """A version beside the one before it: who decided, and each text in pieces that stayed, went or came."""

    version: Version
    desk: str
    texts: list[tuple[str | Promise, list[tuple[str, str]]]]
    photos: list[dict[str, str]]
    left_out: str


TEXTS: Final[dict[str, str | Promise]] = {
    "title": pgettext_lazy("version", "Title"),
    "text": pgettext_lazy("version", "Text"),
    "answer": pgettext_lazy("version", "Answer"),
}
DECIDED: Final = frozenset({"publish", "unpublish", "hide", "ask_removal", "take_down", "keep_public"})
"""The acts by which copies change."""


def history(key: Key) -> list[Change]:
    """All that was ever public of a matter, the latest first. Four queries."""
    row = latest(key)
    versions = list(row.versions.select_related("publication").order_by("n")) if row else []
    decided = [line for line in timeline(key, resident=False) if line.step in DECIDED]
    photos = files.of_many((Version.KIND, version.key) for version in versions)
    found, before = [], Version()
    for version in versions:
        desks = [line.desk for line in decided if line.at <= version.at]
        shown = files.pictures(photos.get((Version.KIND, version.key), []))
        found.append(Change(version, "".join(desks[-1:]), _texts(before, version), shown, words_of(version.left_out)))
        before = before if version.act in NOTHING else version
    return found[::-1]


def words_of(left_out: str) -> str:
    """What a copy is without, in words; "" when nothing is missing."""
    return pgettext("between things", ", ").join(str(LEFT[what]) for what in left_out.split())


def _texts(before: Version, after: Version) -> list[tuple[str | Promise, list[tuple[str, str]]]]:
    """The texts of a version beside those before; what was and is empty is left out."""
    pieces = [(words, compared(getattr(before, name), getattr(after, name))) for name, words in TEXTS.items()]
    return [(words, texts) for words, texts in pieces if texts]


NOTHING: Final = frozenset({Version.Act.TAKEN_OFF, Version.Act.SUSPENDED})
"""Versions in which nothing is public."""


def compared(before: str, after: str) -> list[tuple[str, str]]:
    """A text in pieces: "same", "gone" or "new"; all of it is new where there was none before."""
    pieces: list[tuple[str, str]] = []
    if not after:
        return pieces
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = tag == "equal"
        pieces += [("same", after[k:m])] if same else [("gone", before[i:j]), ("new", after[k:m])]
    return [(mark, text) for mark, text in pieces if text]


def shown_before(key: Key) -> list[dict[str, Any]]:
    """What the last version said of its photos: which of the matter's, and what of them was covered."""
    row = latest(key)
    rows = Version.objects.filter(publication=row).exclude(act__in=NOTHING) if row else Version.objects.none()
    last = rows.order_by("-n").first()
    return list(last.photos) if last else []


# What people ask for.


def open_takedowns(key: Key) -> QuerySet[Takedown]:
    """The requests about a matter that wait for the office."""
    kind, number = key
    return Takedown.objects.filter(matter_kind=kind, matter_number=number, state=Takedown.State.ASKED)


def takedown_of_code(short: str) -> Takedown | None:
    """The request that a code leads to."""
    code = code_found(short)
    if code is None or code.kind != Takedown.kind() or code.retired_at:
        return None
    return Takedown.objects.filter(number=code.number).first()


def answer_page(number: str) -> str | None:
    """Where the code of a request leads: to what came of it."""
    code = Code.objects.living().filter(kind=Takedown.kind(), number=number).first()
    return reverse("publishing:asked", args=[code.short]) if code else None


def takedown_cards(numbers: list[str]) -> dict[str, Card]:
    """Requests as cards, called by what is wrong."""
    rows = Takedown.objects.filter(number__in=numbers).select_related("place")
    return {row.number: _takedown_card(row) for row in rows}


def _takedown_card(row: Takedown) -> Card:
    label, href = Takedown.State(row.state).label, reverse("publishing:takedown", args=[row.number])
    title = str(Takedown.What(row.what).label)
    return Card(row.kind(), row.number, title, str(row.place), row.state, label, href, {"at": row.made_at})


# What was promised in public.

PROMISES: Final[dict[str, str | Promise]] = {
    "open": pgettext_lazy("promise", "Not yet due"),
    "overdue": pgettext_lazy("promise", "Overdue"),
    "kept": pgettext_lazy("promise", "Kept"),
    "late": pgettext_lazy("promise", "Kept late"),
}
"""How a promise stands."""


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise as everyone reads it."""

    row: Publication
    state: str

    @property
    def label(self) -> str | Promise:
        return PROMISES[self.state]


def promised() -> PublicationQuerySet:
    """All public matters that something was promised for, the latest day first."""
    return live().filter(promised_on__isnull=False).order_by("-promised_on", "-id")


def standing(rows: PublicationQuerySet, state: str) -> PublicationQuerySet:
    """Those promises that stand in one way."""
    kept = Q(promise_kept_at__isnull=False)
    in_time = Q(promise_kept_at__date__lte=F("promised_on"))
    due = Q(promised_on__lt=clock.today())
    rules = {"open": ~kept & ~due, "overdue": ~kept & due, "kept": kept & in_time, "late": kept & ~in_time}
    return rows.filter(rules[state])


def how_kept(row: Publication) -> Promised:
    """How the promise of a matter stands today."""
    last = row.promised_on or clock.today()
    if row.promise_kept_at:
        return Promised(row, "late" if clock.local(row.promise_kept_at).date() > last else "kept")
    return Promised(row, "overdue" if last < clock.today() else "open")
