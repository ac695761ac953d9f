"""Carrying orders out: written with the step, sent by the queue, tried again, given up, sent again.

And carrying back what the other side says of them: once for each event, as steps of the order's own table.
"""

import logging
from contextlib import suppress
from datetime import timedelta
from time import monotonic
from typing import Final

from django.db import connection as database
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from minsheng.ground.files import actions as files
from minsheng.ground.files.models import File
from minsheng.ground.people.actions import limit
from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.ground.policies.queries import value
from minsheng.instruments.dispatch import actions as orders
from minsheng.instruments.dispatch.models import Extension, Order
from minsheng.instruments.dispatch.queries import to_be_decided_jointly, units_to_suggest
from minsheng.instruments.gateways import queries, signing
from minsheng.instruments.gateways.messages import FULL, Said, incoming, outgoing, payload
from minsheng.instruments.gateways.models import FIRST, Delivery, Reply
from minsheng.instruments.gateways.platforms import Failed, Http, gateway, keys
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours, Refused, Wrong
from minsheng.kernel.workflow import Changes, Key, Taken, begin, record, take

LEASE: Final = timedelta(minutes=1)
"""So long a delivery that is being sent is left alone by others; then whoever sent it is taken for killed."""
REST: Final = timedelta(minutes=1)
"""So long a connection that has just failed is left alone by all but the sweep: one slow system is enough."""
MOST: Final = 200
KEPT: Final = timedelta(days=90)
OF_ORDERS: Final = frozenset({"redo", "redirect", "recall", "decide", "approve"})
OF_EXTENSIONS: Final = frozenset({"grant", "refuse"})
OF_MATTERS: Final = frozenset({"hide", "unhide"})
"""The steps that the other side is told of, if it has the order. What is hidden must go out of sight there too."""

log = logging.getLogger("minsheng.gateways")


class Unknown(Refused):
    """There is no such connection, or no such order for it."""

    status = 404


def carry(taken: Taken) -> None:
    """Write down what the other side is to be told of a step, in the step's own transaction."""
    subject, step = taken.subject, taken.step.name
    if isinstance(subject, Order) and step == FIRST:
        carrier = gateway(subject.place_id)
        if carrier.serves(subject.unit):
            _enqueue(subject, taken, carrier.connection)
    elif isinstance(subject, Order) and step in OF_ORDERS:
        _tell(taken, order=subject)
    elif isinstance(subject, Extension) and step in OF_EXTENSIONS:
        _tell(taken, order=subject.order)
    elif step in OF_MATTERS:
        kind, number = subject.key
        _tell(taken, matter_kind=kind, matter_number=number)


def _tell(taken: Taken, **about: object) -> None:
    """A further message about orders that were carried out; a first one that was kept back goes now, if it may."""
    for first in Delivery.objects.filter(message=FIRST, **about).select_related("order"):
        if taken.step.name == "unhide" and first.state == Delivery.State.CANCELLED:
            resend(first, by=SYSTEM)
        else:
            _enqueue(first.order, taken, first.connection)


def _enqueue(order: Order, taken: Taken, connection: str) -> None:
    """The delivery and its job belong to the step's transaction: both are there afterwards, or nothing is."""
    count = Delivery.objects.filter(order=order).count()
    kind, number = order.matter_key
    delivery = Delivery(
        number=f"{order.number}.{count}" if count else order.number,
        district=order.district,
        order=order,
        matter_kind=kind,
        matter_number=number,
        connection=connection,
        message=taken.step.name,
        told_of=taken.subject.number,
        made_at=taken.at,
        next_try=taken.at,
    )
    begin(delivery, "enqueue", by=SYSTEM)
    _defer(delivery)


def _defer(delivery: Delivery) -> None:
    """No queueing lock: steps that begin at once would wait for each other."""
    app.configure_task("gateways.deliver").defer(delivery=delivery.pk)


def deliver_soon(pk: int) -> None:
    """Send one, unless its connection has just failed: the sweep tries that."""
    delivery = Delivery.objects.get(pk=pk)
    rows = Delivery.objects.filter(connection=delivery.connection, state=Delivery.State.WAITING)
    if not rows.filter(failed_at__gt=clock.now() - REST).exists():
        deliver(pk)


def sweep(seconds: float = 20.0) -> int:
    """Try whatever is due, each connection until it fails; how many were tried."""
    until, due = monotonic() + seconds, Delivery.objects.due(clock.now())
    names = due.order_by("connection").values_list("connection", flat=True).distinct()
    return sum(_sweep(name, until) for name in names)


def _sweep(connection: str, until: float) -> int:
    tried = 0
    rows = Delivery.objects.due(clock.now()).filter(connection=connection).order_by("next_try", "pk")
    for pk in list(rows.values_list("pk", flat=True)[:MOST]):
        if monotonic() > until:
            break
        tried += 1
        if not deliver(pk):
            break
    return tried


def deliver(pk: int) -> bool:
    """Send a delivery if it is its turn; False when the connection failed. Nothing is locked while it is on its way.

    Killed in between, it is sent again: the other side knows it by its number.
    """
    delivery = claim(pk)
    if delivery is None:
        return True
    first = Delivery.objects.get(order=delivery.order_id, message=FIRST)
    matter = payload(delivery)
    kept_back = matter is None and delivery.message in FULL
    if kept_back or first.state == Delivery.State.CANCELLED:
        _moved(delivery, "cancel")
        return True
    try:
        external_id = Http(delivery.connection).send(outgoing(delivery, first, matter))
    except Failed as failure:
        _failed(delivery, failure)
        return failure.final
    _arrived(delivery, external_id)
    return True


@transaction.atomic
def claim(pk: int) -> Delivery | None:
    """Take a due delivery for oneself, for as long as the lease is."""
    rows = Delivery.objects.due(clock.now()).select_for_update(of=("self",), skip_locked=True)
    delivery = rows.filter(pk=pk).select_related("order__unit", "order__place").first()
    if delivery:
        delivery.tries += 1
        delivery.tried_at, delivery.next_try = clock.now(), clock.now() + LEASE
        delivery.save(update_fields=["tries", "tried_at", "next_try"])
    return delivery


def _arrived(delivery: Delivery, external_id: str = "") -> None:
    _moved(
        delivery,
        "deliver",
        lambda row: {
            "delivered_at": clock.now(),
            "external_id": external_id or row.external_id,
            "error": "",
        },
    )


def _failed(delivery: Delivery, failure: Failed) -> None:
    """Again later, each time twice as late; or never, when it was tried often enough or can't ever be taken."""
    log.info("an order was not taken by the other side")
    rule, now = value("gateway.retry", place_id=delivery.order.place_id), clock.now()
    said = {"error": failure.code, "failed_at": now}
    if failure.final or delivery.tries >= rule["attempts"]:
        _moved(delivery, "give_up", lambda _row: said)
        return
    minutes = min(rule["minutes"] * 2 ** (delivery.tries - 1), rule["most_minutes"])
    rows = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING)
    rows.update(**said, next_try=now + timedelta(minutes=minutes))


def _moved(delivery: Delivery, step: str, changes: Changes | None = None) -> None:
    """Take a step as the system, unless a reply or somebody was faster."""
    with suppress(NotNow):
        take(delivery, step, by=SYSTEM, changes=changes)


@transaction.atomic
def resend(delivery: Delivery, *, by: Actor) -> Delivery:
    """Try what was given up or kept back once more, from the first try on."""
    changes = {"tries": 0, "next_try": clock.now(), "error": ""}
    take(delivery, "resend", by=by, changes=changes)
    _defer(delivery)
    return delivery


def hear(connection: str, body: bytes, proof: signing.Proof, *, address: str) -> Reply:
    """Take up what another system says of an order, once: the same event again gives the same reply.

    What the order's table refuses is kept for those who look after the connection. Raises Unknown, Unproven, TooOften,
    and Wrong for what can't be right; then nothing is written, and it may be sent again once it is right.
    """
    _prove(connection, body, proof, address)
    said = incoming(body)
    first = queries.first(connection, said.order)
    if first is None or (said.external_id and first.external_id not in {"", said.external_id}):
        raise Unknown(_("There is no such order for this connection."))
    photos = _kept(first, said)
    with transaction.atomic():
        _one_at_a_time(connection)
        again = Reply.objects.filter(connection=connection, event=said.event).first()
        return _same(again, first, said) if again else _new(first, said, photos, body)


def _prove(connection: str, body: bytes, proof: signing.Proof, address: str) -> None:
    """Who guesses at keys is told to wait; who has one may say so much a minute."""
    rule, known = value("gateway.replies"), keys(connection)
    if not known:
        raise Unknown(_("There is no such connection."))
    try:
        signing.check(known, proof, body, window=timedelta(minutes=rule["window_minutes"]))
    except signing.Unproven:
        limit("gateway.wrong", address, most=rule["wrong_per_address_hour"], within=timedelta(hours=1))
        raise
    limit("gateway", connection, most=rule["per_minute"], within=timedelta(minutes=1))


def _one_at_a_time(connection: str) -> None:
    """Wait for what the same system says at this moment, before anything of a matter is locked."""
    with database.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"gateways|{connection}"])


def _same(again: Reply, first: Delivery, said: Said) -> Reply:
    if (again.first_id, again.what, again.sequence) != (first.pk, said.what, said.sequence):
        raise Wrong(_("This event was about something else before. Give every event an id of its own."))
    return again


def _new(first: Delivery, said: Said, photos: list[File], body: bytes) -> Reply:
    _arrived(first, said.external_id)  # whoever speaks of an order has it
    reply = Reply(connection=first.connection, event=said.event, first=first, district=first.district)
    reply.what, reply.sequence, reply.received_at = said.what, said.sequence, clock.now()
    try:
        with transaction.atomic():
            reply.outcome = _take_up(first, said, photos)
    except (NotNow, NotYours) as refusal:
        reply.outcome, reply.reason, reply.body = Reply.Outcome.REFUSED, str(refusal.message)[:300], body.decode()
    reply.save()
    return reply


@transaction.atomic
def retry(reply: Reply, *, by: Actor) -> Reply:
    """Take up what was refused before; raises NotNow while it is still not possible."""
    _one_at_a_time(reply.connection)
    row = _refused(reply)
    record(row.first, "retry", by=by, event=row.event)
    said = incoming(row.body)
    row.outcome, row.reason, row.body = _take_up(row.first, said, _kept(row.first, said)), "", ""
    row.save()
    return row


@transaction.atomic
def set_aside(reply: Reply, *, by: Actor) -> Reply:
    """Leave a refused reply at that; its words are forgotten."""
    _one_at_a_time(reply.connection)
    row = _refused(reply)
    record(row.first, "set_aside", by=by, event=row.event)
    row.outcome, row.body = Reply.Outcome.SET_ASIDE, ""
    row.save()
    return row


def _refused(reply: Reply) -> Reply:
    row = Reply.objects.filter(pk=reply.pk, outcome=Reply.Outcome.REFUSED).select_related("first__order__unit").first()
    if row is None:
        raise NotNow(_("Somebody has already seen to this. Reload the page."))
    return row


def forget() -> int:
    """Set aside what nobody has seen to for months: nobody keeps words for nothing."""
    rows = Reply.objects.filter(outcome=Reply.Outcome.REFUSED, received_at__lt=clock.now() - KEPT)
    return rows.update(outcome=Reply.Outcome.SET_ASIDE, body="")


def forget_matter(matter: Key) -> None:
    """Keep no words of what other systems said of a matter and nobody has taken up: its author's data is erased."""
    kind, number = matter
    rows = Reply.objects.filter(first__matter_kind=kind, first__matter_number=number, outcome=Reply.Outcome.REFUSED)
    rows.update(outcome=Reply.Outcome.SET_ASIDE, body="")


def _kept(first: Delivery, said: Said) -> list[File]:
    """The photos of a reply, kept as anybody's are; decoded before anything is locked."""
    return [files.keep(photo, by=_actor(first)) for photo in said.photos]


def _actor(first: Delivery) -> Actor:
    """The other system, in the name of the unit that works there."""
    order = first.order
    return Actor(
        kind="gateway",
        unit_id=order.unit_id,
        place_id=order.place_id,
        district=order.district,
        name=first.connection,
        desk=order.unit.short,
    )


def _take_up(first: Delivery, said: Said, photos: list[File]) -> Reply.Outcome:
    """Take the steps that a reply stands for, those that must have come before it included.

    So a lost or late "accepted" holds nothing up: what comes after it has said it too, and it is then overtaken.
    """
    if said.sequence <= Delivery.objects.values_list("heard", flat=True).get(pk=first.pk):
        return Reply.Outcome.OVERTAKEN
    if payload(first) is None:
        raise NotNow(_("This order is not to be worked on at present."))
    order, by = Order.objects.select_related("unit").get(pk=first.order_id), _actor(first)
    if said.what != "returned":
        moved = _accept(order, said, by)
        if said.what == "accepted" and not moved:
            return Reply.Outcome.OVERTAKEN
    _do(order, said, photos, by)
    Delivery.objects.filter(pk=first.pk).update(heard=said.sequence)
    return Reply.Outcome.APPLIED


def _accept(order: Order, said: Said, by: Actor) -> bool:
    """Accept what is not accepted yet; False when that has been done."""
    if order.state in {Order.State.ACCEPTED, Order.State.ANSWERED, Order.State.PASSED}:
        return False
    take(order, "accept", by=by, note=said.words if said.what == "accepted" else "")
    return True


def _do(order: Order, said: Said, photos: list[File], by: Actor) -> None:
    """Beyond accepting."""
    if said.what == "returned":
        _return(order, said, by)
    elif said.what == "progress":
        orders.progress(order, words=said.words, by=by)
    elif said.what == "extended" and said.until:
        orders.ask(order, until=said.until, by=by, note=said.words)
    elif said.what == "finished":
        done = {"answer_text": said.words, "resolution": said.resolution}
        orders.answer(order, **done, by=by, photos=photos, owner=said.owner, until=said.until)


def _return(order: Order, said: Said, by: Actor) -> None:
    """Sent back, or before a joint meeting where it has been sent back before."""
    suggested = units_to_suggest(order).filter(name=said.unit).first()
    if suggested is None:
        raise Wrong(_("There is no unit “%(name)s” that the order could go to.") % {"name": said.unit})
    back = orders.dispute if to_be_decided_jointly(order) else orders.send_back
    back(order, return_reason=said.reason, suggested=suggested, by=by, note=said.words)
