"""Who sees a task and a street's part of it, and who takes which step (domain.md §4, §5.5)."""

from django.db.models import QuerySet

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.ground.policies.queries import value
from minsheng.instruments.activities.access import invitations_of
from minsheng.instruments.activities.models import Invitation
from minsheng.linkage.assignments.models import StreetTask, StreetTaskQuerySet, Task

DISTRICT = (Role.DISTRICT, Role.AUDITOR)
STREET = (Role.OFFICE, Role.DIRECTOR)
GUESTS = (Role.DEPUTY, Role.COUNCIL_MEMBER)
State = StreetTask.State
AT_WORK = frozenset({State.PLANNED, State.RUNNING, State.RETURNED})
HANDED_IN = frozenset({State.SUBMITTED, State.RETURNED, State.ACCEPTED, State.ARCHIVED})
"""From when on the district reads what a street has written."""


def may_list(actor: Actor) -> bool:
    """The district, the streets it asks, and auditors."""
    return actor.is_(*DISTRICT, *STREET)


def visible_to(actor: Actor) -> QuerySet[Task]:
    """The district's tasks; a street's office those that it was given; deputies and members those they are asked to."""
    rows = Task.objects.select_related("place", "desk", "mandate")
    if actor.is_(*DISTRICT):
        return rows.filter(district=actor.district)
    given = rows.exclude(state=Task.State.DRAFTED)
    if actor.is_(*STREET):
        return given.filter(parts__place=actor.place_id)
    return given.filter(pk__in=_asked_to(actor)) if actor.is_(*GUESTS) else rows.none()


def _asked_to(actor: Actor) -> QuerySet[StreetTask, int]:
    asked = invitations_of(actor).exclude(state=Invitation.State.WITHDRAWN)
    purposes = asked.filter(activity__purpose_kind=StreetTask.kind()).values("activity__purpose_number")
    return StreetTask.objects.filter(number__in=purposes).values_list("task", flat=True)


def parts_of(actor: Actor) -> StreetTaskQuerySet:
    """The streets' parts that an actor sees: all of the district, or their own street's."""
    rows = StreetTask.objects.select_related("task__mandate", "place", "office", "committee", "desk")
    if actor.is_(*DISTRICT):
        return rows.filter(district=actor.district)
    return rows.filter(place=actor.place_id) if actor.is_(*STREET) else rows.none()


def sees(actor: Actor, number: str) -> bool:
    """Whether the actor sees a task: then its documents too."""
    return visible_to(actor).filter(number=number).exists()


def reads(actor: Actor, part: StreetTask) -> bool:
    """Whether the actor reads what a street has written and gathered: the district once it is handed in."""
    return (actor.is_(*STREET) and actor.place_id == part.place_id) or (
        actor.is_(*DISTRICT) and actor.district == part.district and part.state in HANDED_IN
    )


def reads_files(actor: Actor, number: str) -> bool:
    """The same for its photos and documents."""
    part = parts_of(actor).filter(number=number).first()
    return part is not None and reads(actor, part)


def compares(actor: Actor, task: Task) -> bool:
    """Who sees the streets side by side: the district; the streets once the merged report is there."""
    return actor.is_(*DISTRICT) or (actor.is_(*STREET) and task.state == Task.State.MERGED)


def may_district(actor: Actor, subject: Task | StreetTask) -> bool:
    """The district desk that gives the task."""
    return actor.is_(Role.DISTRICT) and actor.unit_id == subject.desk_id


def may_edit(actor: Actor, task: Task) -> bool:
    """The desk, while it is a draft."""
    return task.state == Task.State.DRAFTED and may_district(actor, task)


def may_gather(actor: Actor, subject: Task | StreetTask) -> bool:  # noqa: ARG001 (the shape of every `may`)
    """The system, when the last street is done."""
    return actor.is_system


def may_print(actor: Actor, task: Task) -> bool:
    """The desk, once it is issued."""
    return task.state not in {Task.State.DRAFTED, Task.State.CANCELLED} and may_district(actor, task)


def may_sign(actor: Actor, part: StreetTask) -> bool:
    """The congress work office of the street."""
    return actor.is_(Role.OFFICE) and actor.unit_id == part.office_id


def may_start(actor: Actor, part: StreetTask) -> bool:
    """The office, or the system when the first activity begins."""
    return actor.is_system or may_sign(actor, part)


def may_plan(actor: Actor, part: StreetTask) -> bool:
    """The director of the street's working committee."""
    return actor.is_(Role.DIRECTOR) and actor.unit_id == part.committee_id


def may_hand_back(actor: Actor, part: StreetTask) -> bool:
    """The desk, as often as the rule `task.returns` allows."""
    return part.returns < value("task.returns", place_id=part.place_id)["most"] and may_district(actor, part)


def may_end(actor: Actor, subject: Task | StreetTask) -> bool:
    """The desk, or the system: after a while, or when nothing is left of it."""
    return actor.is_system or may_district(actor, subject)


def may_extend(actor: Actor, part: StreetTask) -> bool:
    """The desk, while the street has not handed in."""
    return part.state in {State.ISSUED, State.SIGNED, State.REPORTED, *AT_WORK} and may_district(actor, part)


def may_arrange(actor: Actor, part: StreetTask) -> bool:
    """The office or the director, once there is a plan and until it is handed in."""
    return part.state in AT_WORK and (may_sign(actor, part) or may_plan(actor, part))


def may_keep(actor: Actor, part: StreetTask) -> bool:
    """The office, for as long."""
    return part.state in AT_WORK and may_sign(actor, part)
