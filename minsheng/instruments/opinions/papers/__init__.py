"""The papers of an opinion: which there are, who may have them, and how they are made."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from minsheng.ground.links.actions import make
from minsheng.ground.papers import actions as papers
from minsheng.ground.papers.layout import Cell, Sheet, drawn
from minsheng.ground.papers.models import Paper
from minsheng.ground.people.actors import Actor
from minsheng.instruments.dispatch.models import Extension, Order
from minsheng.instruments.dispatch.queries import orders
from minsheng.instruments.opinions import access, queries
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.papers.facts import (
    ANSWER,
    CALLBACK,
    EXTENSION,
    FACTS,
    HANDOVER,
    RECEIPT,
    RECORD,
    RETURN,
    Facts,
    Offer,
    words,
)
from minsheng.kernel import clock
from minsheng.kernel.workflow import record


def offers(actor: Actor, opinion: Opinion) -> list[Offer]:
    """The papers that the actor may have of an opinion that they see."""
    own = {
        RECORD: access.may_have_record,
        RECEIPT: access.may_have_receipt,
        CALLBACK: access.may_have_calls,
    }
    given = [order for order in orders(opinion.key) if access.may_have_order(actor, opinion, order)]
    kept = [Offer(kind) for kind, may in own.items() if may(actor, opinion)]
    return [*kept, *(offer for order in given for offer in _of_order(order))]


def _of_order(order: Order) -> list[Offer]:
    """The order itself, its answer once there is one; why it was sent back, and more time asked for."""
    there = {
        HANDOVER: order.state != Order.State.REDIRECTED,
        ANSWER: order.state in {Order.State.ANSWERED, Order.State.PASSED},
        RETURN: order.return_reason != "",
    }
    asked = Extension.objects.filter(order=order).order_by("id")
    return [Offer(kind, order) for kind, given in there.items() if given] + [
        Offer(EXTENSION, order, extension) for extension in asked
    ]


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper and its file."""

    paper: Paper
    name: str
    file: bytes


@transaction.atomic
def printed(offer: Offer, opinion: Opinion, *, by: Actor) -> Printed:
    """The paper as it stands now. A new one, or one that says something new, gets its number and a journal row."""
    with override(settings.LANGUAGE_CODE):
        sheet = sheet_of(offer, opinion)
        mark = words()["kinds"][offer.kind]["mark"]
        key = (offer.extension or offer.order or opinion).key
        paper, new = papers.issue(offer.kind, key, office=opinion.office, mark=mark, says=asdict(sheet), by=by)
        if new:
            record(opinion, "print", by=by, note=f"{sheet.title} {paper.number}", paper=paper.number)
        day = clock.local(paper.made_at).date()
        file = drawn(sheet, number=paper.number, edition=paper.edition, made_at=paper.made_at, day=day)
    return Printed(paper, f"{sheet.title} {paper.number}", file)


def sheet_of(offer: Offer, opinion: Opinion) -> Sheet:
    """What the paper says: the same to everybody who may have it."""
    form = words()["kinds"][offer.kind]
    facts = FACTS[offer.kind](opinion, offer)
    notes = [*form.get("notes", []), *([] if words()["confirmed"] else [words()["pending"]])]
    return Sheet(
        title=form["title"],
        cells=[_cell(facts, *row) for row in form.get("cells", [])],
        paragraphs=[text.format(**facts) for text in form.get("paragraphs", [])] + _telephone(form, facts),
        attachments=[facts[name]] if (name := form.get("attachments")) and facts[name] != words()["no_photos"] else [],
        signed=facts.get(form["signed"], ""),
        notes=notes,
        code=facts.get("address_of_code", ""),
        code_words=[text.format(**facts) for text in form.get("code_words", [])] if facts.get("code") else [],
    )


def way_in(number: str) -> str | None:
    """Where the code on a receipt leads: a fresh link for whoever reported it; nowhere once it is confidential."""
    opinion = queries.by_number([number]).get(number)
    if opinion is None or opinion.author_id is None or opinion.hidden == Opinion.Hidden.CONFIRMED:
        return None
    return make(opinion.key, opinion.author_id, opinion.district)


def _cell(facts: Facts, label: str, name: str, room: int = 0) -> Cell:
    return Cell(label, facts[name], wide=bool(room), room=room)


def _telephone(form: Mapping[str, Any], facts: Facts) -> list[str]:
    line = form.get("paragraphs_phone", "")
    return [line.format(**facts)] if line and facts["telephone"] else []
