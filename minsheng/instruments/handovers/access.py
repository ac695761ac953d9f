"""Who sees a hand-over and who records what became of it."""

from django.db.models import Q, QuerySet

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.instruments.handovers.models import Handover
from minsheng.kernel.workflow import TABLES


def visible_to(actor: Actor) -> QuerySet[Handover]:
    """The hand-overs of matters that the actor sees; residents see them on their matter's page only."""
    rows = Handover.objects.select_related("holder", "place")
    return rows.filter(_of_matters_seen(actor)) if actor.staff else rows.none()


def _of_matters_seen(actor: Actor) -> Q:
    seen = Q(pk=None)
    for kind in Handover.objects.order_by().values_list("matter_kind", flat=True).distinct():
        visible = TABLES[kind].visible_to if kind in TABLES else None
        if visible:
            seen |= Q(matter_kind=kind, matter_number__in=visible(actor).order_by().values("number"))
    return seen


def may_offer(actor: Actor, handover: Handover) -> bool:
    """The congress office that has the matter."""
    return actor.is_(Role.OFFICE) and actor.unit_id == handover.holder_id


def may_answer(actor: Actor, handover: Handover) -> bool:
    """The room that it was offered to; until that is built, the office writes down what it was told."""
    return actor.is_system or may_offer(actor, handover)
