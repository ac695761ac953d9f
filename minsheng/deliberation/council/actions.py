"""Recommending, vetting, public notice, appointing; convening, minutes; the duty of a year."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from minsheng.deliberation.council import queries
from minsheng.deliberation.council.models import Convening, Item, Meeting, Nomination, Objection
from minsheng.ground.files.actions import attach as attach_files
from minsheng.ground.files.models import File
from minsheng.ground.notices.actions import tell
from minsheng.ground.people import actions as people
from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.ground.people.models import Appointment, Post, Role
from minsheng.ground.places.actions import next_number, next_numbers
from minsheng.ground.places.models import Place
from minsheng.ground.policies.queries import due
from minsheng.instruments.activities import actions as activities
from minsheng.instruments.activities.actions import Plan
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, Wrong
from minsheng.kernel.workflow import begin, begin_all, record, take

NOMINATION, MEETING, YEAR = "N", "C", "Y"
A_DAY: Final = 10
"""Recommendations that one person may send."""


def recommend(place: Place, *, by: Actor, **facts: Any) -> Nomination:
    """Recommend somebody: `name`, `phone`, `category`, `community`, `about`, `why`, `how`, … Raises TooOften."""
    people.limit("recommend", f"{by.person_id}", most=A_DAY, within=timedelta(days=1))
    with transaction.atomic():
        number = next_number(place, NOMINATION)
        made = Nomination(number=number, by_id=by.person_id, **queries.desks(place), **facts)
        return begin(made, "recommend", by=by)


@transaction.atomic
def enter(place: Place, members: Sequence[tuple[Appointment, str, Place | None]], *, by: Actor) -> list[Nomination]:
    """Take over members who were appointed before: the appointment, their category, their community."""
    numbers = next_numbers(place, len(members), NOMINATION)
    desks = queries.desks(place)
    made = [
        Nomination(number=n, name=one.person.name, appointment=one, category=category, community=home, how="", **desks)
        for n, (one, category, home) in zip(numbers, members, strict=True)
    ]
    return begin_all(made, "enter", by=by) if made else []


@transaction.atomic
def take_over(
    place: Place, *, name: str, phone: str, category: str, community: Place, since: date, by: Actor
) -> Nomination:
    """Enter one member who was appointed before, until the term ends. Raises NotNow for whoever is one already."""
    seat = _seat(place, phone, name=name, since=since)
    return enter(place, [(seat, category, community)], by=by)[0]


def announce(nomination: Nomination, *, by: Actor, note: str = "") -> Nomination:
    """Show to everybody who was recommended, for as long as the rule `council.notice` says."""
    until = due("council.notice", place_id=nomination.place_id, at=clock.now()).at
    return take(nomination, "announce", by=by, note=note, changes={"until": until})


@transaction.atomic
def contest(nomination: Nomination, *, words: str, by: Actor) -> Nomination:
    """Keep what somebody has against a nomination. The journal says that it was said; the words are beside it."""
    record(nomination, "contest", by=by)
    Objection.objects.create(nomination=nomination, person_id=by.person_id or 0, words=words)
    return nomination


@transaction.atomic
def appoint(nomination: Nomination, *, by: Actor, findings: str = "", note: str = "") -> Nomination:
    """Make somebody a member until the council's term ends. Raises Wrong while an objection has no answer."""
    if nomination.objections.exists() and not findings:
        raise Wrong(_("Somebody objected. Say what was found before you appoint."))
    take(nomination, "appoint", by=by, note=note, changes=lambda row: _seated(row) | {"findings": findings})
    return _told(nomination, "appoint")


def _seated(row: Nomination) -> dict[str, Any]:
    """The phone is the person's from now on."""
    return {"appointment": _seat(row.place, row.phone, name=row.name, since=clock.today()), "phone": ""}


def _seat(place: Place, phone: str, *, name: str, since: date) -> Appointment:
    """Put a person on the council's post until the term ends."""
    person = people.person_of(phone, name=name)
    post = Post.objects.filter(place=place, role=Role.COUNCIL_MEMBER).first() or _post(place)
    if Appointment.objects.current().filter(person=person, post=post).exists():
        raise NotNow(_("This person is a member already."))
    return people.appoint(person, post, since=since, until=queries.term(place.pk)[1])


def _post(place: Place) -> Post:
    """The seat of a street's members, set up when the first one is appointed."""
    return people.open_post(Role.COUNCIL_MEMBER, queries.words()["post"].format(street=place.name), place=place)


@transaction.atomic
def not_admit(nomination: Nomination, *, refusal: str, by: Actor, note: str = "") -> Nomination:
    """Admit somebody not; whoever recommended reads why."""
    take(nomination, "not_admit", by=by, note=note, changes={"refusal": refusal, "phone": ""}, reason=refusal)
    return _told(nomination, "not_admit")


def withdraw(nomination: Nomination, *, by: Actor, note: str = "") -> Nomination:
    """Take a recommendation back; the phone is forgotten."""
    return take(nomination, "withdraw", by=by, note=note, changes={"phone": ""})


def _told(nomination: Nomination, step: str) -> Nomination:
    """Whoever recommended hears of the decision, and who was appointed."""
    told = [nomination.by_id, nomination.appointment.person_id if nomination.appointment else None]
    key, district = nomination.key, nomination.district
    tell([one for one in told if one], matter=key, subject=key, step=step, district=district, link=False)
    return nomination


def reveal(nomination: Nomination, *, note: str, by: Actor) -> Nomination:
    """Note that somebody looks at the phone number, and why."""
    return record(nomination, "reveal", by=by, note=note)


# Meetings.


@transaction.atomic
def convene(plan: Plan, agenda: Sequence[Item], *, by: Actor, documents: Sequence[File] = ()) -> Meeting:
    """Convene the council of the plan's street: the activity, the agenda, the materials, and its members asked."""
    number = next_number(plan.place, MEETING)
    activity = activities.announce(replace(plan, purpose=(Meeting.kind(), number)), by=by)
    meeting = Meeting(number=number, activity=activity, **queries.desks(plan.place))
    begin(meeting, "convene", by=by)
    for position, item in enumerate(agenda, 1):
        item.meeting, item.position = meeting, position
    Item.objects.bulk_create(agenda)
    _keep(meeting, documents, by)
    activities.invite(activity, people=(seat.person for seat in queries.members(plan.place)), by=by)
    return meeting


def attach(meeting: Meeting, *, documents: Sequence[File], by: Actor, note: str = "") -> Meeting:
    """Add materials before the meeting."""
    with transaction.atomic():
        record(meeting, "attach", by=by, note=note)
        _keep(meeting, documents, by)
    return meeting


def _keep(meeting: Meeting, documents: Sequence[File], by: Actor) -> None:
    kind, number = meeting.key
    attach_files(documents, kind=kind, number=number, role="document", by=by)


def hold(meeting: Meeting) -> None:
    """The meeting is over: minutes are due, and the duty of its year is done. The bell of the activity calls this."""
    take(meeting, "hold", by=SYSTEM)
    year = clock.local(meeting.activity.starts).year
    for duty in Convening.objects.filter(place=meeting.place_id, year=year, state=Convening.State.DUE):
        take(duty, "hold", by=SYSTEM)


def draft(meeting: Meeting, *, minutes: str, by: Actor, note: str = "") -> Meeting:
    """Write the minutes, or write them anew, until they are confirmed."""
    return take(meeting, "draft", by=by, note=note, changes={"minutes": minutes})


def confirm(meeting: Meeting, *, by: Actor, note: str = "") -> Meeting:
    """Confirm the minutes; who was there and how much was said is counted by them."""
    there, said = queries.there(meeting).count, len(queries.said(meeting, by))
    return take(meeting, "confirm", by=by, note=note, there=there, said=said)


@transaction.atomic
def take_up(meeting: Meeting, *, taken: dict[int, tuple[str, str]], by: Actor, note: str = "") -> Meeting:
    """Say of each plan (by its id) how the members' opinions were taken up, and in what words."""
    record(meeting, "take_up", by=by, note=note)
    for pk, (what, words) in taken.items():
        meeting.agenda.filter(pk=pk, kind=Item.Kind.PLAN).update(taken=what, answer=words)
    return meeting


# The duty of a year.


@transaction.atomic
def begin_year(streets: Iterable[Place]) -> int:
    """Begin the duty of this year where it hasn't, while there is time; close what last year left. How many began."""
    year = clock.today().year
    for old in Convening.objects.filter(state=Convening.State.DUE, year__lt=year):
        take(old, "miss", by=SYSTEM)
    known = set(Convening.objects.filter(year=year).values_list("place", flat=True))
    new = [queries.convening(street, year) for street in streets if street.pk not in known]
    in_time = [one for one in new if one and _in_time(one)]
    return len(begin_all(in_time, "fall_due", by=SYSTEM)) if in_time else 0


def _in_time(row: Convening) -> bool:
    """Nobody is blamed for what was over before this platform began."""
    now = clock.now()
    return due("council.first_meeting", place_id=row.place_id, at=now, since=row.moments).at > now


def forget(person_id: int, _by: Actor) -> None:
    """Forget what a person objected with, and whom they recommended in vain."""
    Objection.objects.filter(person=person_id).update(words="")
    rows = Nomination.objects.filter(by=person_id, appointment=None)
    rows.update(name="", phone="", about="", why="")
