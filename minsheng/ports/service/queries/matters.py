"""A resident's matters, in the words of residents, and what everyone may read of others'."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.paginator import Page, Paginator
from django.db.models import Case, QuerySet, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minsheng.ground.duties.models import Duty
from minsheng.ground.duties.queries import of_matters
from minsheng.ground.figures.queries import behind, this_year
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Person
from minsheng.ground.people.queries import Option
from minsheng.instruments.follows.queries import followed
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.queries import TOLD, mine_of
from minsheng.instruments.publishing.models import Publication, PublicationQuerySet
from minsheng.instruments.publishing.queries import live, of_many
from minsheng.kernel import clock

State = Opinion.State
PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Said:
    """How a state is told to the resident: tone and icon of a badge, and words without any word of the trade."""

    tone: str
    label: str | Promise
    icon: str = ""


SAID: Final[dict[str, Said]] = {
    State.SUBMITTED: Said("plain", _("Waiting for a deputy to receive it"), "hourglass"),
    State.RECEIVED: Said("info", _("Received, being passed on"), "circle-dot"),
    State.TRANSFERRED: Said("info", _("The work office is reading it"), "circle-dot"),
    State.TRIAGED: Said("info", _("Being passed on to be handled"), "circle-dot"),
    State.IN_HAND: Said("info", _("In the works"), "circle-dot"),
    State.PROMISED: Said("info", _("Planned, with a date"), "calendar-clock"),
    State.ANSWERED: Said("soon", _("Answered: please rate it"), "smile"),
    State.RATED: Said("info", _("Rated: we will call you back"), "phone"),
    State.CALLBACK: Said("info", _("Called back, being decided"), "phone"),
    State.CLOSED: Said("done", _("Finished"), "circle-check"),
    State.NOT_ACCEPTED: Said("plain", _("Not accepted, with a reason"), "circle-slash"),
    State.MERGED: Said("info", _("Handled with another report of the same"), "merge"),
    State.HANDED_OVER: Said("info", _("Goes on elsewhere"), "corner-up-right"),
    State.WITHDRAWN: Said("plain", _("Withdrawn by you"), "undo-2"),
}
OVER: Final = (State.CLOSED, State.NOT_ACCEPTED, State.WITHDRAWN)

YEAR: Final[dict[str, tuple[str, str | Promise]]] = {
    "received": ("opinions.submitted", _("Reported")),
    "answered": ("opinions.answered", _("Answered so far")),
    "rated": ("opinions.rated", _("Rated by residents")),
    "satisfied": ("opinions.satisfied", _("Residents were satisfied")),
}
"""The numbers of the year: by their place in the address what is counted, and its words."""


@dataclass(frozen=True, slots=True)
class Row:
    """A matter in its author's list, with the clock that runs for it."""

    opinion: Opinion
    said: Said
    duty: Duty | None


def own(actor: Actor, *, unfinished: bool = False) -> QuerySet[Opinion]:
    """What somebody reported: what waits for their rating, then what is under way, then the rest, each newest first."""
    first = Case(When(state=State.ANSWERED, then=0), When(state__in=OVER, then=2), default=1)
    rows = mine_of(actor.person_id or 0).annotate(first=first).order_by("first", "-made_at")
    return rows.exclude(state__in=OVER) if unfinished else rows


def waiting(actor: Actor) -> list[Row]:
    """What was answered and waits for the person's rating."""
    return rows(own(actor).filter(state=State.ANSWERED)[:3]) if actor.signed_in else []


def rows(opinions: Iterable[Opinion]) -> list[Row]:
    """Opinions as rows, with their clocks by one query. A confidential one shows only a clock of its author's."""
    found = list(opinions)
    told = [o.number for o in found if o.in_plain_sight or o.state == State.ANSWERED]
    duties = of_matters(Opinion.kind(), told, of=TOLD)
    return [Row(opinion, SAID[opinion.state], duties.get(opinion.number)) for opinion in found]


def of_others(actor: Actor) -> list[Publication]:
    """The public copies of what the person follows and did not report, the latest followed first."""
    keys = followed(actor)
    mine = set(mine_of(actor.person_id or 0).values_list("number", flat=True)) if keys else set()
    public = of_many(keys)
    return [public[key] for key in keys if key in public and key[1] not in mine]


def other_roles(actor: Actor, found: Iterable[Option]) -> list[Option]:
    """What else the person may act as, for whoever is here as a resident and came from a desk."""
    return [option for option in found if option.role != actor.role]


def person_of(actor: Actor) -> Person:
    """Whoever is signed in."""
    return Person.objects.get(pk=actor.person_id or 0)


def name_of(actor: Actor) -> str:
    """The person's name as it is now, "" where none was given."""
    return Person.objects.values_list("name", flat=True).filter(pk=actor.person_id or 0).first() or ""


def numbers() -> list[dict[str, object]]:
    """The numbers of the year, each with the place in the address of the list that it opens."""
    counted = this_year(*(measure for measure, _words in YEAR.values()))
    return [{"what": what, "n": counted[measure], "label": words} for what, (measure, words) in YEAR.items()]


def counted(what: str, page: str | None) -> tuple[int, Page[Publication]]:
    """How many a number of the year counts, and those of them that everyone may read, page by page."""
    keys = behind(YEAR[what][0], since=_first_of_january())
    public: PublicationQuerySet = live().filter(kind=Opinion.kind(), number__in=[number for _kind, number in keys])
    return len(keys), Paginator(public, PAGE).get_page(page)


def _first_of_january() -> date:
    return clock.today().replace(month=1, day=1)
