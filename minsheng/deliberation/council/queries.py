"""Members in the order of strokes, meetings with who was there and what was said, what a page needs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.deliberation.council import access
from minsheng.deliberation.council.models import Convening, Meeting, Nomination
from minsheng.ground.duties.models import Duty
from minsheng.ground.figures.queries import this_year
from minsheng.ground.journal.queries import last_taken
from minsheng.ground.people.actors import Actor, Key
from minsheng.ground.people.models import Appointment, Person, Role, Unit
from minsheng.ground.people.queries import by_strokes, unit_of
from minsheng.ground.places.models import Place
from minsheng.ground.places.queries import streets
from minsheng.ground.policies.queries import value
from minsheng.instruments.activities.access import invitations_of
from minsheng.instruments.activities.models import Activity, Attendance, Invitation
from minsheng.instruments.activities.queries import collected
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.dispatch.queries import lead_orders
from minsheng.kernel import clock
from minsheng.kernel.errors import Wrong
from minsheng.kernel.workflow import TABLES, Card, cards


@cache
def words() -> Any:
    """The labels and sentences of papers."""
    return json.loads((Path(__file__).parent / "data" / "papers.json").read_text(encoding="utf-8"))


MEASURES: Final = {
    "council.meetings": gettext_lazy("meetings held this year"),
    "council.members_there": gettext_lazy("members present, all meetings"),
    "council.opinions": gettext_lazy("opinions said there"),
}
OPEN: Final = (Nomination.State.RECOMMENDED, Nomination.State.VETTED, Nomination.State.ANNOUNCED)


def desks(place: Place) -> dict[str, Any]:
    """The office that prepares and the committee that decides. Raises Wrong for a street that has none yet."""
    office = unit_of(Unit.Kind.CONGRESS_OFFICE, place.pk)
    committee = unit_of(Unit.Kind.STREET_COMMITTEE, place.pk)
    if not (office and committee):
        raise Wrong(_("This subdistrict has no congress work office here yet."))
    return {"place": place, "district": place.district, "office": office, "committee": committee}


def convening(street: Place, year: int) -> Convening | None:
    """The duty of a year, not yet begun; none for a street whose committee isn't here yet."""
    try:
        return Convening(number=f"{street.series}-Y{year}", year=year, **desks(street))
    except Wrong:
        return None


def term(place_id: int | None) -> tuple[date, date]:
    """From when to when the council of today sits: in step with the deputies' term (rule `council.term`)."""
    rule = value("council.term", place_id=place_id)
    since, years = date.fromisoformat(rule["since"]), int(rule["years"])
    while since.replace(year=since.year + years) <= clock.today():
        since = since.replace(year=since.year + years)
    return since, date.fromordinal(since.replace(year=since.year + years).toordinal() - 1)


@dataclass(frozen=True, slots=True)
class Member:
    """A member: the person, and what everybody may read of them."""

    person: Person
    since: date
    category: str = ""
    community: str = ""


def members(place: Place, on: date | None = None) -> list[Member]:
    """The members of a street's council on a day (today), by the strokes of their surnames. Two queries."""
    rows = Appointment.objects.current(on).filter(post__place=place, post__role=Role.COUNCIL_MEMBER)
    found = list(rows.select_related("person"))
    named = Nomination.objects.filter(appointment__in=found).select_related("community")
    told = {row.appointment_id: row for row in named}
    made = [_member(row, told.get(row.pk)) for row in found]
    return sorted(made, key=lambda one: by_strokes(one.person.name))


def sizes() -> list[tuple[Place, int]]:
    """The streets of the district, and how many members each has. Two queries."""
    rows = Appointment.objects.current().filter(post__role=Role.COUNCIL_MEMBER).values_list("post__place")
    counted = dict(rows.annotate(n=Count("id")))
    return [(street, counted.get(street.pk, 0)) for street in streets()]


def _member(row: Appointment, told: Nomination | None) -> Member:
    if told is None:
        return Member(row.person, row.since)
    category = str(Nomination.Category(told.category).label)
    return Member(row.person, row.since, category, str(told.community or ""))


# Meetings.


@dataclass(frozen=True)
class There:
    """Who of the members was there, and whether they were enough."""

    present: list[Member]
    absent: list[Member]
    share: str

    @property
    def count(self) -> int:
        return len(self.present)

    @property
    def of(self) -> int:
        return len(self.present) + len(self.absent)

    @property
    def quorum(self) -> bool:
        return reached(self.count, self.of, self.share)


def reached(count: int, of: int, share: str) -> bool:
    """Whether so many of so many are the share that a rule asks for: "1/2" is more than half, ">=2/3" at least that."""
    wanted = Fraction(share.removeprefix(">=")) * of
    return count >= wanted if share.startswith(">=") else count > wanted


def there(meeting: Meeting) -> There:
    """The members of the day of the meeting: there are those who checked in, and those whose name was noted by hand."""
    came = Attendance.objects.filter(activity=meeting.activity_id).values_list("person", "name")
    people, names = {person for person, _name in came}, {name for _person, name in came}
    everybody = members(meeting.place, clock.local(meeting.activity.starts).date())
    found = [one for one in everybody if one.person.pk in people or one.person.name in names]
    share = value("council.quorum", place_id=meeting.place_id, at=meeting.activity.starts)["share"]
    return There(found, [one for one in everybody if one not in found], share)


@dataclass(frozen=True, slots=True)
class Said:
    """An opinion that was said at a meeting, and the answer that has passed."""

    card: Card
    answer: str = ""


def said(meeting: Meeting, actor: Actor) -> list[Said]:
    """The opinions of a meeting as far as the actor sees them: where each stands, and what was answered."""
    keys = collected(meeting.activity, actor)
    found, leads = cards(keys), {kind: lead_orders(kind, [n for k, n in keys if k == kind]) for kind, _n in keys}
    return [Said(found[key], _answer(leads[key[0]].get(key[1]))) for key in keys if key in found]


def _answer(order: Order | None) -> str:
    return order.answer_text if order and order.state == Order.State.PASSED else ""


def short_notice(meeting: Meeting) -> bool:
    """Whether members were told later than the rule asks for."""
    days, told = value("council.invite", place_id=meeting.place_id)["days"], last_taken(meeting.key, "convene")
    return told is not None and clock.local(meeting.activity.starts).date() < clock.local(told).date() + timedelta(days)


def asked(meeting: Meeting, actor: Actor) -> dict[str, Any] | None:
    """The actor's own invitation, with what they may answer, as `activities/asked.html` draws it."""
    own = invitations_of(actor).filter(activity=meeting.activity_id, person=actor.person_id).exclude(state="withdrawn")
    if not actor.resident or not (mine := own.first()):
        return None
    open_steps = TABLES[Invitation.kind()].open_steps(mine, actor) if meeting.state == "convened" else ()
    tone = {"invited": "soon", "coming": "done"}.get(mine.state, "late")
    facts = {"invitation": mine, "state_label": Invitation.State(mine.state).label, "tone": tone}
    return facts | {"steps": list(open_steps), "back": reverse("council:council")}


# The desk.


def years(rows: QuerySet[Convening]) -> list[tuple[Convening, Duty | None]]:
    """The duties of this year by street, those still open with their due. Two queries."""
    found = list(rows.filter(year=clock.today().year).order_by("place__code"))
    still = Duty.objects.open().filter(kind=Convening.kind(), number__in=[row.number for row in found])
    lamps = {duty.number: duty for duty in still}
    return [(row, lamps.get(row.number)) for row in found]


def figures(actor: Actor) -> list[tuple[str, int]]:
    """What this year counts, in the actor's reach."""
    place = Place.objects.get(pk=actor.place_id or 0)
    found = this_year(*MEASURES, place=place)
    return [(str(label), found[name]) for name, label in MEASURES.items()]


def unfinished(person_id: int) -> list[Key]:
    """What somebody recommended and is not decided: until then their data can't be erased."""
    rows = Nomination.objects.filter(by=person_id, state__in=OPEN)
    return [(Nomination.kind(), number) for number in rows.values_list("number", flat=True)]


# What other rooms show.


def links(activity: Activity, actor: Actor) -> Iterable[tuple[str, str]]:
    """On the page of the activity: the way to agenda and materials."""
    if activity.purpose_kind == Meeting.kind() and access.sees(actor, activity.purpose_number):
        yield _("Agenda and materials"), reverse("council:meeting", args=[activity.purpose_number])


def nomination_cards(numbers: list[str]) -> dict[str, Card]:
    """Nominations as cards: one query."""
    rows = Nomination.objects.filter(number__in=numbers).select_related("place")
    return {row.number: _card(row, _("Recommended: %(name)s") % {"name": row.name}, "nomination") for row in rows}


def meeting_cards(numbers: list[str]) -> dict[str, Card]:
    """Meetings as cards: one query."""
    rows = Meeting.objects.filter(number__in=numbers).select_related("place", "activity")
    return {row.number: _card(row, row.title, "meeting") for row in rows}


def convening_cards(numbers: list[str]) -> dict[str, Card]:
    """The duties of a year as cards: one query."""
    rows = Convening.objects.filter(number__in=numbers).select_related("place")
    title = _("Residents' council of %(year)s: meet at the start of the year")
    return {row.number: _card(row, title % {"year": row.year}, "convening") for row in rows}


def _card(row: Any, title: str, page: str) -> Card:
    href = reverse(f"council:{page}", args=[row.number])
    return Card(row.kind(), row.number, title, str(row.place), row.state, row.state_label, href)
