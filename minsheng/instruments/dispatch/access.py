"""Who may do what with an order (domain.md §0.4.3): units handle, desks redirect, only the congress office passes."""

from django.db.models import Q, QuerySet

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role, Unit
from minsheng.instruments.dispatch.models import Order
from minsheng.kernel.workflow import TABLES

DESKS = (Unit.Kind.STREET_OFFICE, Unit.Kind.DISTRICT_DESK)
AT_UNIT = (Role.GOVERNMENT, Role.HANDLER, Role.DISTRICT)


def visible_to(actor: Actor) -> QuerySet[Order]:
    """Orders of the actor's unit, to it, handed over by it or checked by it, of matters that the actor sees."""
    rows = Order.objects.select_related("unit", "sender", "checker")
    if not actor.is_(*AT_UNIT, Role.OFFICE) or not actor.unit_id:
        return rows.none()
    mine = actor.unit_id
    return rows.filter(Q(unit=mine) | Q(sender=mine) | Q(checker=mine)).filter(_of_matters_seen(actor))


def _of_matters_seen(actor: Actor) -> Q:
    """A matter that was hidden takes its orders along."""
    seen = Q(pk=None)
    for kind, table in TABLES.items():
        if kind != Order.kind() and table.visible_to:
            seen |= Q(matter_kind=kind, matter_number__in=table.visible_to(actor).order_by().values("number"))
    return seen


def sees_matter(actor: Actor, order: Order) -> bool:
    """Whether the actor sees the matter that an order belongs to."""
    visible = TABLES[order.matter_kind].visible_to
    return bool(visible and visible(actor).filter(number=order.matter_number).exists())


def sees_photos(actor: Actor, number: str) -> bool:
    """Who sees the matter sees the photos of its orders; residents once the answer has passed."""
    order = Order.objects.filter(number=number).first()
    if order is None or (actor.resident and order.state != Order.State.PASSED):
        return False
    return sees_matter(actor, order)


def may_issue(actor: Actor, order: Order) -> bool:
    """The congress office, or a desk among its own units."""
    if actor.is_(Role.OFFICE):
        return actor.unit_id == order.checker_id
    return actor.is_(Role.GOVERNMENT, Role.DISTRICT) and actor.unit_id == order.sender_id


def may_handle(actor: Actor, order: Order) -> bool:
    """The unit that the order was given to. Never a deputy (代表法 art. 31) nor the congress office."""
    return actor.is_(*AT_UNIT) and actor.unit_id == order.unit_id


def may_redirect(actor: Actor, order: Order) -> bool:
    """A returned order: whoever sent it. One not yet accepted: the desk that got it."""
    if order.state == Order.State.RETURNED:
        return actor.is_(Role.OFFICE, Role.GOVERNMENT, Role.DISTRICT) and actor.unit_id == order.sender_id
    return may_handle(actor, order) and order.unit.kind in DESKS


def may_add(actor: Actor, order: Order) -> bool:
    """A desk adds co-handling units while its own order is open."""
    at_work = order.state in {Order.State.SENT, Order.State.ACCEPTED}
    return at_work and may_handle(actor, order) and order.unit.kind in DESKS


def may_check(actor: Actor, order: Order) -> bool:
    """The congress office that judges the answer."""
    return actor.is_(Role.OFFICE) and actor.unit_id == order.checker_id
