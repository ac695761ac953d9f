"""Handing over, redirecting, answering. What a deputy may never do (代表法 art. 31) is refused by the step table."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from minsheng.ground.files import actions as files
from minsheng.ground.files.models import File
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Unit
from minsheng.instruments.dispatch.access import sees_matter
from minsheng.instruments.dispatch.models import Order
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours
from minsheng.kernel.workflow import Subject, begin, record, take


def issue(
    matter: Subject,
    *,
    unit: Unit,
    office: Unit,
    place_id: int,
    tier: str,
    by: Actor,
    round_: int = 1,
    lead: bool = True,
    note: str = "",
) -> Order:
    """Give a unit its order of a round, handed over and later checked by the congress office.

    The caller holds the matter's lock. Raises NotNow when the unit already has one.
    """
    kind, number = matter.matter_key
    order = Order(matter_kind=kind, matter_number=number, district=matter.district, round=round_, place_id=place_id)
    order.tier, order.checker = tier, office
    return _issue(order, unit, sender=office, lead=lead, by=by, note=note)


def answer(
    order: Order, *, answer_text: str, resolution: str, by: Actor, photos: Sequence[File] = (), note: str = ""
) -> Order:
    """Report what was done, with photos of how it looks afterwards."""
    with transaction.atomic():
        changes = {"answer_text": answer_text, "resolution": resolution}
        take(order, "answer", by=by, note=note, changes=changes, resolution=resolution, photos=len(photos))
        files.attach(photos, kind=order.kind(), number=order.number, role="after", by=by)
    return order


@transaction.atomic
def redirect(order: Order, *, unit: Unit, by: Actor, note: str = "") -> Order:
    """End this order and give the same work to another unit; the new order."""
    _insist(order, by)
    take(order, "redirect", by=by, note=note, unit=unit.name)
    return _again(order, unit, by=by, lead=order.lead, note=note)


@transaction.atomic
def add_unit(order: Order, *, unit: Unit, by: Actor, note: str = "") -> Order:
    """Let a further unit co-handle the matter, with an order of its own."""
    _insist(order, by)
    record(order, "add_unit", by=by, note=note, unit=unit.name)
    return _again(order, unit, by=by, lead=False, note=note)


def _insist(order: Order, by: Actor) -> None:
    """Refuse who doesn't see the matter any more, because it was hidden meanwhile."""
    if not sees_matter(by, order):
        raise NotYours(_("This is not yours to do."))


def _again(order: Order, unit: Unit, *, by: Actor, lead: bool, note: str) -> Order:
    """A further order of the same matter and round; who hands it over is the desk or office that acts."""
    same = ("matter_kind", "matter_number", "district", "round", "place_id", "tier", "checker_id")
    fresh = Order(**{name: getattr(order, name) for name in same})
    return _issue(fresh, unit, sender=_unit_of(by), lead=lead, by=by, note=note)


def _issue(order: Order, unit: Unit, *, sender: Unit, lead: bool, by: Actor, note: str) -> Order:
    order.unit, order.sender, order.lead, order.issued_at = unit, sender, lead, clock.now()
    order.number = _number(order.matter_key)
    _refuse_twice(order)
    return begin(order, "issue", by=by, note=note, unit=unit.name)


def _unit_of(by: Actor) -> Unit:
    return Unit.objects.get(pk=by.unit_id or 0)


def _refuse_twice(order: Order) -> None:
    rows = Order.objects.of_matter(order.matter_key).standing().filter(round=order.round, unit_id=order.unit_id)
    if rows.exists():
        raise NotNow(_("%(unit)s already has this matter in hand.") % {"unit": order.unit.name})


def _number(matter: tuple[str, str]) -> str:
    """SC-HB-2026-000123-2: the second order of that matter. The caller holds the matter's lock or has just made it."""
    count = Order.objects.of_matter(matter).count()
    return f"{matter[1]}-{count + 1}"
