"""Announcing, asking, checking in, minutes. The roster of a station is in `set_down`, `swap` and `substitute`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from minsheng.ground.people.actions import limit
from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.ground.people.models import Deputy, Person, Post
from minsheng.ground.places.actions import next_numbers
from minsheng.ground.places.models import Place, Station
from minsheng.ground.policies.queries import value
from minsheng.instruments.activities.models import Activity, Attendance, Invitation
from minsheng.instruments.activities.queries import is_code
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours, Wrong
from minsheng.kernel.workflow import Key, begin_all, record, take

LETTER: Final = "A"
WEEK: Final = timedelta(weeks=1)


type Times = tuple[datetime, datetime]
type Seat = Post | Person


@dataclass(frozen=True, slots=True)
class Plan:
    """What is announced. `starts` and `ends` are aware; `series` names the standing platform it belongs to.

    `purpose` is the key of the matter that it is held for.
    """

    what: str
    place: Place
    starts: datetime
    ends: datetime
    title: str = ""
    about: str = ""
    station: Station | None = None
    address: str = ""
    series: str = ""
    public: bool = True
    purpose: Key | None = None


def announce(plan: Plan, *, by: Actor) -> Activity:
    """Make one known. Raises NotYours for who doesn't hold what takes place there, NotNow where a shift is already."""
    return announce_all([plan], by=by)[0]


def announce_series(plan: Plan, *, times: int, by: Actor, every: timedelta = WEEK) -> list[Activity]:
    """Make a standing platform known: the first meeting as planned, and the others each so much later."""
    series = plan.series or plan.title
    later = [every * n for n in range(times)]
    plans = [replace(plan, series=series, starts=plan.starts + by_, ends=plan.ends + by_) for by_ in later]
    return announce_all(plans, by=by)


@transaction.atomic
def announce_all(plans: Sequence[Plan], *, by: Actor) -> list[Activity]:
    """The same for several of one place, with one ring of the bell."""
    _refuse_twice(plans)
    numbers = next_numbers(plans[0].place, len(plans), LETTER)
    return begin_all(
        [_planned(plan, number, by) for plan, number in zip(plans, numbers, strict=True)], "announce", by=by
    )


def _refuse_twice(plans: Sequence[Plan]) -> None:
    """At one station and time there is one shift."""
    for plan in plans:
        if plan.what == Activity.Kind.SHIFT and _shift(plan.station, plan.starts, plan.ends):
            raise NotNow(_("There is a shift at this station and time already. Put deputies on the roster there."))


def _shift(station: Station | None, starts: datetime, ends: datetime) -> Activity | None:
    rows = Activity.objects.taking_place().filter(station=station, what=Activity.Kind.SHIFT)
    return rows.filter(starts=starts, ends=ends).first()


def _planned(plan: Plan, number: str, by: Actor) -> Activity:
    names = ("what", "title", "about", "station", "address", "place", "starts", "ends", "series", "public")
    facts = {name: getattr(plan, name) for name in names}
    host = {"unit_id": by.unit_id} if by.unit_id else {"post_id": by.post_id}
    kind, matter = plan.purpose or ("", "")
    purpose = {"purpose_kind": kind, "purpose_number": matter}
    return Activity(number=number, district=plan.place.district, **facts, **purpose, **host)


def edit(activity: Activity, *, by: Actor, note: str = "", **changes: Any) -> Activity:
    """Change `title`, `about`, `address`, `starts` or `ends` before it begins."""
    return record(activity, "edit", by=by, note=note, changes=changes)


# Asking people to come.


def invite(
    activity: Activity, *, deputies: Iterable[Deputy] = (), people: Iterable[Person] = (), by: Actor, note: str = ""
) -> list[Invitation]:
    """Ask deputies and others to come; each finds it among their duties. Who is asked already is left as it is."""
    return _ask(activity, [*(deputy.post for deputy in deputies), *people], "invite", by=by, note=note)


def assign(activity: Activity, deputy: Deputy, *, by: Actor, note: str = "") -> list[Invitation]:
    """Put a deputy down for it. None when that was done already."""
    return _ask(activity, [deputy.post], "assign", by=by, note=note)


@transaction.atomic
def _ask(activity: Activity, asked: Sequence[Seat], step: str, *, by: Actor, note: str = "") -> list[Invitation]:
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if locked.state not in {Activity.State.ANNOUNCED, Activity.State.RUNNING}:
        raise NotNow(_("This is over or was called off, so nobody can be asked to come."))
    made = _unasked(locked, asked)
    return begin_all(made, step, by=by, note=note) if made else []


def _unasked(activity: Activity, seats: Sequence[Seat]) -> list[Invitation]:
    """Invitations not yet saved, for those who have none. The caller holds the activity's lock."""
    before = list(activity.invitations.select_related("post", "person"))
    asked = {one.post or one.person for one in before if one.state != Invitation.State.WITHDRAWN}
    new = [seat for seat in dict.fromkeys(seats) if seat not in asked]
    return [_invitation(activity, seat, len(before) + n) for n, seat in enumerate(new, 1)]


def _invitation(activity: Activity, seat: Seat, n: int) -> Invitation:
    who = {"post": seat} if isinstance(seat, Post) else {"person": seat}
    place = {"place_id": activity.place_id, "district": activity.district}
    return Invitation(number=f"{activity.number}-{n}", activity=activity, **place, **who)


# The roster of a station.


@dataclass(frozen=True, slots=True)
class Slot:
    """A line of the roster: from when to when a deputy receives residents."""

    starts: datetime
    ends: datetime
    deputy: Deputy


@transaction.atomic
def set_down(station: Station, slots: Sequence[Slot], *, by: Actor) -> int:
    """Put deputies on the roster of a station, with the shifts that this needs; how many of the slots were new.

    The same slots twice change nothing. Slots of the same time are one shift.
    """
    Station.objects.select_for_update().get(pk=station.pk)
    times: dict[Times, list[Post]] = defaultdict(list)
    for slot in slots:
        times[slot.starts, slot.ends].append(slot.deputy.post)
    shifts = _shifts(station, list(times), by)
    made = [one for shift in shifts for one in _unasked(shift, times[shift.starts, shift.ends])]
    if made:
        begin_all(made, "assign", by=by)
    return len(made)


def _shifts(station: Station, times: Iterable[Times], by: Actor) -> list[Activity]:
    """The shifts of these times, those announced that were missing."""
    found = {pair: _shift(station, *pair) for pair in times}
    there = [shift for shift in found.values() if shift]
    missing = [_shift_plan(station, *pair) for pair, shift in found.items() if shift is None]
    return there + (announce_all(missing, by=by) if missing else [])


def _shift_plan(station: Station, starts: datetime, ends: datetime) -> Plan:
    return Plan(Activity.Kind.SHIFT, station.place, starts, ends, station=station, address=station.address)


@transaction.atomic
def swap(first: Invitation, second: Invitation, *, by: Actor, note: str = "") -> None:
    """Let two deputies change their shifts with each other."""
    _lock_both(first, second)
    one, other = first.post, second.post
    if not one or not other or first.activity_id == second.activity_id or one == other:
        raise Wrong(_("Choose two different shifts of two different deputies."))
    for invitation in (first, second):
        take(invitation, "withdraw", by=by, note=note)
    _put(first.activity, other, by=by, note=note)
    _put(second.activity, one, by=by, note=note)


@transaction.atomic
def substitute(invitation: Invitation, *, deputy: Deputy, by: Actor, note: str = "") -> None:
    """Let another deputy take over a shift."""
    take(invitation, "withdraw", by=by, note=note)
    _put(invitation.activity, deputy.post, by=by, note=note)


def _put(activity: Activity, post: Post, *, by: Actor, note: str) -> None:
    if not _ask(activity, [post], "assign", by=by, note=note):
        words = _("%(deputy)s is already on the roster at that time, so nothing was changed.")
        raise NotNow(words % {"deputy": post.name})


def _lock_both(first: Invitation, second: Invitation) -> None:
    """In one order, so that two who swap the same shifts at once don't wait for each other."""
    pks = [first.activity_id, second.activity_id]
    list(Activity.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))


# Who came, and what was said.


def check_in(activity: Activity, *, code: str, at: datetime, by: Actor) -> Activity:
    """Somebody is there: they scanned or typed the code that was shown at a moment. Twice is once.

    Raises Wrong for a wrong or old code, NotNow when it isn't going on, TooOften for who only guesses.
    """
    if not activity.now_on:
        raise NotNow(_("One can check in only while it goes on."))
    limit("checkin", f"{by.person_id}", most=value("activities.checkin")["wrong_per_hour"], within=timedelta(hours=1))
    stay = timedelta(minutes=value("activities.checkin")["stay_minutes"])
    if not clock.now() - stay <= at <= clock.now() or not is_code(activity, code, at):
        raise Wrong(_("This code is wrong or too old. Scan or type the one that is shown now."))
    return _note(activity, "check_in", by, Attendance(person_id=by.person_id, how=Attendance.How.CODE))


def mark(activity: Activity, *, name: str, by: Actor, note: str = "") -> Activity:
    """Note by hand that somebody is there."""
    there = Attendance(name=name.strip(), how=Attendance.How.HAND, by_id=by.person_id)
    return _note(activity, "mark", by, there, note=note)


@transaction.atomic
def _note(activity: Activity, verb: str, by: Actor, there: Attendance, *, note: str = "") -> Activity:
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if there.person_id and locked.attendances.filter(person=there.person_id).exists():
        return activity
    record(activity, verb, by=by, note=note)
    there.activity = activity
    there.save(force_insert=True)
    return activity


def draft(activity: Activity, *, minutes: str, by: Actor, note: str = "") -> Activity:
    """Write down what was said, or write it anew, until it is confirmed."""
    return record(activity, "draft", by=by, note=note, changes={"minutes": minutes})


def confirm(activity: Activity, *, by: Actor, note: str = "") -> Activity:
    """Confirm the minutes; they are not changed any more."""
    return record(activity, "confirm", by=by, note=note, changes={"confirmed_at": clock.now()})


# What the clock does.


def turn_over() -> int:
    """Open what begins now and close what is over, as the system; how many were moved."""
    now = clock.now()
    begun = Activity.objects.filter(state=Activity.State.ANNOUNCED, starts__lte=now)
    moved = sum(_moved(activity, "start") for activity in begun.order_by("starts")[:200])
    over = Activity.objects.filter(state=Activity.State.RUNNING, ends__lte=now)
    return moved + sum(_moved(activity, "close") for activity in over.order_by("ends")[:200])


def _moved(activity: Activity, step: str) -> bool:
    """Take a step as the system; not where somebody was faster."""
    try:
        take(activity, step, by=SYSTEM)
    except (NotNow, NotYours):
        return False
    return True


def release(activity: Activity) -> None:
    """Nobody needs to answer any more: what was not answered is withdrawn. Called when it is over or called off."""
    for invitation in activity.invitations.filter(state=Invitation.State.INVITED):
        take(invitation, "withdraw", by=SYSTEM)
