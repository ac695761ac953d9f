"""Who recommends, vets, decides and reads: the office prepares, the street committee decides, members see their own."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from minsheng.deliberation.council.models import Convening, Meeting, Nomination, OfStreet
from minsheng.ground.people.access import own_phone, phones_of
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.kernel import clock

OF_STREET = (Role.OFFICE, Role.DIRECTOR)
READERS = (*OF_STREET, Role.DISTRICT, Role.AUDITOR)
RECOMMENDERS = (Role.RESIDENT, Role.COUNCIL_MEMBER, Role.DEPUTY, Role.OFFICE)
"""Whoever decides recommends nobody."""


def near(actor: Actor, row: OfStreet) -> bool:
    """Whether the actor is of the congress side of the row's street."""
    return actor.is_(*OF_STREET) and actor.place_id == row.place_id


def _reach(actor: Actor) -> Q:
    if actor.is_(*OF_STREET):
        return Q(place=actor.place_id)
    return Q(district=actor.district) if actor.is_(*READERS) else Q(pk=None)


def nominations(actor: Actor) -> QuerySet[Nomination]:
    """Everybody's under public notice, one's own, and for officials their street's, but none about themselves."""
    rows = Nomination.objects.select_related("place", "community", "office", "committee")
    own = Q(by=actor.person_id) if actor.signed_in else Q(pk=None)
    return rows.filter(Q(state=Nomination.State.ANNOUNCED) | own | Q(pk__in=within(actor).values("pk")))


def within(actor: Actor) -> QuerySet[Nomination]:
    """What officials read of their reach, except what is about themselves."""
    rows = Nomination.objects.filter(_reach(actor)).select_related("place", "community")
    return rows.exclude(Exists(phones_of(actor).filter(phone=OuterRef("phone"))))


def reads(actor: Actor, nomination: Nomination) -> bool:
    """Whether the actor reads it as an official: who objected, what was found. Never about themselves."""
    within = near(actor, nomination) or (actor.is_(*READERS[2:]) and actor.district == nomination.district)
    return within and not (nomination.phone and own_phone(actor) == nomination.phone)


def may_recommend(actor: Actor, nomination: Nomination) -> bool:
    """Anybody in their own name; the office what it was given on paper, for its own street."""
    own = nomination.by_id == actor.person_id and actor.is_(*RECOMMENDERS)
    return own and (not actor.is_(Role.OFFICE) or near(actor, nomination))


def may_enter(actor: Actor, nomination: Nomination) -> bool:
    """The director takes over members that were appointed before."""
    return actor.is_(Role.DIRECTOR) and near(actor, nomination)


def may_vet(actor: Actor, nomination: Nomination) -> bool:
    """The office or the director, but nobody what they recommended themselves."""
    return near(actor, nomination) and reads(actor, nomination) and nomination.by_id != actor.person_id


def may_decide(actor: Actor, nomination: Nomination) -> bool:
    """The director alone."""
    return actor.is_(Role.DIRECTOR) and may_vet(actor, nomination)


def may_appoint(actor: Actor, nomination: Nomination) -> bool:
    """The director, once the public notice is over."""
    return may_decide(actor, nomination) and nomination.until is not None and nomination.until <= clock.now()


def may_withdraw(actor: Actor, nomination: Nomination) -> bool:
    """Whoever recommended it, or the office when the person recommended says so."""
    return nomination.by_id == actor.person_id or (actor.is_(Role.OFFICE) and may_vet(actor, nomination))


def may_contest(actor: Actor, nomination: Nomination) -> bool:
    """Whoever is signed in as a resident, while the public notice lasts, once."""
    until, resident = nomination.until, actor.signed_in and actor.resident
    on = nomination.state == Nomination.State.ANNOUNCED and until is not None and clock.now() < until
    return on and resident and not objected(actor, nomination)


def objected(actor: Actor, nomination: Nomination) -> bool:
    """Whether the actor has objected already."""
    return nomination.objections.filter(person=actor.person_id).exists()


def may_reveal(actor: Actor, nomination: Nomination) -> bool:
    """Office and director, while a phone is kept."""
    return bool(nomination.phone) and near(actor, nomination) and reads(actor, nomination)


# Meetings, and the duty of a year.


def meetings(actor: Actor) -> QuerySet[Meeting]:
    """Those of one's street, to officials and members; of the district to those who look after it."""
    member = Q(place=actor.place_id) if actor.is_(Role.COUNCIL_MEMBER) else Q(pk=None)
    rows = Meeting.objects.select_related("activity__station", "place__parent", "office", "committee")
    return rows.filter(_reach(actor) | member)


def sees(actor: Actor, number: str) -> bool:
    """Who sees a meeting sees its materials."""
    return meetings(actor).filter(number=number).exists()


def may_convene(actor: Actor, meeting: OfStreet) -> bool:
    """The director, or the office in the committee's name."""
    return near(actor, meeting)


def by_system(actor: Actor, _row: OfStreet) -> bool:
    """The clock, or the bell of the activity."""
    return actor.is_system


def may_prepare(actor: Actor, meeting: Meeting) -> bool:
    """Office and director add materials until the meeting is over."""
    return near(actor, meeting) and meeting.state == Meeting.State.CONVENED


def may_confirm(actor: Actor, meeting: Meeting) -> bool:
    """The director: nobody confirms in the committee's name but its own."""
    return actor.is_(Role.DIRECTOR) and near(actor, meeting)


def may_take_up(actor: Actor, meeting: Meeting) -> bool:
    """The director, once the members were heard on a plan."""
    heard = meeting.state in {Meeting.State.HELD, Meeting.State.DRAFTED, Meeting.State.CONFIRMED}
    return heard and may_confirm(actor, meeting) and meeting.agenda.filter(kind="plan").exists()


def may_print(actor: Actor, meeting: Meeting) -> bool:
    """Whoever prepares."""
    return near(actor, meeting)


def reads_minutes(actor: Actor, meeting: Meeting) -> bool:
    """Officials from the first draft, members once they are confirmed."""
    return bool(meeting.minutes) and (actor.is_(*READERS) or meeting.state == Meeting.State.CONFIRMED)


def convenings(actor: Actor) -> QuerySet[Convening]:
    """Those of one's reach."""
    return Convening.objects.select_related("place", "committee").filter(_reach(actor))
