"""What is read of activities: lists, the roster of a station, the code for checking in."""

import hmac
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, Final

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from minsheng.ground.duties.queries import sees_matter
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Appointment, Deputy, Role
from minsheng.ground.places.models import Place, Station
from minsheng.ground.places.queries import stations_below
from minsheng.ground.policies.queries import value
from minsheng.instruments.activities.models import Activity, Attendance, Invitation
from minsheng.kernel import clock
from minsheng.kernel.workflow import Card, Key
from minsheng.kernel.workflow import cards as every_card

COLLECTED: list[Callable[[str, Actor], Iterable[Key]]] = []
"""By an activity's number, what was said there as far as the actor sees it; upper rooms say so when they are ready."""
LINKS: list[Callable[[Activity, Actor], Iterable[tuple[str, str]]]] = []
"""What upper rooms add to an activity's page: words and addresses, as far as the actor may open them."""
REPORTS: list[Callable[[Activity], str]] = []
"""Where a resident reports at an activity: the address, said by the room that has the form."""

DISTRICTWIDE: Final = (Role.DISTRICT, Role.AUDITOR, Role.ADMINISTRATOR)
DECEMBER: Final = 12
MODULUS: Final = 1_000_000


def title_of(activity: Activity) -> str:
    """What it is called: a shift is called by its kind."""
    return activity.title or activity.get_what_display()


def cards(numbers: list[str]) -> dict[str, Card]:
    """Activities as cards: one query."""
    rows = Activity.objects.filter(number__in=numbers).select_related("place", "station")
    return {row.number: _card(row) for row in rows}


def _card(row: Activity) -> Card:
    label = Activity.State(row.state).label
    href = reverse("activities:activity", args=[row.number])
    facts = {"at": row.starts}
    return Card(row.kind(), row.number, title_of(row), str(row.station or row.place), row.state, label, href, facts)


def invitation_cards(numbers: list[str]) -> dict[str, Card]:
    """Invitations as cards of their activities."""
    rows = Invitation.objects.filter(number__in=numbers).select_related("activity__place", "activity__station")
    return {row.number: _invitation_card(row) for row in rows}


def _invitation_card(row: Invitation) -> Card:
    card, label = _card(row.activity), Invitation.State(row.state).label
    return Card(row.kind(), row.number, card.title, card.place, row.state, label, card.href, card.facts)


def collected(activity: Activity, actor: Actor) -> list[Key]:
    """What was said at an activity, as far as the actor sees it."""
    return [key for ask in COLLECTED for key in ask(activity.number, actor)]


def links(activity: Activity, actor: Actor) -> list[tuple[str, str]]:
    """Words and addresses of what upper rooms offer at an activity."""
    return [link for ask in LINKS for link in ask(activity, actor)]


def held_for(purpose: Key) -> QuerySet[Activity]:
    """The activities of a matter of a room above, in order, called-off ones too."""
    return (
        Activity.objects.held_for(purpose).select_related("place", "station", "unit", "post").order_by("starts", "id")
    )


def came(purpose: Key) -> int:
    """How many were there at the activities of a matter; who came to two is counted twice."""
    return Attendance.objects.filter(activity__in=held_for(purpose)).count()


def occasion(number: str, actor: Actor) -> list[Card]:
    """Where something was said: the activity of that number, and the matter it was held for where the actor sees it."""
    activity = Activity.objects.filter(number=number).first() if number else None
    if activity is None:
        return []
    purpose = activity.purpose if activity.purpose and sees_matter(actor, activity.purpose) else None
    found = every_card([activity.key, *([purpose] if purpose else [])])
    return list(found.values())


def report_address(activity: Activity) -> str:
    """Where to report at this activity; "" while no room offers that."""
    return next((said(activity) for said in REPORTS), "")


# Lists by month.


def first_of(text: str) -> date:
    """The first day of a month given as "2026-11"; of this month where that is none."""
    try:
        return date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return clock.today().replace(day=1)


def following(first: date) -> date:
    """The first day of the month after."""
    return date(first.year + first.month // DECEMBER, first.month % DECEMBER + 1, 1)


def preceding(first: date) -> date:
    """The first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def midnight(day: date) -> datetime:
    """When a day begins, in China."""
    return datetime.combine(day, time.min, clock.ZONE)


def of_month(rows: QuerySet[Activity], first: date) -> QuerySet[Activity]:
    """Those of a month, in their order."""
    return rows.filter(starts__gte=midnight(first), starts__lt=midnight(following(first))).order_by("starts", "id")


# The roster: shifts of a station, and who is set down for them.


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift and the deputies who will be there, by code."""

    activity: Activity
    deputies: list[Deputy]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the grid: for each column the shift of that time, or none."""

    date: date
    cells: list[Shift | None]


@dataclass(frozen=True, slots=True)
class Roster:
    """A month of a station: its times as columns, its days as rows."""

    columns: list[str]
    days: list[Day]


def shifts(station: Station, since: datetime, until: datetime) -> list[Shift]:
    """The shifts of a station that begin within a time, in order, called-off ones left out. Two queries."""
    rows = Activity.objects.taking_place().between(since, until).filter(station=station, what=Activity.Kind.SHIFT)
    return _with_deputies(rows.select_related("station", "place").order_by("starts", "ends"))


def _with_deputies(rows: QuerySet[Activity]) -> list[Shift]:
    coming = Invitation.objects.filter(state=Invitation.State.COMING, post__deputy__isnull=False)
    there = coming.select_related("post__deputy__person").order_by("post__deputy__code")
    found: Iterable[Any] = rows.prefetch_related(Prefetch("invitations", there, to_attr="coming"))
    return [Shift(row, [one.post.deputy for one in row.coming]) for row in found]


def shift(activity: Activity) -> Shift:
    """One shift with its deputies."""
    return _with_deputies(Activity.objects.filter(pk=activity.pk))[0]


def invited(activity: Activity) -> list[Invitation]:
    """Who was asked to come or set down, in order."""
    rows = activity.invitations.select_related("activity__station", "post__deputy__person", "person")
    return list(rows.order_by("id"))


def of_day(station: Station, day: date | None = None) -> list[Shift]:
    """The shifts of a station on a day, today by default."""
    since = midnight(day or clock.today())
    return shifts(station, since, since + timedelta(days=1))


def today_near(station: Station) -> list[Shift]:
    """The shifts of today at a station, else at the one above it, else at the one above that. Two queries."""
    above = Station.objects.filter(pk=station.parent_id or 0).values("parent")
    near = Q(station=station) | Q(station=station.parent_id) | Q(station__in=above)
    since = midnight(clock.today())
    rows = (
        Activity.objects.taking_place().between(since, since + timedelta(days=1)).filter(near, what=Activity.Kind.SHIFT)
    )
    found = _with_deputies(rows.select_related("station", "place").order_by("-station__level__order", "starts", "ends"))
    return [shift for shift in found if shift.activity.station_id == found[0].activity.station_id]


def next_shifts(station: Station, most: int = 5) -> list[Shift]:
    """The next shifts of a station after today, within five weeks."""
    since = midnight(clock.today() + timedelta(days=1))
    return shifts(station, since, since + timedelta(weeks=5))[:most]


def on_duty(station: Station, at: datetime | None = None) -> list[Deputy]:
    """The deputies who are at a station at a moment, now by default, by code."""
    rows = Activity.objects.at(at or clock.now()).filter(station=station, what=Activity.Kind.SHIFT)
    found = {deputy.pk: deputy for shift in _with_deputies(rows) for deputy in shift.deputies}
    return sorted(found.values(), key=lambda deputy: deputy.code)


def roster(station: Station, first: date) -> Roster:
    """The grid of a month: every day, and every time of day at which some shift begins and ends."""
    found = shifts(station, midnight(first), midnight(following(first)))
    columns = sorted({_times(shift.activity) for shift in found})
    cells: dict[date, dict[str, Shift]] = defaultdict(dict)
    for shift in found:
        cells[clock.local(shift.activity.starts).date()][_times(shift.activity)] = shift
    days = [first + timedelta(days=n) for n in range((following(first) - first).days)]
    return Roster(columns, [Day(day, [cells[day].get(column) for column in columns]) for day in days])


def _times(activity: Activity) -> str:
    return f"{clock.local(activity.starts):%H:%M}–{clock.local(activity.ends):%H:%M}"


def set_down(station: Station, *, since: datetime | None = None) -> QuerySet[Invitation]:
    """Who is set down for shifts of a station that are still to come, in order."""
    rows = Invitation.objects.filter(
        activity__station=station, activity__what=Activity.Kind.SHIFT, state=Invitation.State.COMING
    )
    to_come = rows.filter(activity__starts__gte=since or midnight(clock.today()))
    return (
        to_come.exclude(activity__state=Activity.State.CANCELLED)
        .select_related("activity", "post__deputy__person")
        .order_by("activity__starts", "post__deputy__code")
    )


def askable(activity_place_id: int, station: Station | None = None) -> QuerySet[Deputy]:
    """The deputies in office who may be asked: of the street, and whoever sits at the station."""
    rows = Deputy.objects.filter(status=Deputy.Status.IN_OFFICE).select_related("person", "post").order_by("code")
    near = Q(post__place=activity_place_id) | Q(post__place__parent=activity_place_id)
    if station:
        sitting = Appointment.objects.current().filter(post__station=station)
        near |= Q(person__in=sitting.values("person"))
    return rows.filter(near)


def stations_of(actor: Actor) -> QuerySet[Station]:
    """The stations in an actor's reach: a coordinator's own and those below, an office's street's, the district's."""
    rows = Station.objects.in_use().select_related("place", "level", "parent")
    if actor.is_(Role.COORDINATOR):
        return rows.filter(pk__in=stations_below(actor.stations))
    if actor.is_(Role.OFFICE, Role.DIRECTOR):
        return rows.filter(place=actor.place_id)
    return rows.filter(place__district=actor.district) if actor.is_(*DISTRICTWIDE) else rows.none()


def stations_at(actor: Actor, street: Place | None) -> QuerySet[Station]:
    """Those of them that a street runs."""
    return stations_of(actor).filter(place=street)


def streets_of(actor: Actor) -> QuerySet[Place]:
    """The streets and the district whose stations are in reach."""
    return Place.objects.filter(pk__in=stations_of(actor).values("place")).order_by("code")


def deputies_of(actor: Actor) -> QuerySet[Deputy]:
    """The deputies in office in an actor's reach: a coordinator's, those who sit at the stations there."""
    rows = Deputy.objects.filter(status=Deputy.Status.IN_OFFICE).select_related("person", "post").order_by("code")
    if actor.is_(Role.COORDINATOR):
        sitting = Appointment.objects.current().filter(post__station__in=stations_of(actor))
        return rows.filter(person__in=sitting.values("person"))
    return rows.filter(post__place__in=streets_of(actor))


def deputies_at(actor: Actor, street: Place | None) -> QuerySet[Deputy]:
    """Those of them who were elected in a street."""
    return deputies_of(actor).filter(post__place=street)


def street_of(actor: Actor) -> Place | None:
    """The street of an official; none for residents, and for those of the whole district."""
    found = Place.objects.filter(pk=actor.place_id, kind=Place.Kind.STREET) if actor.staff and actor.place_id else None
    return found.first() if found else None


def home(actor: Actor) -> Place:
    """The street or district of an actor's post."""
    return Place.objects.select_related("parent").get(pk=actor.place_id or 0)


# Who came, and the code by which they say so.


def present(activity: Activity) -> QuerySet[Attendance]:
    """Who was there, in order of coming."""
    return activity.attendances.select_related("person").order_by("at", "id")


def is_there(activity: Activity, actor: Actor) -> bool:
    """Whether the actor has checked in, or was noted."""
    return bool(actor.person_id) and activity.attendances.filter(person=actor.person_id).exists()


def code_at(activity: Activity, moment: datetime) -> str:
    """The six digits that are shown at a moment."""
    return _code(activity, _slot(moment))


def is_code(activity: Activity, typed: str, moment: datetime) -> bool:
    """Whether these digits were shown at a moment, or in the half minutes before and after."""
    given = "".join(typed.split()).encode()
    around, now = value("activities.checkin")["slots"], _slot(moment)
    return any(
        hmac.compare_digest(_code(activity, slot).encode(), given) for slot in range(now - around, now + around + 1)
    )


def _slot(moment: datetime) -> int:
    return int(moment.timestamp()) // int(value("activities.checkin")["seconds"])


def _code(activity: Activity, slot: int) -> str:
    proof = hmac.new(activity.secret.encode(), f"{activity.number}|{slot}".encode(), sha256).digest()
    return f"{int.from_bytes(proof[:8]) % MODULUS:06d}"
