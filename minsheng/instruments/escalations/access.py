"""Who sees an escalation, who raises a matter, and who acts on it."""

from django.db.models import Q

from minsheng.ground.duties.queries import sees_matter
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role, Unit
from minsheng.instruments.escalations.models import Escalation, EscalationQuerySet
from minsheng.kernel.workflow import TABLES, Key, Subject

READERS = (Role.OFFICE, Role.DIRECTOR, Role.DISTRICT, Role.AUDITOR, Role.GOVERNMENT, Role.HANDLER)
"""Who reads of escalations: those who raise or decide them, whoever handles the matter, and auditors."""
DESKS = (Role.DIRECTOR, Role.DISTRICT)
AT_DESK = {Unit.Kind.STREET_COMMITTEE: Role.DIRECTOR, Unit.Kind.DISTRICT_DESK: Role.DISTRICT}
"""Whose eyes a desk reads with."""


def visible_to(actor: Actor) -> EscalationQuerySet:
    """The escalations of matters that the actor sees: one that was hidden takes its escalations along."""
    rows = Escalation.objects.select_related("desk", "place")
    return rows.filter(_of_matters_seen(actor)) if actor.is_(*READERS) else rows.none()


def _of_matters_seen(actor: Actor) -> Q:
    seen = Q(pk=None)
    for kind, table in TABLES.items():
        if table.visible_to and table.model.matter_key is Subject.matter_key:
            seen |= Q(matter_kind=kind, matter_number__in=table.visible_to(actor).order_by().values("number"))
    return seen


def desk_sees(desk: Unit, matter: Key) -> bool:
    """Whether those at a desk may see the matter that is brought before it."""
    role = AT_DESK.get(Unit.Kind(desk.kind))
    if role is None:
        return False
    there = Actor(kind="person", role=role, unit_id=desk.pk, place_id=desk.place_id, district=desk.district)
    return sees_matter(there, matter)


def may_escalate(actor: Actor, escalation: Escalation) -> bool:
    """The congress office, its director, the district, of matters they see; the system by a rule."""
    if actor.is_system:
        return True
    near = actor.is_(Role.DISTRICT) or actor.place_id == escalation.place_id
    return near and actor.is_(Role.OFFICE, *DESKS) and sees_matter(actor, escalation.matter_key)


def may_direct(actor: Actor, escalation: Escalation) -> bool:
    """The desk it was brought before."""
    return actor.is_(*DESKS) and actor.unit_id == escalation.desk_id


def may_settle(actor: Actor, escalation: Escalation) -> bool:
    """The desk; the system when the matter is closed."""
    return actor.is_system or may_direct(actor, escalation)


def may_print(actor: Actor, escalation: Escalation) -> bool:
    """The desk and the congress office, once there is an instruction."""
    near = actor.is_(Role.OFFICE) and actor.place_id == escalation.place_id
    return escalation.instruction != "" and (near or may_direct(actor, escalation))


def may_list(actor: Actor) -> bool:
    """The desks, the congress offices and auditors have a list of all."""
    return actor.is_(Role.OFFICE, Role.AUDITOR, *DESKS)
