"""The orders of a matter, what is promised and asked for in them, and whether its round is done."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from minsheng.ground.duties.queries import open_duty
from minsheng.ground.files.models import File
from minsheng.ground.files.queries import of_many
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Appointment, Person, Role, Substitution, Unit
from minsheng.ground.policies.queries import due, value, worded
from minsheng.instruments.dispatch.models import Extension, Order, OrderQuerySet, Part, Promise, PromiseQuerySet
from minsheng.kernel import clock
from minsheng.kernel.workflow import TABLES, Card, Key, Step, Subject


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


def round_state(matter: Key, round_: int) -> Literal["working", "promised", "done"]:
    """How far a round is: done when every order has passed and all that was promised in it is kept."""
    if not all_passed(matter, round_):
        return "working"
    kept = Promise.objects.kept().filter(order=OuterRef("pk"))
    planned = standing(matter, round_).filter(~Exists(kept), resolution=Order.Resolution.PLANNED)
    return "promised" if planned.exists() else "done"


def promises(matter: Key) -> PromiseQuerySet:
    """What was promised in a matter, oldest first."""
    return Promise.objects.of_matter(matter).select_related("order", "unit").order_by("id")


def open_promises(matter: Key) -> PromiseQuerySet:
    """What is still to be kept, or to be seen to be kept."""
    return promises(matter).open()


def to_be_decided_jointly(order: Order) -> bool:
    """Whether the next unit that finds a matter not to be its own brings it before a joint meeting."""
    returned = Order.objects.of_matter(order.matter_key).filter(round=order.round).exclude(return_reason="")
    return returned.count() + 1 >= int(value("dispatch.returns", place_id=order.place_id)["joint_at"])


def return_reasons(place_id: int | None = None) -> dict[str, str]:
    """Why an order may be sent back: code and words."""
    return worded("dispatch.return_reasons", place_id=place_id)


def no_more_time(order: Order) -> str | Words:
    """Why a unit can't ask for more time now; "" when it can."""
    asked = Extension.objects.filter(order=order).exclude(state=Extension.State.DROPPED).order_by("id")
    states = [extension.state for extension in asked]
    if Extension.State.ASKED in states:
        return _("More time has been asked for already. The office has not decided yet.")
    if len(states) >= value("dispatch.extensions", place_id=order.place_id)[order.pace]:
        return _("More time has been asked for as often as it may be for one order.")
    duty = open_duty(order.key)
    least = due(f"dispatch.extension_before.{order.pace}", place_id=order.place_id, at=clock.now())
    if duty and duty.due and least.at > duty.due:
        return _("It is too late to ask for more time. Answer with what has been done so far.")
    return ""


def colleagues(unit_id: int) -> QuerySet[Person]:
    """Who holds a post in a unit now, or substitutes for one who does."""
    held = Appointment.objects.current().filter(post__unit=unit_id).values("person")
    away = Substitution.objects.current().filter(post__unit=unit_id).values("person")
    return Person.objects.filter(Q(pk__in=held) | Q(pk__in=away), is_active=True).order_by("name", "pk")


def units_to_suggest(order: Order) -> QuerySet[Unit]:
    """Who could have an order instead of its unit: others of the subdistrict, and the bodies of the district."""
    rows = units_to_hand_over_to(order.place_id) | Unit.objects.filter(kind=Unit.Kind.DISTRICT_BODY)
    return rows.filter(district=order.district).exclude(pk=order.unit_id)


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
    busy = standing(order.matter_key, order.round).exclude(state=Order.State.DISPUTED).values("unit")
    rows = (
        units_to_hand_over_to(order.place_id) if actor.is_(Role.OFFICE) else Unit.objects.filter(parent=actor.unit_id)
    )
    return rows.exclude(pk__in=busy).order_by("id")


@dataclass(frozen=True, slots=True)
class PartPanel:
    """A request for more time or a promise, and what the viewer may do with it."""

    part: Part
    steps: list[Step]
    photos: list[File]


@dataclass(frozen=True, slots=True)
class Panel:
    """An order on the page of its matter: what its unit said, and what the viewer may do with it and its parts."""

    order: Order
    steps: list[Step]
    photos: list[File]
    extensions: list[PartPanel] = field(default_factory=list)
    promises: list[PartPanel] = field(default_factory=list)

    @property
    def reason(self) -> str:
        """Why it was sent back."""
        return return_reasons(self.order.place_id).get(self.order.return_reason, "")


def panels(matter: Key, actor: Actor) -> list[Panel]:
    """The standing orders of a matter, the last round first, as the actor sees them. Five queries."""
    rows = list(orders(matter).standing().select_related("handler", "suggested").order_by("-round", "-lead", "id"))
    return _panels(matter, rows, actor)


def answers(matter: Key) -> list[Panel]:
    """What residents see of the orders: only answers that have passed, the last round first, and their promises."""
    return _panels(matter, list(orders(matter).filter(state=Order.State.PASSED).order_by("-round", "-lead", "id")))


def _panels(matter: Key, rows: list[Order], actor: Actor | None = None) -> list[Panel]:
    """Without an actor nobody may do anything, and what was asked for inside is left out."""
    more = Extension.objects.of_matter(matter).order_by("id") if actor else []
    promised = list(promises(matter))
    photos = of_many([*(order.key for order in rows), *(promise.key for promise in promised)])
    extensions, kept = _by_order(more, photos, actor), _by_order(promised, photos, actor)
    return [
        Panel(order, _steps(order, actor), photos.get(order.key, []), extensions[order.pk], kept[order.pk])
        for order in rows
    ]


def _by_order(
    parts: Iterable[Part], photos: dict[Key, list[File]], actor: Actor | None
) -> defaultdict[int, list[PartPanel]]:
    found: defaultdict[int, list[PartPanel]] = defaultdict(list)
    for part in parts:
        steps = list(TABLES[part.kind()].open_steps(part, actor)) if actor else []
        found[part.order_id].append(PartPanel(part, steps, photos.get(part.key, [])))
    return found


def _steps(order: Order, actor: Actor | None) -> list[Step]:
    """What the actor may do, without what would be refused: taking over from a colleague, asking for time too late."""
    steps = list(TABLES[Order.kind()].open_steps(order, actor)) if actor else []
    idle = {"claim"} if order.handler_id else set()
    if any(step.name == "ask" for step in steps) and no_more_time(order):
        idle.add("ask")
    return [step for step in steps if step.name not in idle]


def cards(numbers: list[str]) -> dict[str, Card]:
    """An order shows as a card of its unit; its page is the page of its matter."""
    rows = Order.objects.filter(number__in=numbers).select_related("unit", "place")
    return {order.number: _card(order) for order in rows}


def _card(order: Order) -> Card:
    state = Order.State(order.state)
    href = reverse("dispatch:order", args=[order.number])
    return Card(order.kind(), order.number, order.unit.name, str(order.place), order.state, state.label, href)


def matter_page(order: Subject) -> str:
    """The address of the page that the matter of an order or its part has in its own room."""
    kind, number = order.matter_key
    return reverse(TABLES[kind].page, args=[number])
