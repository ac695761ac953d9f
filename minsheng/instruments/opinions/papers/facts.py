"""What stands in each paper of an opinion.

Labels and sentences are data (`data/papers.json`), since officials word them; here is what fills them in.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minsheng.ground.codes.actions import code_for
from minsheng.ground.codes.queries import spaced
from minsheng.ground.files.queries import of
from minsheng.ground.journal.queries import Line, timeline
from minsheng.ground.people.queries import masked_name, masked_phone
from minsheng.ground.policies.queries import value
from minsheng.ground.policies.words import span
from minsheng.instruments.dispatch.models import Extension, Order
from minsheng.instruments.dispatch.queries import answers, return_reasons, standing
from minsheng.instruments.opinions import queries
from minsheng.instruments.opinions.models import CallBack, Opinion
from minsheng.instruments.opinions.queries.beside import calls_of
from minsheng.kernel import clock
from minsheng.kernel.workflow import Subject

RECORD: Final = "record"
RECEIPT: Final = "receipt"
HANDOVER: Final = "handover"
ANSWER: Final = "answer"
RETURN: Final = "return"
EXTENSION: Final = "extension"
CALLBACK: Final = "callback"

LABELS: Final[dict[str, Promise]] = {
    RECORD: _("Record sheet"),
    RECEIPT: _("Receipt for the resident"),
    HANDOVER: _("Order sheet"),
    ANSWER: _("Answer sheet"),
    RETURN: _("Return sheet"),
    EXTENSION: _("Request for more time"),
    CALLBACK: _("Record of the call-backs"),
}
SHORT: Final = 60
"""As many characters of what was said stand on a receipt, which may lie about."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper that somebody may have now: about the matter, one of its orders, or more time that was asked for one."""

    kind: str
    order: Order | None = None
    extension: Extension | None = None

    @property
    def about(self) -> str:
        """The number of what it is about, "" for the matter itself."""
        subject = self.extension or self.order
        return subject.number if subject else ""

    @property
    def label(self) -> Promise:
        return LABELS[self.kind]

    @property
    def title(self) -> str:
        """What stands on top of it, in the words of officials."""
        return str(words()["kinds"][self.kind]["title"])


@dataclass(frozen=True, slots=True)
class Code:
    """The code on a receipt: to read aloud and type, to scan, and where it can be typed."""

    short: str
    address: str
    home: str


def code_of(opinion: Opinion) -> Code | None:
    """The code of what was registered for somebody; who reported it themselves signs in instead."""
    if opinion.entered_by_id is None or opinion.historical or opinion.author_id is None:
        return None
    short = code_for(opinion.key, opinion.district).short
    home = settings.PUBLIC_ADDRESS + reverse("codes:codes")
    return Code(spaced(short), settings.PUBLIC_ADDRESS + reverse("codes:code", args=[short]), home)


@cache
def words() -> Any:
    """The labels and sentences of the papers."""
    path = Path(__file__).parent.parent / "data" / "papers.json"
    return json.loads(path.read_text(encoding="utf-8"))


def telephone(opinion: Opinion) -> str:
    """The office's phone, "" where none is known."""
    return str(words()["phones"].get(opinion.place.code, ""))


type Facts = Mapping[str, str]


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    at = clock.local(moment)
    made: str = words()["moment"].format(year=at.year, month=at.month, day=at.day, hour=at.hour, minute=at.minute)
    return made


def _photos(kind: str, number: str) -> str:
    count = len(of(kind, number))
    return str(words()["photos"].format(n=count) if count else words()["no_photos"])


def _common(opinion: Opinion) -> dict[str, str]:
    """What every paper may say of the matter; nothing that leads to a person."""
    place = "".join(str(part) for part in (opinion.place, opinion.community, opinion.address) if part)
    return {
        "number": opinion.number,
        "office": opinion.office.name,
        "made": _moment(opinion.made_at),
        "street": str(opinion.place),
        "community": str(opinion.community or ""),
        "address": opinion.address,
        "place": place,
        "text": opinion.text,
        "photos": _photos(Opinion.kind(), opinion.number),
        "category": f"{opinion.category.code} {opinion.category}" if opinion.category else "",
        "tier": str(opinion.get_tier_display()) if opinion.tier else "",
        "received": str(opinion.station or opinion.office.short),
        "hand": "",
    }


def _person(opinion: Opinion) -> dict[str, str]:
    """Who reported it, as far as a paper may say."""
    contact = queries.unrevealed_contact(opinion)
    name = opinion.author.name if opinion.author else ""
    phone = masked_phone(contact.phone) if contact else words()["none"]
    return {"name": masked_name(name) or words()["nameless"], "phone": phone}


def _record(opinion: Opinion, _offer: Offer) -> Facts:
    units = [order.unit.name for order in standing(opinion.key, opinion.round)]
    said = [(panel.order.unit.name, panel.order.answer_text) for panel in answers(opinion.key)]
    shown = queries.shown(Opinion.objects.filter(pk=opinion.pk)).get()
    return (
        _common(opinion)
        | _person(opinion)
        | {
            "channel": str(opinion.get_channel_display()),
            "entered": _moment(opinion.entered_at or opinion.made_at),
            "units": words()["together"].join(units),
            "answers": "\n".join(words()["said"].format(unit=unit, text=text) for unit, text in said),
            "state": str(queries.state_of(shown)),
            "rating": str(opinion.get_rating_display() or "") if opinion.rating else "",
        }
    )


def _receipt(opinion: Opinion, _offer: Offer) -> Facts:
    code = code_of(opinion)
    found = {"address_of_code": code.address, "code": code.short, "home": code.home} if code else {}
    return (
        _common(opinion)
        | _person(opinion)
        | found
        | {
            "short": said_in_short(opinion),
            "telephone": telephone(opinion),
            "office": opinion.office.short,
        }
    )


def said_in_short(opinion: Opinion) -> str:
    """What was said, short enough for a slip of paper."""
    text = " ".join(opinion.text.split()) or _photos(Opinion.kind(), opinion.number)
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


def _handover(opinion: Opinion, offer: Offer) -> Facts:
    order = _order(offer)
    line = _last(order, "issue")
    return (
        _common(opinion)
        | _order_facts(order)
        | {
            "limit": _limit(order),
            "note": line.note if line else "",
        }
    )


def _answer(opinion: Opinion, offer: Offer) -> Facts:
    order = _order(offer)
    line, passed = _last(order, "answer"), order.state == Order.State.PASSED
    return (
        _common(opinion)
        | _order_facts(order)
        | {
            "answered": _moment(line.at) if line else "",
            "resolution": str(order.get_resolution_display()) if order.resolution else "",
            "answer": order.answer_text,
            "after": _photos(order.kind(), order.number),
            "checked": words()["checked" if passed else "unchecked"],
        }
    )


def _return(opinion: Opinion, offer: Offer) -> Facts:
    """Why a unit finds that it is another one's work."""
    order = _order(offer)
    line = _last(order, "send_back", "dispute")
    return (
        _common(opinion)
        | _order_facts(order)
        | {
            "returned": _moment(line.at) if line else "",
            "reason": return_reasons(order.place_id).get(order.return_reason, order.return_reason),
            "explained": line.note if line else "",
            "suggested": order.suggested.name if order.suggested else "",
        }
    )


def _extension(opinion: Opinion, offer: Offer) -> Facts:
    """More time that a unit asked for, and what the office said."""
    order, extension = _order(offer), offer.extension
    assert extension  # noqa: S101 (an offer of this kind has one)
    line, decided = _last(extension, "ask"), _last(extension, "grant", "refuse")
    return (
        _common(opinion)
        | _order_facts(order)
        | {
            "limit": _limit(order),
            "asked": _moment(line.at) if line else "",
            "until": _moment(extension.until),
            "reason": extension.reason,
            "decided": extension.state_label,
            "note": decided.note if decided else "",
        }
    )


def _callback(opinion: Opinion, _offer: Offer) -> Facts:
    """Who called when, and what was said; of all rounds, since it is one story."""
    decided = _last(opinion, "close", "reopen")
    calls = [_call(call) for call in calls_of(opinion)]
    return (
        _common(opinion)
        | _person(opinion)
        | {
            "round": str(opinion.round),
            "rating": str(opinion.get_rating_display() or "") if opinion.rating else words()["unrated"],
            "rating_words": opinion.rating_words,
            "calls": "\n".join(calls),
            "decided": words()["decided"][decided.step] if decided else words()["undecided"],
            "note": decided.note if decided else "",
        }
    )


def _call(call: CallBack) -> str:
    said = {None: "silent", True: "solved", False: "unsolved"}[call.solved] if call.reached else "unreached"
    facts = {"at": _moment(call.made_at), "by": call.caller.name, "said": words()["calls"][said], "words": call.words}
    return str(words()["call"].format(**facts))


def _order(offer: Offer) -> Order:
    assert offer.order  # noqa: S101 (an offer of such a kind has one)
    return offer.order


def _limit(order: Order) -> str:
    """Its times by the rules that held when it was given."""
    rules = {"accept": "dispatch.accept", "answer": f"dispatch.answer.{order.pace}"}
    limit = words()["limit_again" if order.reopened_at else "limit"]
    return str(limit.format(**{name: _span(key, order) for name, key in rules.items()}))


def _order_facts(order: Order) -> dict[str, str]:
    return {
        "order": order.number,
        "unit": order.unit.name,
        "lead": words()["lead" if order.lead else "co"],
        "issued": _moment(order.issued_at),
        "round": str(order.round),
    }


def _span(key: str, order: Order) -> str:
    """A length of time by the rule that held when the order was given."""
    rule = value(key, place_id=order.place_id, at=order.issued_at)
    return span(rule["amount"], rule["unit"])


def _last(subject: Subject, *steps: str) -> Line | None:
    """The last time that one of these steps was taken of a matter, an order or its part."""
    lines = timeline(subject.matter_key, resident=False)
    return next((line for line in reversed(lines) if line.number == subject.number and line.step in steps), None)


FACTS: Final[dict[str, Callable[[Opinion, Offer], Facts]]] = {
    RECORD: _record,
    RECEIPT: _receipt,
    HANDOVER: _handover,
    ANSWER: _answer,
    RETURN: _return,
    EXTENSION: _extension,
    CALLBACK: _callback,
}
