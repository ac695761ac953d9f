"""The escalations of a matter, the desks they are brought before, and what a rule would raise."""

from dataclasses import dataclass

from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.urls import reverse

from minsheng.ground.duties.models import Duty, DutyQuerySet
from minsheng.ground.duties.queries import of_matter as duties_of
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Unit
from minsheng.ground.people.queries import unit_of
from minsheng.ground.places.models import Place
from minsheng.ground.policies.queries import value
from minsheng.instruments.escalations import access
from minsheng.instruments.escalations.models import Escalation, EscalationQuerySet
from minsheng.kernel import clock
from minsheng.kernel.workflow import TABLES, Card, Key, Step, Subject

DESKS = {
    Escalation.Level.STREET: Unit.Kind.STREET_COMMITTEE,
    Escalation.Level.DISTRICT: Unit.Kind.DISTRICT_DESK,
}


@dataclass(frozen=True, slots=True)
class Panel:
    """An escalation on the page of its matter, and what the viewer may do with it."""

    escalation: Escalation
    steps: list[Step]
    paper: bool


def of_matter(matter: Key) -> EscalationQuerySet:
    """All escalations of a matter, the last one first."""
    return Escalation.objects.of_matter(matter).select_related("desk").order_by("-id")


def level(matter: Key) -> int:
    """How high a matter is now: 0, or the level of its highest open escalation."""
    return of_matter(matter).open().order_by("-level").values_list("level", flat=True).first() or 0


def level_of(duty: Duty) -> int:
    """The level at which a duty hangs already: that of an escalation's own desk, else 0."""
    if duty.kind != Escalation.kind():
        return 0
    return Escalation.objects.filter(number=duty.number).values_list("level", flat=True).first() or 0


def level_by_rule(reason: str, place_id: int | None) -> int:
    """To which level the rule raises for a reason; 0 for not at all. By hand it is the street's."""
    levels: dict[str, int] = value("escalation.rules", place_id=place_id)
    return levels.get(reason, Escalation.Level.STREET)


def desk_of(level: int, place_id: int | None) -> Unit | None:
    """The desk of a level for a street: its working committee, or the desk of the district above it."""
    place = Place.objects.filter(pk=place_id).select_related("parent").first() if place_id else None
    if place is None:
        return None
    kind = DESKS[Escalation.Level(level)]
    if kind == Unit.Kind.STREET_COMMITTEE:
        return unit_of(kind, place.pk)
    return Unit.objects.filter(kind=kind, district=place.district).first()


def panels(matter: Key, actor: Actor) -> list[Panel]:
    """The escalations of a matter as the actor sees them, the last one first. One query."""
    rows = access.visible_to(actor).of_matter(matter).order_by("-id")
    open_steps = TABLES[Escalation.kind()].open_steps
    return [Panel(row, list(open_steps(row, actor)), access.may_print(actor, row)) for row in rows]


def open_levels(matter: Subject, actor: Actor) -> list[int]:
    """The levels to which the actor may raise a matter by hand now."""
    place_id: int | None = getattr(matter, "place_id", None)
    taken = set(of_matter(matter.matter_key).open().values_list("level", flat=True))
    kind, number = matter.matter_key
    wanted = Escalation(matter_kind=kind, matter_number=number, district=matter.district)
    wanted.place_id = place_id or 0
    if not access.may_escalate(actor, wanted) or not _is_open(matter.matter_key):
        return []
    desks = ((step, desk_of(step, place_id)) for step in Escalation.Level.values if step not in taken)
    return [step for step, desk in desks if desk and access.desk_sees(desk, matter.matter_key)]


def _is_open(matter: Key) -> bool:
    """Whether anybody still has something to do with a matter: what is over is not brought before a desk."""
    return duties_of(matter).exclude(kind=Escalation.kind()).exists()


def raise_url(matter: Subject, actor: Actor) -> str:
    """Where the actor brings a matter before a desk; "" where they can't."""
    return reverse("escalations:raise", args=list(matter.matter_key)) if open_levels(matter, actor) else ""


def long_late() -> DutyQuerySet:
    """Open duties of offices and posts that are late by more than their own time, the longest first.

    Of matters that are before a desk already, only what that desk itself left lying.
    """
    times: int = value("escalation.rules")["times"]
    own = ExpressionWrapper((F("due") - F("since")) * times, output_field=DurationField())
    rows = Duty.objects.open().filter(person=None, due__isnull=False, lapse="").annotate(own=own)
    matter = {"matter_kind": OuterRef("matter_kind"), "matter_number": OuterRef("matter_number")}
    before = Escalation.objects.open().filter(**matter)
    at_desk = Q(kind=Escalation.kind()) & ~Exists(before.filter(level=Escalation.Level.DISTRICT))
    raised = Exists(Escalation.objects.filter(late_duty=OuterRef("pk")))
    rows = rows.filter(~Exists(before) | at_desk).exclude(raised)
    return rows.filter(due__lt=clock.now() - F("own")).order_by("due", "id")


def cards(numbers: list[str]) -> dict[str, Card]:
    """An escalation as a card of its desk; its page is its matter's."""
    rows = Escalation.objects.filter(number__in=numbers).select_related("desk", "place")
    return {row.number: _card(row) for row in rows}


def _card(row: Escalation) -> Card:
    state = Escalation.State(row.state)
    href = reverse("escalations:escalation", args=[row.number])
    return Card(row.kind(), row.number, row.desk.short, str(row.place), row.state, state.label, href)
