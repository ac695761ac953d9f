"""What is said: an order in the words of the other side, and what the other side may say of it."""

import base64
import binascii
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _

from minsheng.ground.duties.queries import open_duty
from minsheng.ground.files.queries import limits
from minsheng.ground.journal.queries import timeline
from minsheng.ground.policies.queries import due
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.gateways.models import FIRST, Delivery
from minsheng.instruments.publishing.masks import suggest
from minsheng.kernel import clock
from minsheng.kernel.errors import Wrong

VERSION: Final = 1
FULL: Final = frozenset({FIRST, "unhide"})
"""Messages that tell the whole matter; the others only what has happened to its order."""
WITH_WORDS: Final = frozenset({FIRST, "unhide", "redo", "grant", "refuse"})
"""Messages whose note was written for the unit to read."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A matter as the other side is told of it. `point` is CGCS2000; `reporter` is masked; `attachments` are links."""

    title: str
    description: str
    address: str
    point: tuple[Decimal, Decimal] | None
    grid_code: str
    category: tuple[str, str]
    reporter: str
    attachments: tuple[str, ...] = ()


type Source = Callable[[str], Payload | None]

PAYLOADS: dict[str, Source] = {}
"""By kind of matter: what of the matter with a number may leave the house; None while it is hidden."""


def payload(delivery: Delivery) -> Payload | None:
    """What may be said of the delivery's matter now; None while it is hidden."""
    source = PAYLOADS.get(delivery.matter_kind)
    return source(delivery.matter_number) if source else None


def outgoing(delivery: Delivery, first: Delivery, matter: Payload | None) -> bytes:
    """The message as it goes over the line. Phones and other numbers that lead to a person are masked in all words."""
    said: dict[str, Any] = {
        "version": VERSION,
        "message": delivery.message,
        "number": delivery.number,
        "order": delivery.order.number,
        "external_id": first.external_id,
        "callback": settings.PUBLIC_ADDRESS.rstrip("/") + reverse("gateways:callback", args=[delivery.connection]),
        "note": suggest(_note(delivery)).text,
        **_times(delivery.order),
    }
    if matter and delivery.message in FULL:
        said |= {**_order(delivery.order), "matter": _matter(matter)}
    return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()


def _order(order: Order) -> dict[str, Any]:
    return {
        "unit": order.unit.name,
        "street_code": order.place.code,
        "street": order.place.name,
        "round": order.round,
        "lead": order.lead,
        "tier": order.tier,
    }


def _matter(matter: Payload) -> dict[str, Any]:
    lon, lat = map(str, matter.point) if matter.point else (None, None)
    code, name = matter.category
    return {
        "title": suggest(matter.title).text,
        "description": suggest(matter.description).text,
        "address": suggest(matter.address).text,
        "lon": lon,
        "lat": lat,
        "datum": "CGCS2000",
        "grid_code": matter.grid_code,
        "event_type_code": code,
        "event_type": name,
        "reporter": matter.reporter,
        "attachments": list(matter.attachments),
    }


def _times(order: Order) -> dict[str, str | None]:
    """Until when the unit must accept and answer; before it has accepted, as if it did so now."""
    duty, sent = open_duty(order.key), order.state == Order.State.SENT
    until = duty.due if duty else None
    answer = _answer_by(order) if sent else until
    return {"accept_by": _moment(until) if sent else None, "due_at": _moment(answer)}


def _answer_by(order: Order) -> datetime:
    key, now = f"dispatch.answer.{order.pace}", clock.now()
    return due(key, place_id=order.place_id, at=now, since=order.moments).at


def _moment(at: datetime | None) -> str | None:
    return clock.local(at).isoformat(timespec="seconds") if at else None


def _note(delivery: Delivery) -> str:
    """What was written with the step that the message tells of, unless it has been erased since."""
    if delivery.message not in WITH_WORDS:
        return ""
    again = delivery.message == "unhide"
    step, number = (FIRST, delivery.order.number) if again else (delivery.message, delivery.told_of)
    lines = timeline(delivery.matter_key, resident=False)
    return next((line.note for line in reversed(lines) if (line.step, line.number) == (step, number)), "")


WHAT: Final = ("accepted", "returned", "extended", "progress", "finished")
SOLUTIONS: Final = ("solved", "explained", "planned")
UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Said:
    """What came back about an order. `sequence` counts upwards for each order, so that late news is known as such."""

    event: str
    order: str
    what: str
    sequence: int
    external_id: str = ""
    words: str = ""
    reason: str = ""
    unit: str = ""
    until: date | None = None
    resolution: str = ""
    owner: str = ""
    photos: tuple[SimpleUploadedFile, ...] = ()


def incoming(body: bytes | str) -> Said:
    """Read what came. Raises Wrong with a sentence that names the field."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Wrong(_("This is not JSON.")) from error
    if not isinstance(data, dict):
        raise Wrong(_("This is not JSON."))
    return _said(data)


def _said(data: dict[str, Any]) -> Said:
    what = _one_of(data, "type", WHAT)
    finished = what == "finished"
    planned = finished and data.get("resolution") == "planned"
    return Said(
        event=_text(data, "event", 80, least=1),
        order=_text(data, "order", 60, least=1),
        what=what,
        sequence=_count(data, "sequence"),
        external_id=_text(data, "external_id", 60),
        words=_words(data, what),
        reason=_text(data, "reason", 30, least=1 if what == "returned" else 0),
        unit=_text(data, "unit", 60, least=1 if what == "returned" else 0),
        until=_day(data, "until", needed=planned or what == "extended"),
        resolution=_one_of(data, "resolution", SOLUTIONS) if finished else "",
        owner=_text(data, "owner", 60, least=1 if planned else 0),
        photos=_photos(data) if finished else (),
    )


def _words(data: dict[str, Any], what: str) -> str:
    """What was done, for the resident to read, or why, or how far it is; nothing need be said of an acceptance."""
    if what == "finished":
        return _text(data, "measure", 2000, least=4)
    return _text(data, "words", 500, least=0 if what == "accepted" else 2)


def _wrong(name: str) -> Wrong:
    return Wrong(_("The field “%(name)s” is missing or wrong.") % {"name": name})


def _text(data: dict[str, Any], name: str, most: int, *, least: int = 0) -> str:
    found = data.get(name) or ""
    if not isinstance(found, str) or UNSTORABLE.search(found) or not least <= len(found.strip()) <= most:
        raise _wrong(name)
    return found.strip()


def _one_of(data: dict[str, Any], name: str, known: tuple[str, ...]) -> str:
    found = _text(data, name, 30)
    if found not in known:
        raise _wrong(name)
    return found


def _count(data: dict[str, Any], name: str) -> int:
    found = data.get(name)
    if type(found) is not int or not 0 < found < 2**31:
        raise _wrong(name)
    return found


def _day(data: dict[str, Any], name: str, *, needed: bool) -> date | None:
    """A day as 2026-01-31."""
    found = _text(data, name, 10, least=1 if needed else 0)
    try:
        return date.fromisoformat(found) if found else None
    except ValueError as error:
        raise _wrong(name) from error


def _photos(data: dict[str, Any]) -> tuple[SimpleUploadedFile, ...]:
    """Pictures as base64, not looked at yet."""
    found = data.get("photos") or []
    if not isinstance(found, list) or len(found) > limits().count:
        raise _wrong("photos")
    return tuple(_photo(part) for part in found)


def _photo(part: Any) -> SimpleUploadedFile:
    try:
        name, content = str(part["name"])[:100], base64.b64decode(part["content"], validate=True)
    except (TypeError, KeyError, ValueError, binascii.Error) as error:
        raise _wrong("photos") from error
    return SimpleUploadedFile(name or "photo", content)
