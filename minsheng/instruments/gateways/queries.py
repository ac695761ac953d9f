"""What waits, what was given up, what was refused: for those who look after the connections."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from minsheng.ground.people.actors import Actor
from minsheng.ground.places.models import Place
from minsheng.ground.policies.queries import policies
from minsheng.instruments.dispatch.models import Extension, Order
from minsheng.instruments.gateways import access
from minsheng.instruments.gateways.models import FIRST, Delivery, Reply
from minsheng.kernel.workflow import TABLES

REFUSED: Final = "refused"
LISTS: Final = ("dead", "waiting", REFUSED, "cancelled", "delivered")
"""What the page lists, what needs somebody first."""
ERRORS: Final[dict[str, Promise]] = {
    "timeout": gettext_lazy("no answer in time"),
    "unreachable": gettext_lazy("can't be reached"),
    "tls": gettext_lazy("its certificate is not trusted"),
    "garbled": gettext_lazy("its answer can't be read"),
    "not_set_up": gettext_lazy("the connection is not set up here"),
    "no_tls": gettext_lazy("its address is not encrypted"),
}
WHAT: Final[dict[str, Promise]] = {
    "accepted": pgettext_lazy("gateway", "accepted"),
    "returned": pgettext_lazy("gateway", "sent back"),
    "extended": pgettext_lazy("gateway", "asks for more time"),
    "progress": pgettext_lazy("gateway", "says how far it is"),
    "finished": pgettext_lazy("gateway", "finished"),
}


@dataclass(slots=True)
class Connection:
    """A connection: which places use it, whether the environment knows it, how it is doing."""

    name: str
    set_up: bool
    places: list[Place | None] = field(default_factory=list)
    waiting: int = 0
    dead: int = 0
    delivered_at: datetime | None = None


def connections(actor: Actor) -> list[Connection]:
    """All that rules name, the environment knows, or deliveries of the actor's district went to."""
    counts = {
        "waiting": Count("pk", filter=Q(state="waiting")),
        "dead": Count("pk", filter=Q(state="dead")),
        "delivered_at": Max("delivered_at"),
    }
    rows = access.visible_to(actor).select_related(None).order_by().values_list("connection")
    known = {name: row for name, *row in rows.annotate(**counts)}
    used, ready = _used(), settings.GATEWAYS
    names = sorted({*known, *used, *ready})
    return [Connection(name, name in ready, used.get(name, []), *known.get(name, [])) for name in names]


def _used() -> dict[str, list[Place | None]]:
    """Where which connection is used, by the rules that hold now."""
    found: dict[str, list[Place | None]] = {}
    for rule in policies():
        if rule.key == "gateway.four_platforms" and rule.value["mode"] == "http":
            found.setdefault(rule.value["connection"], []).append(rule.place)
    return found


def counts(actor: Actor) -> dict[str, int]:
    """How many there are in each of LISTS."""
    rows = access.visible_to(actor).select_related(None).order_by().values_list("state")
    found = dict(rows.annotate(count=Count("pk")))
    found[REFUSED] = refused(actor).count()
    return {name: found.get(name, 0) for name in LISTS}


def message(delivery: Delivery) -> str:
    """What a delivery tells of, in the words of that step."""
    kinds = {delivery.order.number: Order.kind(), delivery.matter_number: delivery.matter_kind}
    return str(TABLES[kinds.get(delivery.told_of, Extension.kind())].act(delivery.message).label)


def error(code: str) -> str:
    """What went wrong last, in words."""
    if code.startswith("http_"):
        return _("it answered %(status)s") % {"status": code.removeprefix("http_")}
    return str(ERRORS.get(code, code))


def listed(actor: Actor, state: str) -> QuerySet[Delivery]:
    """Deliveries in a state, the latest first."""
    return access.visible_to(actor).filter(state=state).order_by("-pk")


def refused(actor: Actor) -> QuerySet[Reply]:
    """Replies that could not be taken up, the latest first."""
    return access.replies_visible_to(actor).filter(outcome=Reply.Outcome.REFUSED).order_by("-pk")


def first(connection: str, order: str) -> Delivery | None:
    """The delivery by which a connection knows an order, unless it was never sent."""
    rows = Delivery.objects.filter(connection=connection, order__number=order, message=FIRST)
    tried = rows.filter(tried_at__isnull=False).exclude(state=Delivery.State.CANCELLED)
    return tried.select_related("order__unit").first()
