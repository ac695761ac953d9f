"""Who sees an opinion and who may do what with it (domain.md §4, §5.1 as changed by §0.4)."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q, QuerySet

from minsheng.ground.journal.queries import acted, taken_from
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Appointment, Role
from minsheng.ground.places.queries import stations_below
from minsheng.ground.policies.queries import value
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.dispatch.queries import numbers_of_unit, orders, standing
from minsheng.instruments.opinions.models import CallBack, Opinion, Support, Tracker
from minsheng.instruments.publishing.queries import is_public
from minsheng.kernel import clock

PLAIN = Q(hidden=Opinion.Hidden.NO)
BEFORE_OFFICE = frozenset({Opinion.State.SUBMITTED, Opinion.State.RECEIVED})
AT_WORK = frozenset({Opinion.State.TRANSFERRED, Opinion.State.TRIAGED, Opinion.State.IN_HAND, Opinion.State.PROMISED})
OPEN = BEFORE_OFFICE | AT_WORK
CALLING = frozenset({"reveal", "call_back", "print"})
"""What somebody does in order to call back: whoever was not reached is called again."""
FOLLOW_UPS = 1
"""How often a rating may follow a dissatisfied one (浙江省政务服务“好差评”: one follow-up rating)."""

SCOPES: dict[str, Callable[[Actor], Q]] = {
    Role.RESIDENT: lambda actor: Q(author=actor.person_id),
    Role.COUNCIL_MEMBER: lambda actor: Q(author=actor.person_id),
    Role.DEPUTY: lambda actor: PLAIN & (_addressed(actor) | Q(pk__in=_tracked(actor))),
    Role.OFFICE: lambda actor: Q(office=actor.unit_id),
    Role.DIRECTOR: lambda actor: Q(place=actor.place_id),
    Role.GOVERNMENT: lambda actor: PLAIN & _with_an_order(actor),
    Role.HANDLER: lambda actor: PLAIN & _with_an_order(actor),
    Role.DISTRICT: lambda actor: PLAIN & Q(district=actor.district),
    Role.COORDINATOR: lambda actor: PLAIN & Q(station__in=stations_below(actor.stations)),
    Role.AUDITOR: lambda actor: PLAIN & Q(district=actor.district),
}
"""What each role sees. Administrators see no content at all."""

REVEALERS = (
    Role.OFFICE,
    Role.DIRECTOR,
    Role.DEPUTY,
    Role.GOVERNMENT,
    Role.HANDLER,
    Role.DISTRICT,
    Role.COORDINATOR,
)


def visible_to(actor: Actor) -> QuerySet[Opinion]:
    """The opinions that an actor may see, with what a page of them needs."""
    rows = Opinion.objects.select_related("place", "community", "category", "office", "station")
    if actor.link_key:
        kind, number = actor.link_key
        return rows.filter(number=number, author=actor.person_id) if kind == Opinion.kind() else rows.none()
    scope = SCOPES.get(actor.role) if actor.kind == "person" else None
    return rows.filter(scope(actor)).exclude(_accused(actor)) if scope else rows.none()


def sees(actor: Actor, number: str) -> bool:
    """Whether the actor sees the opinion of that number."""
    return visible_to(actor).filter(number=number).exists()


def sees_photos(actor: Actor, number: str) -> bool:
    """Who sees an opinion sees its photos; so do officials who handle what it was united with."""
    united = Opinion.objects.filter(PLAIN, number=number, state=Opinion.State.MERGED)
    leads = visible_to(actor).order_by().values("pk")
    return sees(actor, number) or (actor.staff and united.filter(merged_into__in=leads).exists())


def may_submit(actor: Actor, opinion: Opinion) -> bool:
    """A resident, in their own name."""
    return actor.is_(Role.RESIDENT, Role.COUNCIL_MEMBER) and opinion.author_id == actor.person_id


def may_register(actor: Actor, opinion: Opinion) -> bool:
    """Staff, for somebody who came by, called or wrote on paper: of the office, or of a station in whose reach it is.

    An import was told by the command's operator where it goes.
    """
    if actor.kind == "import":
        return True
    if opinion.entered_by_id is None or opinion.entered_by_id != actor.person_id:
        return False
    if actor.is_(Role.OFFICE):
        return actor.unit_id == opinion.office_id
    return actor.is_(Role.COORDINATOR) and opinion.station_id in stations_below(actor.stations)


def may_receive(actor: Actor, opinion: Opinion) -> bool:
    """The named deputy; where none is named, any deputy of the station."""
    post = opinion.deputy_post_id or opinion.station_post_id
    return actor.is_(Role.DEPUTY) and post in actor.posts and opinion.in_plain_sight


def may_transfer(actor: Actor, opinion: Opinion) -> bool:
    """Whoever may receive it; the system when nobody did in time or nobody is there to."""
    return actor.is_system or may_receive(actor, opinion)


def may_office(actor: Actor, opinion: Opinion) -> bool:
    """The congress work office of the street, its clerks who wrote the opinion or are accused in it excepted."""
    concerned = actor.person_id in {opinion.author_id, opinion.accused_person_id}
    return actor.is_(Role.OFFICE) and actor.unit_id == opinion.office_id and not concerned


def may_dispatch(actor: Actor, opinion: Opinion) -> bool:
    """The office; never what is hidden, since it would show it to a department."""
    return may_office(actor, opinion) and opinion.in_plain_sight


def may_conclude(actor: Actor, opinion: Opinion) -> bool:  # noqa: ARG001 (the shape of every `may`)
    """The system, when the last order of the round has passed, and whatever else follows by itself."""
    return actor.is_system


def may_unmerge(actor: Actor, opinion: Opinion) -> bool:
    """The office; the system when the other matter is withdrawn or hidden."""
    return actor.is_system or may_office(actor, opinion)


def may_withdraw(actor: Actor, opinion: Opinion) -> bool:
    """Whoever wrote it, until it is handed over."""
    return _own(actor, opinion)


def may_accept_answer(actor: Actor, opinion: Opinion) -> bool:
    """The office, where a deputy has explained it on the spot; deputies close nothing themselves."""
    return may_dispatch(actor, opinion) and opinion.spot_answer != ""


def may_contest(actor: Actor, opinion: Opinion) -> bool:
    """Whoever wrote it, once to each: to a refusal, a merge, an explanation on the spot that nobody handled since.

    Who objected to the explanation may still object to the refusal that came of it.
    """
    handled = opinion.state == Opinion.State.ANSWERED and (opinion.spot_answer == "" or opinion.round > 1)
    return _own(actor, opinion) and not handled and not _objected(opinion)


def _objected(opinion: Opinion) -> bool:
    """Whether its author has objected to what stands now before."""
    return opinion.objected and taken_from(opinion.key, "contest", opinion.state)


def may_rate(actor: Actor, opinion: Opinion) -> bool:
    """Whoever wrote it, signed in or by the signed link they were sent."""
    if not actor.resident or actor.person_id != opinion.author_id or actor.link_key not in {None, opinion.key}:
        return False
    if actor.person_id in {None, opinion.entered_by_id} or opinion.times_unhappy > FOLLOW_UPS:
        return False
    return not _works_on(actor, opinion)


def _own(actor: Actor, opinion: Opinion) -> bool:
    """Whoever wrote it, signed in or by the signed link they were sent."""
    return (
        actor.resident
        and actor.person_id is not None
        and actor.person_id == opinion.author_id
        and actor.link_key in {None, opinion.key}
    )


def _works_on(actor: Actor, opinion: Opinion) -> bool:
    """Whether the person holds any post, acting or not, in a unit that had the opinion in hand: then nobody rates."""
    units = standing(opinion.key, opinion.round).values("unit")
    return Appointment.objects.current().filter(person=actor.person_id, post__unit__in=units).exists()


def may_close(actor: Actor, opinion: Opinion) -> bool:
    """The system: unrated in time, or rated well and not drawn to be called back. The office: after the call-back."""
    if actor.is_system:
        return opinion.state == Opinion.State.ANSWERED or not (opinion.unhappy or opinion.sampled)
    return opinion.state == Opinion.State.CALLBACK and _may_call_back(actor, opinion)


def may_call_back(actor: Actor, opinion: Opinion) -> bool:
    """The office; of a drawn sample, somebody who has not worked on the matter themselves."""
    if not _may_call_back(actor, opinion):
        return False
    return not (opinion.sampled and acted(opinion.key, actor.person_id, but=CALLING))


def may_reopen(actor: Actor, opinion: Opinion) -> bool:
    """The office after a call-back; its author, asked later whether all is well; the system for its supporters."""
    if opinion.state == Opinion.State.CALLBACK:
        return _may_call_back(actor, opinion)
    return actor.is_system or (_own(actor, opinion) and _lately_asked(opinion))


def may_say_fine(actor: Actor, opinion: Opinion) -> bool:
    """Its author, when asked."""
    return opinion.state == Opinion.State.CLOSED and _own(actor, opinion) and _lately_asked(opinion)


def _lately_asked(opinion: Opinion) -> bool:
    """Whether its author was asked, and may still answer."""
    if opinion.asked_at is None or opinion.still_fine:
        return False
    return clock.now() < opinion.asked_at + timedelta(days=value("opinion.ask", place_id=opinion.place_id)["within"])


def may_comment(actor: Actor, opinion: Opinion) -> bool:
    """The deputies it was addressed to, and those who follow it up, while it is open."""
    return opinion.state in OPEN and (may_receive(actor, opinion) or _tracks(actor, opinion))


def may_track(actor: Actor, opinion: Opinion) -> bool:
    """The office asks deputies to follow a matter up."""
    return opinion.state in AT_WORK and may_dispatch(actor, opinion)


def may_urge(actor: Actor, opinion: Opinion) -> bool:
    """A deputy who follows the matter up."""
    return opinion.state in AT_WORK and opinion.in_plain_sight and _tracks(actor, opinion)


def may_support(actor: Actor, opinion: Opinion) -> bool:
    """A resident who finds the open matter on the public list, not its author."""
    stranger = actor.is_(Role.RESIDENT, Role.COUNCIL_MEMBER) and actor.person_id != opinion.author_id
    return stranger and opinion.state in OPEN and is_public(opinion.key)


def may_say_unsolved(actor: Actor, opinion: Opinion) -> bool:
    """A supporter, after the closing."""
    supports = Support.objects.filter(opinion=opinion, person=actor.person_id)
    return opinion.state == Opinion.State.CLOSED and actor.resident and supports.exists()


def _tracks(actor: Actor, opinion: Opinion) -> bool:
    return actor.is_(Role.DEPUTY) and Tracker.objects.filter(opinion=opinion, post__in=actor.posts).exists()


def _tracked(actor: Actor) -> QuerySet[Tracker]:
    return Tracker.objects.filter(post__in=actor.posts).values("opinion")  # type: ignore[return-value]  # a subquery


def may_archive(actor: Actor, opinion: Opinion) -> bool:
    """The office, for what was settled before the platform."""
    return opinion.historical and may_office(actor, opinion)


def _may_call_back(actor: Actor, opinion: Opinion) -> bool:
    """Somebody of the office who has not entered the matter for its author."""
    return may_office(actor, opinion) and actor.person_id != opinion.entered_by_id


def may_publish(actor: Actor, opinion: Opinion) -> bool:
    """The office, once the opinion has reached it and is not hidden."""
    return may_dispatch(actor, opinion) and opinion.state not in BEFORE_OFFICE


def may_unpublish(actor: Actor, opinion: Opinion) -> bool:
    """The office, as long as everyone sees a copy."""
    return may_publish(actor, opinion) and is_public(opinion.key)


def may_hide(actor: Actor, opinion: Opinion) -> bool:
    """The office or its director decides that an opinion is confidential."""
    return opinion.hidden != Opinion.Hidden.CONFIRMED and _keeper(actor, opinion)


def may_unhide(actor: Actor, opinion: Opinion) -> bool:
    """The same decide that it is not."""
    return opinion.hidden != Opinion.Hidden.NO and _keeper(actor, opinion)


def may_recall(actor: Actor, opinion: Opinion) -> bool:
    """The same take what is confidential back from the units, which may not read it any more."""
    return opinion.hidden == Opinion.Hidden.CONFIRMED and _keeper(actor, opinion)


def may_reveal(actor: Actor, opinion: Opinion) -> bool:
    """Who works on it may see whom to call, with a reason that is recorded. Auditors and administrators never."""
    return actor.is_(*REVEALERS) and sees(actor, opinion.number)


def may_have_record(actor: Actor, opinion: Opinion) -> bool:
    """The office, its director, and the coordinators who see it; of what is hidden, office and director only."""
    if actor.is_(Role.COORDINATOR):
        return opinion.in_plain_sight and sees(actor, opinion.number)
    return _keeps(actor, opinion)


def may_have_receipt(actor: Actor, opinion: Opinion) -> bool:
    """They and whoever reported it."""
    own = actor.resident and actor.person_id is not None and actor.person_id == opinion.author_id
    return (own and opinion.in_plain_sight and sees(actor, opinion.number)) or may_have_record(actor, opinion)


def may_have_calls(actor: Actor, opinion: Opinion) -> bool:
    """What was said on the phone: the office and its director."""
    return _keeps(actor, opinion) and CallBack.objects.filter(opinion=opinion).exists()


def may_have_order(actor: Actor, opinion: Opinion, order: Order) -> bool:
    """The papers of an order: the office, its director, and the unit that it was given to."""
    at_unit = actor.is_(Role.GOVERNMENT, Role.HANDLER, Role.DISTRICT) and actor.unit_id == order.unit_id
    return (at_unit and opinion.in_plain_sight) or _keeps(actor, opinion)


def may_print(actor: Actor, opinion: Opinion) -> bool:
    """Whoever may have any of its papers."""
    given = (may_have_order(actor, opinion, order) for order in orders(opinion.key).standing())
    return may_have_receipt(actor, opinion) or any(given)


def _keeps(actor: Actor, opinion: Opinion) -> bool:
    """Somebody of the office that the opinion belongs to, or its director."""
    if actor.is_(Role.DIRECTOR):
        return actor.place_id == opinion.place_id
    return actor.is_(Role.OFFICE) and actor.unit_id == opinion.office_id


def _keeper(actor: Actor, opinion: Opinion) -> bool:
    return actor.person_id != opinion.author_id and _keeps(actor, opinion)


def _addressed(actor: Actor) -> Q:
    return Q(deputy_post__in=actor.posts) | Q(deputy_post=None, station_post__in=actor.posts)


def _accused(actor: Actor) -> Q:
    """What accuses the actor or their unit: none of them reads it, whatever their post."""
    unit = Q(accused_unit=actor.unit_id, accused_unit__isnull=False) if actor.unit_id else Q(pk=None)
    return unit | Q(accused_person=actor.person_id, accused_person__isnull=False)


def _with_an_order(actor: Actor) -> Q:
    return Q(number__in=numbers_of_unit(Opinion.kind(), actor.unit_id)) if actor.unit_id else Q(pk=None)
