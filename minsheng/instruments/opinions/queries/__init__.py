"""What is read of opinions on more than one screen."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minsheng.ground.duties.models import Duty
from minsheng.ground.duties.queries import mine, of_matters
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Contact, Person, Role
from minsheng.ground.people.queries import clean_phone, masked_name, masked_phone
from minsheng.ground.places.models import Place
from minsheng.instruments.activities.models import Activity
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.dispatch.models import Promise as Promised
from minsheng.instruments.dispatch.queries import lead_orders, numbers_of_unit
from minsheng.instruments.opinions.access import PLAIN, visible_to
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.publishing import queries as publishing
from minsheng.kernel import clock
from minsheng.kernel.text import words
from minsheng.kernel.workflow import Card, Key, Step, Subject
from minsheng.ui.stepping import STEPPERS, StepForm

NUMBER = re.compile(r"^[A-Z]{2}(-[A-Z]+)?-[A-Z]?\d{4}-\d{6}$", re.IGNORECASE)
COUNTER = re.compile(r"^\d{1,6}$")

OPEN: Final = "open"
"""Among the states one may choose: all but closed."""
UNRATED: Final = "none"
"""Among the ratings: answered, and not rated."""
TOLD: Final = (Opinion.kind(), Order.kind(), Promised.kind())
"""Whose due times residents are told: the matter's own, those of its orders and of what these promised."""
KEEPERS = (Role.OFFICE, Role.DIRECTOR)
"""Who decides what is confidential."""

SHOWN: dict[str, str | Promise] = {
    "submitted": _("Waiting for the deputy"),
    "received": _("Received by a deputy"),
    "transferred": _("To be triaged"),
    "triaged": _("To be handed over"),
    "in_hand.sent": _("Handed over, not yet accepted"),
    "in_hand.accepted": _("Being handled"),
    "in_hand.returned": _("Sent back by the unit"),
    "in_hand.disputed": _("To be decided jointly"),
    "in_hand.answered": _("Answer to be checked"),
    "in_hand.passed": _("Waiting for a co-handling unit"),
    "promised": _("Promised for later"),
    "answered": _("Waiting for the rating"),
    "rated": _("To be called back"),
    "callback": _("Called back, to be decided"),
    "closed": _("Closed"),
    "not_accepted": _("Not accepted"),
    "merged": _("United with another matter"),
    "handed_over": _("Handed over elsewhere"),
    "withdrawn": _("Withdrawn"),
}
"""What officials see as the state: the opinion's own, or its lead order's while departments have it in hand."""

RAIL: tuple[tuple[str, str | Promise, frozenset[str]], ...] = (
    ("sent", _("Sent"), frozenset({"submitted"})),
    ("received", _("Received"), frozenset({"received", "transferred"})),
    ("in_hand", _("Being handled"), frozenset({"triaged", "in_hand", "promised", "handed_over", "merged"})),
    ("answered", _("Answered"), frozenset({"answered"})),
    ("closed", _("Rated"), frozenset({"rated", "callback", "closed", "not_accepted", "withdrawn"})),
)
"""The stages of the step rail: key, words, the states that belong to it."""


ENDED_EARLY = (Opinion.State.NOT_ACCEPTED, Opinion.State.WITHDRAWN)


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
    """The step rail: a label and "done", "current" or "todo" for each stage; what ended early has no later ones."""
    if opinion.state in ENDED_EARLY:
        label: str | Promise = SHOWN[opinion.state]
        return [{"label": RAIL[0][1], "state": "done"}, {"label": label, "state": "current"}]
    at = [key for key, _label, _states in RAIL].index(stage(opinion.state)) + (opinion.state == Opinion.State.CLOSED)
    marks = ["done"] * at + ["current"] + ["todo"] * len(RAIL)
    return [{"label": label, "state": mark} for (_key, label, _states), mark in zip(RAIL, marks, strict=False)]


def found(rows: QuerySet[Opinion], sought: str, authors: Iterable[int] = ()) -> QuerySet[Opinion]:
    """The rows for what was typed into the search box: a number or its last digits, words of the text.

    `authors` are those whose phone or name was typed, see `authors_sought`.
    """
    sought = sought.strip()
    if NUMBER.match(sought):
        return rows.filter(number=sought.upper())
    asked = Q(search=SearchQuery(words(sought, asked=True), config="simple", search_type="plain"))
    if COUNTER.match(sought):
        asked |= Q(number__endswith=f"-{int(sought):06d}")
    return rows.filter(asked | Q(author__in=list(authors)))


def authors_sought(sought: str) -> list[int]:
    """Whose phone or name was typed. Whoever looks for a person is recorded, so ask only for who may."""
    phone = clean_phone(sought)
    if phone:
        return list(Contact.objects.filter(phone=phone).values_list("person", flat=True))
    return list(Person.objects.filter(name=sought.strip()).values_list("pk", flat=True)) if sought.strip() else []


def masked(sought: str) -> str:
    """What was typed to find a person, as it may be recorded."""
    phone = clean_phone(sought)
    return masked_phone(phone) if phone else masked_name(sought.strip())


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
    place = str(opinion.community or opinion.place)
    href = reverse("opinions:opinion", args=[opinion.number])
    facts = {"at": opinion.made_at, "hidden": not opinion.in_plain_sight}
    return Card(Opinion.kind(), opinion.number, title_of(opinion), place, state, SHOWN[state], href, facts)


def mine_of(person_id: int) -> QuerySet[Opinion]:
    """A resident's own opinions, newest first."""
    return shown(Opinion.objects.filter(author=person_id)).select_related("place", "community").order_by("-made_at")


FINISHED: Final = (Opinion.State.CLOSED, Opinion.State.NOT_ACCEPTED, Opinion.State.MERGED, Opinion.State.WITHDRAWN)


def unfinished(person_id: int) -> list[Key]:
    """What somebody reported and is still being handled: until then their data can't be erased."""
    rows = Opinion.objects.filter(author=person_id).exclude(state__in=FINISHED)
    return [(Opinion.kind(), number) for number in rows.values_list("number", flat=True)]


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


def collected_at(activity: str, actor: Actor) -> list[Key]:
    """What was said at an activity, as far as the actor sees it and it is hidden from nobody; the latest first."""
    rows = visible_to(actor).filter(PLAIN, activity=activity).order_by("-made_at")
    return [(Opinion.kind(), number) for number in rows.values_list("number", flat=True)]


def report_at(activity: Activity) -> str:
    """Where a resident reports something at an activity."""
    station = {"station": activity.station.code} if activity.station else {}
    return f"{reverse('opinions:report')}?{urlencode({'activity': activity.number} | station)}"


# The list of officials.


def _since(day: date) -> Q:
    return Q(made_at__gte=datetime.combine(day, time.min, clock.ZONE))


def _until(day: date) -> Q:
    return Q(made_at__lt=datetime.combine(day + timedelta(days=1), time.min, clock.ZONE))


def _in_state(key: str) -> Q:
    return ~Q(state=Opinion.State.CLOSED) if key == OPEN else Q(shown=key)


def _rated(level: str) -> Q:
    done = Q(state__in=(Opinion.State.ANSWERED, Opinion.State.CLOSED))
    return Q(rating=None) & done if level == UNRATED else Q(rating=int(level))


def _said_at(number: str) -> Q:
    """At the activity of that number, or at one that was held for the matter of that number."""
    return Q(activity__in=Activity.objects.filter(Q(number=number) | Q(purpose_number=number)).values("number"))


def _late(_chosen: Any) -> Q:
    return Q(Exists(_duties().filter(due__lt=clock.now())))


FILTERS: dict[str, Callable[[Any], Q]] = {
    "state": _in_state,
    "late": _late,
    "category": lambda code: Q(category__code__startswith=code),
    "tier": lambda tier: Q(tier=tier),
    "place": lambda code: Q(place__code=code) | Q(community__code=code),
    "unit": lambda unit: Q(number__in=numbers_of_unit(Opinion.kind(), unit.pk)),
    "since": _since,
    "until": _until,
    "rating": _rated,
    "at": _said_at,
}
"""What the list can be narrowed by, for screen, count and export alike."""

SORTS: dict[str, tuple[Any, ...]] = {
    "newest": ("-made_at", "-id"),
    "oldest": ("made_at", "id"),
    "due": (F("due").asc(nulls_last=True), "-made_at", "-id"),
    "number": ("number",),
}


def listed(actor: Actor) -> QuerySet[Opinion]:
    """What an official's list, search and export may hold: what they see, and nothing that is hidden from others."""
    return shown(visible_to(actor).filter(PLAIN))


def confidential(actor: Actor) -> QuerySet[Opinion]:
    """What is hidden, provisionally or for good: for those who decide about it, in a list of its own."""
    rows = shown(visible_to(actor).exclude(PLAIN)).order_by("-made_at", "-id")
    return rows if actor.is_(*KEEPERS) else rows.none()


def places_below(actor: Actor) -> QuerySet[Place]:
    """The communities of the actor's street, or the streets of their district."""
    return Place.objects.current().filter(parent=actor.place_id).order_by("code")


def narrowed(rows: QuerySet[Opinion], chosen: Mapping[str, Any]) -> QuerySet[Opinion]:
    """The rows that every chosen filter lets through."""
    for name, value in chosen.items():
        rows = rows.filter(FILTERS[name](value))
    return rows


def sorted_by(rows: QuerySet[Opinion], sort: str) -> QuerySet[Opinion]:
    """The rows in one of SORTS."""
    if sort == "due":  # what is closed waits for nobody: asking for its duty would only take time
        first = Subquery(_duties().order_by(F("due").asc(nulls_last=True)).values("due")[:1])
        rows = rows.annotate(due=Case(When(~Q(state=Opinion.State.CLOSED), then=first), default=None))
    return rows.order_by(*SORTS[sort])


def _duties() -> QuerySet[Duty]:
    return Duty.objects.open().filter(matter_kind=Opinion.kind(), matter_number=OuterRef("number"))


def in_order(rows: QuerySet[Opinion], pks: list[int]) -> list[Opinion]:
    """The rows of these keys in this order: sorting keys and then fetching a page is far quicker than sorting texts."""
    found = rows.defer("search", "rating_words").in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: the opinion, whose turn it is, which unit leads, and what of it waits for the reader."""

    opinion: Opinion
    state: str | Promise
    duty: Duty | None
    order: Order | None
    own: Duty | None

    @property
    def title(self) -> str:
        return title_of(self.opinion)

    @property
    def place(self) -> Any:
        return self.opinion.community or self.opinion.place


def rows_of(opinions: Iterable[Opinion], actor: Actor) -> list[Row]:
    """The lines of some opinions that come from `shown`. Three queries."""
    found = list(opinions)
    numbers = [opinion.number for opinion in found]
    duties, leads = of_matters(Opinion.kind(), numbers), lead_orders(Opinion.kind(), numbers)
    own = {
        duty.matter_number: duty for duty in mine(actor).filter(matter_kind=Opinion.kind(), matter_number__in=numbers)
    }
    return [Row(o, state_of(o), duties.get(o.number), leads.get(o.number), own.get(o.number)) for o in found]


def state_of(opinion: Opinion) -> str | Promise:
    """The state that officials see, in words; the opinion must come from `shown`."""
    return SHOWN[opinion.shown]  # type: ignore[attr-defined]  # annotated by `shown`


def title_of(opinion: Opinion) -> str:
    """The first words of an opinion; of one without words, where it is."""
    place = opinion.community or opinion.place
    return opinion.title or opinion.address or str(place)


def subjects(keys: Iterable[Key], actor: Actor) -> dict[Key, Subject]:
    """The subjects behind (kind, number) pairs that the actor sees, in the order asked. One query a kind."""
    wanted = list(dict.fromkeys(keys))
    found: dict[Key, Subject] = {}
    for kind in {kind for kind, _number in wanted} & STEPPERS.keys():
        numbers = [number for of, number in wanted if of == kind]
        found |= {row.key: row for row in STEPPERS[kind].visible_to(actor).filter(number__in=numbers)}
    return {key: found[key] for key in wanted if key in found}


def together(subject: Subject, actor: Actor) -> list[Step]:
    """The steps that the actor may now take with a subject among others: none that needs photos of its own."""
    stepper = STEPPERS[subject.kind()]
    now = (step for step in stepper.table.steps.values() if subject.state in step.sources and step.form)
    return [step for step in now if step.may(actor, subject) and not _with_photos(stepper.form(step.name))]


def part_of(row: Row, actor: Actor) -> Key | None:
    """What of a line can be ticked: the part that waits for the reader, or a record of earlier times to be sorted."""
    if row.own:
        return row.own.kind, row.own.number
    return row.opinion.key if row.opinion.historical and together(row.opinion, actor) else None


def _with_photos(form: type[StepForm]) -> bool:
    return any(field.widget.needs_multipart_form for field in form.base_fields.values())


def batch_steps(found: Iterable[Subject], actor: Actor) -> list[dict[str, str]]:
    """What can be done with some of the subjects of a page at once, and with how many: for `ui/batch.html`."""
    counted = Counter((subject.kind(), step) for subject in found for step in together(subject, actor))
    return [
        {"name": f"{kind}:{step.name}", "label": _("%(step)s: %(n)s on this page") % {"step": step.label, "n": count}}
        for (kind, step), count in counted.items()
    ]
