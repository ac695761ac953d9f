"""Who organises, who is asked, who reads what.

A station's coordinator holds what takes place there and below, the congress work office and its director what their
street holds, the district its own. Everybody sees what is public; whoever is asked to come sees that.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q, QuerySet

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.ground.places.models import Station
from minsheng.ground.places.queries import stations_below
from minsheng.instruments.activities.models import Activity, Attendance, Invitation
from minsheng.kernel import clock

PUBLIC = Q(public=True)
OF_THE_PLACE = (Role.OFFICE, Role.DIRECTOR, Role.DISTRICT)
ANNOUNCERS = (Role.COORDINATOR, Role.OFFICE, Role.DIRECTOR, Role.DISTRICT)
"""Who announces activities."""
ORGANISERS = (*ANNOUNCERS, Role.AUDITOR)
"""Who opens the pages of those who organise; what they may change there is asked for each."""
PRINTERS = (*ANNOUNCERS, Role.ADMINISTRATOR)
"""Who prints posters and replaces codes."""
BEFORE_THE_END = (Activity.State.ANNOUNCED, Activity.State.RUNNING)
FROM_THE_START = (Activity.State.RUNNING, Activity.State.HELD)
MINUTES_ELSEWHERE: set[str] = set()
"""The kinds of matters that keep the minutes of their activities themselves; rooms above say so when they are ready."""


def _asked_on_post(actor: Actor) -> Q:
    return Q(pk__in=_standing().filter(post__in=actor.posts).values("activity"))


def _as_person(actor: Actor) -> Q:
    """What one was asked to, or was at."""
    there = Attendance.objects.filter(person=actor.person_id).values("activity")
    return Q(pk__in=_standing().filter(person=actor.person_id).values("activity")) | Q(pk__in=there)


def _standing() -> QuerySet[Invitation]:
    return Invitation.objects.exclude(state=Invitation.State.WITHDRAWN)


SCOPES: dict[str, Callable[[Actor], Q]] = {
    Role.RESIDENT: _as_person,
    Role.COUNCIL_MEMBER: _as_person,
    Role.DEPUTY: lambda actor: _asked_on_post(actor) | Q(station__in=actor.stations),
    Role.OFFICE: lambda actor: Q(place=actor.place_id),
    Role.DIRECTOR: lambda actor: Q(place=actor.place_id),
    Role.GOVERNMENT: _asked_on_post,
    Role.HANDLER: _asked_on_post,
    Role.COORDINATOR: lambda actor: Q(station__in=stations_below(actor.stations)),
    Role.DISTRICT: lambda actor: Q(district=actor.district),
    Role.AUDITOR: lambda actor: Q(district=actor.district),
}
"""What each role sees beside what is public. Administrators see nothing beside."""


def visible_to(actor: Actor) -> QuerySet[Activity]:
    """The activities that an actor may see, with what a page of them needs."""
    rows = Activity.objects.select_related("place__parent", "station", "unit", "post")
    scope = SCOPES.get(actor.role) if actor.kind == "person" else None
    return rows.filter(PUBLIC | scope(actor)) if scope else rows.filter(PUBLIC)


def held_at(number: str, actor: Actor) -> str:
    """The number of an activity that the actor sees, and that is on or was within a day; "" for any other."""
    lately = Q(ends__gt=clock.now() - timedelta(days=1), state__in=(Activity.State.RUNNING, Activity.State.HELD))
    return number if number and visible_to(actor).filter(lately, number=number).exists() else ""


def invitations_of(actor: Actor) -> QuerySet[Invitation]:
    """The invitations that an actor may see: their own, and those to what they organise or look after."""
    rows = Invitation.objects.select_related("activity", "post__deputy__person", "person")
    if actor.kind != "person":
        return rows.none()
    if actor.resident:
        return rows.filter(person=actor.person_id)
    return rows.filter(Q(activity__in=_organised(actor)) | Q(post__in=actor.posts))


def _organised(actor: Actor) -> QuerySet[Activity]:
    readers = (*OF_THE_PLACE, Role.COORDINATOR, Role.AUDITOR)
    scope = SCOPES[actor.role](actor) if actor.is_(*readers) else Q(pk=None)
    return Activity.objects.filter(scope)


def organises(actor: Actor, activity: Activity) -> bool:
    """Whether the actor reads who is invited and who came."""
    return _organised(actor).filter(pk=activity.pk).exists()


def holds(actor: Actor, activity: Activity) -> bool:
    """Whether the actor is of those who hold it."""
    if actor.is_(Role.COORDINATOR):
        return activity.station_id in stations_below(actor.stations)
    return actor.is_(*OF_THE_PLACE) and actor.place_id == activity.place_id


def keeps_roster(actor: Actor, station: Station) -> bool:
    """Whether the actor holds what takes place at a station."""
    if actor.is_(Role.COORDINATOR):
        return station.pk in stations_below(actor.stations)
    return actor.is_(*OF_THE_PLACE) and actor.place_id == station.place_id


def may_announce(actor: Actor, activity: Activity) -> bool:
    """Those who hold it."""
    return holds(actor, activity)


def may_start(actor: Actor, activity: Activity) -> bool:
    """Those who hold it, or the clock."""
    return actor.is_system or holds(actor, activity)


def may_cancel(actor: Actor, activity: Activity) -> bool:
    """Those who hold it; before it begins also the system, where what it was announced for was taken back."""
    return holds(actor, activity) or (actor.is_system and activity.state == Activity.State.ANNOUNCED)


def may_edit(actor: Actor, activity: Activity) -> bool:
    """Those who hold it, before it begins."""
    return activity.state == Activity.State.ANNOUNCED and holds(actor, activity)


def may_invite(actor: Actor, activity: Activity) -> bool:
    """Those who hold it, before it is over."""
    return activity.state in BEFORE_THE_END and holds(actor, activity)


def may_check_in(actor: Actor, activity: Activity) -> bool:
    """Whoever is signed in and sees it, while it goes on."""
    return actor.signed_in and activity.now_on and visible_to(actor).filter(pk=activity.pk).exists()


def may_mark(actor: Actor, activity: Activity) -> bool:
    """Those who hold it, from its beginning on."""
    return activity.state in FROM_THE_START and holds(actor, activity)


def may_draft(actor: Actor, activity: Activity) -> bool:
    """Those who hold it, from its beginning on until the minutes are confirmed, where they are kept here."""
    here = activity.purpose_kind not in MINUTES_ELSEWHERE
    return here and activity.confirmed_at is None and may_mark(actor, activity)


def may_confirm(actor: Actor, activity: Activity) -> bool:
    """The office, its director or the district, once it is over and minutes are drafted: not the coordinator."""
    ready = bool(activity.minutes) and activity.state == Activity.State.HELD and activity.confirmed_at is None
    return ready and actor.is_(*OF_THE_PLACE) and holds(actor, activity)


def reads_minutes(actor: Actor, activity: Activity) -> bool:
    """Who organises it; whoever was asked to come, once the minutes are confirmed."""
    if organises(actor, activity):
        return True
    asked = activity.invitations.exclude(state=Invitation.State.WITHDRAWN).filter(_own(actor))
    return activity.confirmed_at is not None and actor.kind == "person" and asked.exists()


def may_ask(actor: Actor, invitation: Invitation) -> bool:
    """Those who hold the activity."""
    return holds(actor, invitation.activity)


def may_answer(actor: Actor, invitation: Invitation) -> bool:
    """Whoever was asked: on the post, or the person."""
    if invitation.post_id:
        return actor.staff and invitation.post_id in actor.posts
    return actor.resident and actor.kind == "person" and invitation.person_id == actor.person_id


def may_withdraw(actor: Actor, invitation: Invitation) -> bool:
    """Those who hold the activity; the system once it is over."""
    return actor.is_system or may_ask(actor, invitation)


def _own(actor: Actor) -> Q:
    return Q(person=actor.person_id) if actor.resident else Q(post__in=actor.posts)
