"""Handing over, redirecting, answering. What a deputy may never do (代表法 art. 31) is refused by the step table."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from minsheng.ground.duties import actions as duties
from minsheng.ground.files import actions as files
from minsheng.ground.files.models import File
from minsheng.ground.files.queries import of
from minsheng.ground.journal.queries import last_taken
from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.ground.people.models import Person, Unit
from minsheng.ground.policies.queries import calendar
from minsheng.instruments.dispatch.access import sees_matter
from minsheng.instruments.dispatch.models import Extension, Order, Promise
from minsheng.instruments.dispatch.queries import colleagues, no_more_time, return_reasons, standing
from minsheng.instruments.publishing import masks
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours, Wrong
from minsheng.kernel.workflow import Key, Subject, begin, lock, record, take

BEGINNINGS = ("reopen", "contest")
"""The acts upon a matter that begin a further round of it."""


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
    on_site: bool = False,
    note: str = "",
) -> Order:
    """Give a unit its order of a round, handed over and later checked by the congress office.

    `on_site` says that an answer needs a photo of how it looks then. The time of a later round runs from when the
    matter was taken up again. The caller holds the matter's lock. Raises NotNow when the unit already has one.
    """
    kind, number = matter.matter_key
    order = Order(matter_kind=kind, matter_number=number, district=matter.district, round=round_, place_id=place_id)
    order.tier, order.checker, order.on_site = tier, office, on_site
    order.reopened_at = last_taken(matter.matter_key, *BEGINNINGS) if round_ > 1 else None
    return _issue(order, unit, sender=office, lead=lead, by=by, note=note)


def answer(
    order: Order,
    *,
    answer_text: str,
    resolution: str,
    by: Actor,
    photos: Sequence[File] = (),
    owner: str = "",
    until: date | None = None,
    note: str = "",
) -> Order:
    """Report what was done, with photos of how it looks afterwards; what is only planned needs an owner and a day.

    Raises Wrong where something is missing.
    """
    planned = resolution == Order.Resolution.PLANNED
    if planned and not (owner and until):
        raise Wrong(_("Say who will see to it, and by when."))
    promised = {"owner": owner, "until": _end_of(until)} if planned and until else {"owner": "", "until": None}
    changes = {"answer_text": answer_text, "resolution": resolution, **promised}
    with transaction.atomic():
        take(order, "answer", by=by, note=note, changes=changes, resolution=resolution, photos=len(photos))
        files.attach(photos, kind=order.kind(), number=order.number, role="after", by=by)
        if order.on_site and not planned:
            _insist_on_photo(order)
    return order


def send_back(order: Order, *, return_reason: str, suggested: Unit, by: Actor, note: str = "") -> Order:
    """Say that the work is another unit's, and whose."""
    return _refused(order, "send_back", return_reason, suggested, by, note)


def dispute(order: Order, *, return_reason: str, suggested: Unit, by: Actor, note: str = "") -> Order:
    """The same, where it has been sent back before: a joint meeting decides, and what it decides binds."""
    return _refused(order, "dispute", return_reason, suggested, by, note)


@transaction.atomic
def redirect(order: Order, *, unit: Unit, by: Actor, note: str = "") -> Order:
    """End this order and give the same work to another unit; the new order."""
    _insist(order, by)
    take(order, "redirect", by=by, note=note, unit=unit.name)
    return _again(order, unit, by=by, lead=order.lead, note=note, binding=order.binding)


@transaction.atomic
def decide(order: Order, *, unit: Unit, by: Actor, note: str = "") -> Order:
    """Record whose work it is by the joint meeting; the new order, which can't be sent back."""
    _insist(order, by)
    take(order, "decide", by=by, note=note, unit=unit.name)
    return _again(order, unit, by=by, lead=order.lead, note=note, binding=True)


@transaction.atomic
def add_unit(order: Order, *, unit: Unit, by: Actor, note: str = "") -> Order:
    """Let a further unit co-handle the matter, with an order of its own."""
    _insist(order, by)
    record(order, "add_unit", by=by, note=note, unit=unit.name)
    return _again(order, unit, by=by, lead=False, note=note)


def claim(order: Order, *, by: Actor, note: str = "") -> Order:
    """Take an order into one's own hands. Raises NotNow when a colleague has it: they assign it."""
    return record(order, "claim", by=by, note=note, changes=lambda locked: _in_hands(locked, by))


def assign(order: Order, *, handler: Person, by: Actor, note: str = "") -> Order:
    """Say who of the unit has an order in hand."""
    if not colleagues(order.unit_id).filter(pk=handler.pk).exists():
        raise Wrong(_("Choose somebody of your unit."))
    return record(order, "assign", by=by, note=note, changes={"handler": handler}, handler=handler.name)


def note_down(order: Order, *, by: Actor, note: str = "") -> Order:
    """Keep a note that only the unit and the offices read."""
    return record(order, "note_down", by=by, note=note)


def progress(order: Order, *, words: str, by: Actor) -> Order:
    """Say how far it is; the resident reads it."""
    return record(order, "progress", by=by, words=words)


@transaction.atomic
def ask(order: Order, *, until: date, by: Actor, note: str = "") -> Extension:
    """Ask for more time, until the close of a day; `note` is the reason, which the resident reads once it is granted.

    Raises NotNow when it is too late, or was asked for too often.
    """
    lock(order)
    if order.state != Order.State.ACCEPTED:
        raise NotNow(_("Someone has already moved this on. Reload the page to see where it stands now."))
    if why_not := no_more_time(order):
        raise NotNow(why_not)
    count = Extension.objects.filter(order=order).count()
    facts = {"reason": note, "until": _closing_of(until, order.place_id)}
    extension = Extension(number=f"{order.number}-E{count + 1}", **_of_order(order), **facts)
    return begin(extension, "ask", by=by, reason=note, until=_told(extension.until))


@transaction.atomic
def grant(extension: Extension, *, by: Actor, note: str = "") -> Extension:
    """Give the order its later day. Raises NotNow when that has passed meanwhile."""
    if extension.until <= clock.now():
        raise NotNow(_("The day that was asked for has passed. Refuse, and let the unit answer."))
    take(extension, "grant", by=by, note=note, reason=extension.reason, until=_told(extension.until))
    duties.postpone(extension.order.key, until=extension.until)
    return extension


def keep(promise: Promise, *, text: str, by: Actor, photos: Sequence[File] = (), note: str = "") -> Promise:
    """Report that what was promised is done, with photos of how it looks now. Raises Wrong where one is missing."""
    changes = {"text": text, "kept_at": clock.now()}
    with transaction.atomic():
        take(promise, "keep", by=by, note=note, changes=changes, photos=len(photos))
        files.attach(photos, kind=promise.kind(), number=promise.number, role="after", by=by)
        if promise.order.on_site:
            _insist_on_photo(promise)
    return promise


def dismiss(promise: Promise, *, by: Actor, note: str = "") -> Promise:
    """It is not done yet: the unit still has to keep it."""
    return take(promise, "dismiss", by=by, note=note, changes={"kept_at": None})


def pledge(order: Order, *, by: Actor) -> Promise:
    """What an answer promised has to be kept from when it has passed. The caller holds the matter's lock."""
    assert order.until  # noqa: S101 (the table keeps no plan without one)
    promise = Promise(number=f"{order.number}-P", **_of_order(order), owner=order.owner, until=order.until)
    return begin(promise, "pledge", by=by, owner=promise.owner, until=_told(promise.until))


def depersonalise(matter: Key, names: Collection[str]) -> None:
    """Take out of what units said of a matter what leads to its author, who had their data erased: these names too."""
    said = ((Order, "answer_text"), (Promise, "text"), (Extension, "reason"))
    for rows, field in ((model.objects.of_matter(matter), field) for model, field in said):
        for row in rows:
            setattr(row, field, masks.without(getattr(row, field), names))
            row.save(update_fields=[field])


def recall(matter: Subject, *, round_: int) -> None:
    """Take a round of a matter back from the units that have it. The caller holds its lock and has checked who may.

    Answers that have passed go too, with what they promised: the round has one lead, and may be given out anew.
    """
    for order in standing(matter.matter_key, round_).order_by("id"):
        take(order, "recall", by=SYSTEM)


def _insist(order: Order, by: Actor) -> None:
    """Refuse who doesn't see the matter any more, because it was hidden meanwhile."""
    if not sees_matter(by, order):
        raise NotYours(_("This is not yours to do."))


def _insist_on_photo(subject: Order | Promise) -> None:
    """Refuse to take words for what could be seen."""
    if not of(subject.kind(), subject.number, "after"):
        raise Wrong(_("Add a photo of how it looks now."))


def _refused(order: Order, step: str, reason: str, suggested: Unit, by: Actor, note: str) -> Order:
    why = return_reasons(order.place_id).get(reason)
    if why is None:
        raise Wrong(_("Choose a reason."))
    changes = {"return_reason": reason, "suggested": suggested}
    return take(order, step, by=by, note=note, changes=changes, code=reason, why=why, suggested=suggested.name)


def _in_hands(locked: Order, by: Actor) -> dict[str, int | None]:
    if locked.handler_id:
        name = locked.handler.name if locked.handler else ""
        raise NotNow(_("%(name)s of your unit has taken this on. Ask them to assign it to you.") % {"name": name})
    return {"handler_id": by.person_id}


def _of_order(order: Order) -> dict[str, object]:
    """What a part has from its order."""
    same = ("matter_kind", "matter_number", "district", "place_id", "unit_id", "checker_id")
    return {"order": order, **{name: getattr(order, name) for name in same}}


def _again(order: Order, unit: Unit, *, by: Actor, lead: bool, note: str, binding: bool = False) -> Order:
    """A further order of the same matter and round; who hands it over is the desk or office that acts."""
    same = ("matter_kind", "matter_number", "district", "round", "place_id", "tier", "checker_id")
    fresh = Order(**{name: getattr(order, name) for name in (*same, "on_site", "reopened_at")}, binding=binding)
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


def _end_of(day: date) -> datetime:
    """A promise may be kept until midnight."""
    return datetime.combine(day, clock.END_OF_DAY, clock.ZONE)


def _closing_of(day: date, place_id: int) -> datetime:
    """Time to answer is office time."""
    closing: time = calendar(place_id=place_id).hours[1]
    return datetime.combine(day, closing, clock.ZONE)


def _told(moment: datetime) -> str:
    """The day as the journal keeps it for everybody to read."""
    return clock.local(moment).date().isoformat()
