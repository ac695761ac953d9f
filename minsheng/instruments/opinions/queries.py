"""What is read of opinions on more than one screen."""

import re
from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minsheng.ground.people.models import Contact, Person
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.publishing import queries as publishing
from minsheng.kernel.text import words
from minsheng.kernel.workflow import Card, Key

NUMBER = re.compile(r"^[A-Z]{2}(-[A-Z]+)?-[A-Z]?\d{4}-\d{6}$", re.IGNORECASE)
PHONE = re.compile(r"^1\d{10}$")

SHOWN: dict[str, str | Promise] = {
    "submitted": _("Waiting for the deputy"),
    "received": _("Received by a deputy"),
    "transferred": _("To be triaged"),
    "triaged": _("To be handed over"),
    "in_hand.sent": _("Handed over, not yet accepted"),
    "in_hand.accepted": _("Being handled"),
    "in_hand.returned": _("Sent back by the unit"),
    "in_hand.answered": _("Answer to be checked"),
    "in_hand.passed": _("Waiting for a co-handling unit"),
    "answered": _("Waiting for the rating"),
    "rated": _("To be called back"),
    "closed": _("Closed"),
}
"""What officials see as the state: the opinion's own, or its lead order's while departments have it in hand."""

RAIL: tuple[tuple[str, str | Promise, frozenset[str]], ...] = (
    ("sent", _("Sent"), frozenset({"submitted"})),
    ("received", _("Received"), frozenset({"received", "transferred"})),
    ("in_hand", _("Being handled"), frozenset({"triaged", "in_hand"})),
    ("answered", _("Answered"), frozenset({"answered"})),
    ("closed", _("Rated"), frozenset({"rated", "closed"})),
)
"""The stages of the step rail: key, words, the states that belong to it."""


def shown(rows: QuerySet[Opinion]) -> QuerySet[Opinion]:
    """The rows with `shown`, a key of SHOWN: one expression for screens, filters and exports."""
    lead = Order.objects.filter(
        matter_kind=Opinion.kind(), matter_number=OuterRef("number"), round=OuterRef("round"), lead=True
    ).exclude(state=Order.State.REDIRECTED)
    in_hand = Concat(Value("in_hand."), Subquery(lead.values("state")[:1]), output_field=CharField())
    return rows.annotate(shown=Case(When(state="in_hand", then=in_hand), default=F("state"), output_field=CharField()))


def stage(state: str) -> str:
    """Which stage a state belongs to."""
    return next(key for key, _words, states in RAIL if state in states)


def rail(opinion: Opinion) -> list[dict[str, str | Promise]]:
    """The step rail: a label and "done", "current" or "todo" for each stage."""
    at = [key for key, _label, _states in RAIL].index(stage(opinion.state)) + (opinion.state == Opinion.State.CLOSED)
    marks = ["done"] * at + ["current"] + ["todo"] * len(RAIL)
    return [{"label": label, "state": mark} for (_key, label, _states), mark in zip(RAIL, marks, strict=False)]


def found(rows: QuerySet[Opinion], sought: str) -> QuerySet[Opinion]:
    """The rows for what was typed into the search box: a number, a phone, a name, or words of the text."""
    sought = sought.strip()
    if NUMBER.match(sought):
        return rows.filter(number=sought.upper())
    if PHONE.match(sought):
        return rows.filter(Exists(Contact.objects.filter(person=OuterRef("author"), phone=sought)))
    by_name = Exists(Person.objects.filter(pk=OuterRef("author"), name=sought))
    asked = SearchQuery(words(sought) or sought, config="simple", search_type="plain")
    return rows.filter(search=asked) | rows.filter(by_name)


def personal(sought: str) -> bool:
    """Whether a search is for a person, by phone: such a look is recorded."""
    return bool(PHONE.match(sought.strip()))


def unrevealed_contact(opinion: Opinion) -> Contact | None:
    """The author's contact row, to be masked by whoever shows it."""
    return Contact.objects.filter(person=opinion.author_id).select_related("person").first()


def cards(numbers: list[str]) -> dict[str, Card]:
    """Opinions as cards for lists of other rooms: one query."""
    rows = shown(Opinion.objects.filter(number__in=numbers)).select_related("place", "community")
    return {opinion.number: card(opinion) for opinion in rows}


def card(opinion: Opinion) -> Card:
    """One opinion as a card; it must come from `shown`."""
    state: str = opinion.shown  # type: ignore[attr-defined]  # annotated by `shown`
    place = opinion.community.name if opinion.community else opinion.place.name
    href = reverse("opinions:opinion", args=[opinion.number])
    title = opinion.title or opinion.address or place
    return Card(Opinion.kind(), opinion.number, title, place, state, SHOWN[state], href, {"at": opinion.made_at})


def mine_of(person_id: int) -> QuerySet[Opinion]:
    """A resident's own opinions, newest first."""
    return shown(Opinion.objects.filter(author=person_id)).select_related("place", "community").order_by("-made_at")


def by_number(numbers: Iterable[str]) -> dict[str, Opinion]:
    """Opinions by their numbers."""
    return Opinion.objects.in_bulk(list(numbers), field_name="number")


def is_public(number: str) -> bool:
    """Whether everyone sees a moderated copy of the opinion."""
    return publishing.is_public((Opinion.kind(), number))


def follow_link(key: Key) -> publishing.Link | None:
    """What readers of the public copy can do: hear how it goes on."""
    kind, number = key
    if kind != Opinion.kind():
        return None
    return publishing.Link(_("Tell me what happens"), reverse("follows:follow", args=[kind, number]), "bell")
