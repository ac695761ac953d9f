"""The orders of a matter, and whether its round is done."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse

from minsheng.ground.files.models import File
from minsheng.ground.files.queries import of_many
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role, Unit
from minsheng.instruments.dispatch.models import Order, OrderQuerySet
from minsheng.kernel.workflow import TABLES, Card, Key, Step


def orders(matter: Key) -> OrderQuerySet:
    """All orders of a matter, oldest first."""
    return Order.objects.of_matter(matter).select_related("unit", "sender", "checker").order_by("id")


def standing(matter: Key, round_: int) -> OrderQuerySet:
    """The orders of a round that count, the lead first."""
    return orders(matter).standing().filter(round=round_).order_by("-lead", "id")


def all_passed(matter: Key, round_: int) -> bool:
    """Whether a round has orders and every one has passed."""
    states = set(standing(matter, round_).values_list("state", flat=True))
    return states == {Order.State.PASSED}


def numbers_of_unit(kind: str, unit_id: int) -> QuerySet[Order]:
    """The numbers of the matters of a kind that a unit has an order of, or gave one to another unit: a subquery."""
    rows = Order.objects.standing().filter(Q(unit=unit_id) | Q(sender=unit_id), matter_kind=kind)
    return rows.values("matter_number")  # type: ignore[return-value]  # a values() queryset, used as a subquery only


def lead_orders(kind: str, numbers: Iterable[str]) -> dict[str, Order]:
    """The lead order of the last round of each matter: one query for a list page."""
    rows = Order.objects.filter(matter_kind=kind, matter_number__in=list(numbers), lead=True).standing()
    return {order.matter_number: order for order in rows.select_related("unit").order_by("round")}


def by_matter(kind: str, numbers: Iterable[str]) -> dict[str, list[Order]]:
    """All standing orders of some matters: one query for an export."""
    found: dict[str, list[Order]] = defaultdict(list)
    rows = Order.objects.filter(matter_kind=kind, matter_number__in=list(numbers)).standing()
    for order in rows.select_related("unit").order_by("-lead", "id"):
        found[order.matter_number].append(order)
    return found


def units_to_hand_over_to(street_id: int) -> QuerySet[Unit]:
    """Where the congress office of a street may hand over to: the street office's desk first, then its units."""
    kinds = (Unit.Kind.STREET_OFFICE, Unit.Kind.DEPARTMENT)
    return Unit.objects.filter(place=street_id, kind__in=kinds).order_by("-kind", "id")


def units_open_to(actor: Actor, order: Order) -> QuerySet[Unit]:
    """Whom the actor may give an order's work to: the office, whoever the street has; a desk, its own units.

    Units that already have the matter in hand in this round are left out.
    """
    busy = standing(order.matter_key, order.round).values("unit")
    rows = (
        units_to_hand_over_to(order.place_id) if actor.is_(Role.OFFICE) else Unit.objects.filter(parent=actor.unit_id)
    )
    return rows.exclude(pk__in=busy).order_by("id")


@dataclass(frozen=True, slots=True)
class Panel:
    """An order on the page of its matter: what its unit said, and what the viewer may do with it."""

    order: Order
    steps: list[Step]
    photos: list[File]


def panels(matter: Key, actor: Actor) -> list[Panel]:
    """The standing orders of a matter, the last round first, as the actor sees them. Three queries."""
    rows = list(orders(matter).standing().order_by("-round", "-lead", "id"))
    photos = of_many([order.key for order in rows])
    open_steps = TABLES[Order.kind()].open_steps
    return [Panel(order, list(open_steps(order, actor)), photos.get(order.key, [])) for order in rows]


def answers(matter: Key) -> list[Panel]:
    """What residents see of the orders: only answers that have passed, the last round first."""
    rows = list(orders(matter).filter(state=Order.State.PASSED).order_by("-round", "-lead", "id"))
    photos = of_many([order.key for order in rows])
    return [Panel(order, [], photos.get(order.key, [])) for order in rows]


def cards(numbers: list[str]) -> dict[str, Card]:
    """An order shows as a card of its unit; its page is the page of its matter."""
    rows = Order.objects.filter(number__in=numbers).select_related("unit", "place")
    return {order.number: _card(order) for order in rows}


def _card(order: Order) -> Card:
    state = Order.State(order.state)
    href = reverse("dispatch:order", args=[order.number])
    return Card(order.kind(), order.number, order.unit.name, str(order.place), order.state, state.label, href)


def matter_page(order: Order) -> str:
    """The address of the page that the order's matter has in its own room."""
    kind, number = order.matter_key
    return reverse(TABLES[kind].page, args=[number])
