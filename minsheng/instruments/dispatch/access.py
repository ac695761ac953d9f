"""Who may do what with an order (domain.md §0.4.3): units handle, desks redirect, only the congress office passes."""

from django.db.models import Q, QuerySet

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role, Unit
from minsheng.instruments.dispatch.models import Extension, Order, Part, Promise
from minsheng.instruments.dispatch.queries import to_be_decided_jointly
from minsheng.kernel.workflow import TABLES

DESKS = (Unit.Kind.STREET_OFFICE, Unit.Kind.DISTRICT_DESK)
AT_UNIT = (Role.GOVERNMENT, Role.HANDLER, Role.DISTRICT)
GATEWAY = "gateway"
MATTERS: set[str] = set()
"""The kinds of matters that are handed over to units; the rooms above say so when they are ready."""


def visible_to(actor: Actor) -> QuerySet[Order]:
    """Orders of the actor's unit, to it, handed over by it or checked by it, of matters that the actor sees.

    A gateway brings back what became of the orders of its unit, whatever the matter is now.
    """
    rows = Order.objects.select_related("unit", "sender", "checker", "handler", "suggested")
    if actor.kind == GATEWAY and actor.unit_id:
        return rows.filter(unit=actor.unit_id)
    if not actor.is_(*AT_UNIT, Role.OFFICE) or not actor.unit_id:
        return rows.none()
    mine = actor.unit_id
    return rows.filter(Q(unit=mine) | Q(sender=mine) | Q(checker=mine)).filter(_of_matters_seen(actor))


def extensions_visible_to(actor: Actor) -> QuerySet[Extension]:
    """The requests for more time of the orders that the actor sees."""
    return Extension.objects.select_related("order", "unit").filter(order__in=visible_to(actor).values("pk"))


def promises_visible_to(actor: Actor) -> QuerySet[Promise]:
    """The promises of the orders that the actor sees."""
    return Promise.objects.select_related("order", "unit").filter(order__in=visible_to(actor).values("pk"))


def _of_matters_seen(actor: Actor) -> Q:
    """A matter that was hidden takes its orders along."""
    seen = Q(pk=None)
    for kind in MATTERS:
        visible = TABLES[kind].visible_to
        if visible:
            seen |= Q(matter_kind=kind, matter_number__in=visible(actor).order_by().values("number"))
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


def sees_photos_of_promise(actor: Actor, number: str) -> bool:
    """The same of a promise; residents once it is found to be kept."""
    promise = Promise.objects.filter(number=number).select_related("order").first()
    if promise is None or (actor.resident and promise.state != Promise.State.KEPT):
        return False
    return sees_matter(actor, promise.order)


def may_issue(actor: Actor, order: Order) -> bool:
    """The congress office, or a desk among its own units."""
    if actor.is_(Role.OFFICE):
        return actor.unit_id == order.checker_id
    return actor.is_(Role.GOVERNMENT, Role.DISTRICT) and actor.unit_id == order.sender_id


def may_handle(actor: Actor, order: Order | Part) -> bool:
    """The unit that it was given to, or the platform that the unit works on.

    Never a deputy (代表法 art. 31) nor the congress office.
    """
    return (actor.is_(*AT_UNIT) or actor.kind == GATEWAY) and actor.unit_id == order.unit_id


def may_send_back(actor: Actor, order: Order) -> bool:
    """The unit, as long as the matter has not been sent back too often, and never what was decided jointly."""
    return may_handle(actor, order) and not order.binding and not to_be_decided_jointly(order)


def may_dispute(actor: Actor, order: Order) -> bool:
    """The unit, where it would be sent back once too often: a joint meeting then says whose it is."""
    return may_handle(actor, order) and not order.binding and to_be_decided_jointly(order)


def may_redirect(actor: Actor, order: Order) -> bool:
    """A returned order: whoever sent it. One not yet accepted: the desk that got it."""
    if order.state == Order.State.RETURNED:
        return actor.is_(Role.OFFICE, Role.GOVERNMENT, Role.DISTRICT) and actor.unit_id == order.sender_id
    return _at_desk(actor, order) and order.unit.kind in DESKS


def may_add(actor: Actor, order: Order) -> bool:
    """A desk adds co-handling units while its own order is open."""
    return order.at_work and _at_desk(actor, order) and order.unit.kind in DESKS


def may_claim(actor: Actor, order: Order) -> bool:
    """Somebody of the unit takes it into their own hands."""
    return order.at_work and _at_desk(actor, order) and actor.person_id != order.handler_id


def may_assign(actor: Actor, order: Order) -> bool:
    """Anybody of the unit says who of them has it in hand."""
    return order.at_work and _at_desk(actor, order)


def may_ask(actor: Actor, order: Order) -> bool:
    """The unit asks for more time while it is at it; whether in time and how often, `queries.no_more_time` says."""
    return order.state == Order.State.ACCEPTED and may_handle(actor, order)


def may_progress(actor: Actor, order: Order) -> bool:
    """The unit says how far it is."""
    return order.state == Order.State.ACCEPTED and may_handle(actor, order)


def may_note_down(actor: Actor, order: Order) -> bool:
    """The unit, and the office that judges its answer, keep notes for themselves, until that is done."""
    if order.state in {Order.State.PASSED, Order.State.REDIRECTED}:
        return False
    return _at_desk(actor, order) or (actor.is_(Role.OFFICE) and actor.unit_id == order.checker_id)


def may_check(actor: Actor, order: Order | Part) -> bool:
    """The congress office that judges the answer; nobody who also works in the unit that gave it."""
    if not actor.is_(Role.OFFICE) or actor.unit_id != order.checker_id or order.checker_id == order.unit_id:
        return False
    return order.unit_id not in actor.units


def may_ask_for(actor: Actor, extension: Extension) -> bool:
    """Whoever may ask for more time for its order."""
    return may_ask(actor, extension.order)


def may_by_itself(actor: Actor, part: Order | Part) -> bool:  # noqa: ARG001 (the shape of every `may`)
    """The system: it follows from what became of the order."""
    return actor.is_system


def may_keep(actor: Actor, promise: Promise) -> bool:
    """The unit whose answer promised it."""
    return _at_desk(actor, promise)


def _at_desk(actor: Actor, order: Order | Part) -> bool:
    """A person of the unit: what concerns its people only, no platform does."""
    return actor.signed_in and may_handle(actor, order)
