"""What an official's page of an opinion tells: whose turn it is, and what has happened."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from minsheng.ground.duties.models import Duty
from minsheng.ground.duties.queries import of_matter
from minsheng.ground.journal.queries import Line, timeline
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.escalations import access as escalations
from minsheng.instruments.escalations.models import Escalation
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel.workflow import TABLES

INSIDE = (Role.OFFICE, Role.DIRECTOR)
KEPT_CLOSE = frozenset({"hide", "unhide", "reveal", "print"})
"""Acts that only the office, its director and auditors read about."""
TWICE = frozenset({"dispatch", "offer"})
"""Acts that an act upon a part, or upon the matter itself, tells already."""
HANDED_ON = frozenset({"redirect", "add_unit", "decide"})
"""Acts upon an order that give another unit its own: the line of the act names that unit already."""

SAID = {
    "submit": _("The resident reported this"),
    "rate": _("The resident rated the result"),
    "withdraw": _("The resident withdrew it"),
    "contest": _("The resident objected"),
    "support": _("Another resident met with it too"),
    "unsolved": _("A resident says that it is not solved"),
    "ask": _("The resident was asked whether all is still well"),
    "fine": _("The resident says that all is still well"),
    "conclude": _("Answered to the resident"),
}
"""What officials read in the timeline about acts that no button of theirs names."""

DONE = {
    "receive": pgettext_lazy("done", "Received"),
    "transfer": pgettext_lazy("done", "Passed on to the office"),
    "triage": pgettext_lazy("done", "Triaged"),
    "answer_on_spot": pgettext_lazy("done", "Explained on the spot"),
    "accept_answer": pgettext_lazy("done", "Let the deputy's explanation stand"),
    "merge": pgettext_lazy("done", "United with another matter"),
    "unmerge": pgettext_lazy("done", "Undid the uniting"),
    "hand_over": pgettext_lazy("done", "Handed over elsewhere"),
    "take_up": pgettext_lazy("done", "Recorded that it was taken up there"),
    "decline": pgettext_lazy("done", "Not accepted"),
    "call_back": pgettext_lazy("done", "Called back"),
    "comment": pgettext_lazy("done", "Added a word"),
    "track": pgettext_lazy("done", "Asked deputies to follow it up"),
    "urge": pgettext_lazy("done", "Urged"),
    "close": pgettext_lazy("done", "Closed after calling back"),
    "archive": pgettext_lazy("done", "Archived as settled earlier"),
    "reopen": pgettext_lazy("done", "Taken up again"),
    "publish": pgettext_lazy("done", "Shown to the public"),
    "unpublish": pgettext_lazy("done", "Taken off the public list"),
    "ask_removal": pgettext_lazy("done", "Somebody asked to take the public copy off"),
    "take_down": pgettext_lazy("done", "Took the public copy off as asked"),
    "keep_public": pgettext_lazy("done", "Left the public copy as it is"),
    "hide": pgettext_lazy("done", "Made confidential"),
    "unhide": pgettext_lazy("done", "Confidentiality lifted"),
    "reveal": pgettext_lazy("done", "Looked at the phone number"),
    "print": pgettext_lazy("done", "Issued a paper"),
    "issue": pgettext_lazy("done", "Handed over"),
    "accept": pgettext_lazy("done", "Accepted"),
    "answer": pgettext_lazy("done", "Answered"),
    "approve": pgettext_lazy("done", "Passed the answer"),
    "redo": pgettext_lazy("done", "Asked for more"),
    "send_back": pgettext_lazy("done", "Sent back"),
    "redirect": pgettext_lazy("done", "Redirected"),
    "add_unit": pgettext_lazy("done", "Added a co-handling unit"),
    "dispute": pgettext_lazy("done", "Asked for a joint decision"),
    "decide": pgettext_lazy("done", "Recorded the joint decision"),
    "claim": pgettext_lazy("done", "Took it on"),
    "assign": pgettext_lazy("done", "Assigned it to a colleague"),
    "progress": pgettext_lazy("done", "Told how far it is"),
    "note_down": pgettext_lazy("done", "Made a note"),
    "grant": pgettext_lazy("done", "Granted more time"),
    "refuse": pgettext_lazy("done", "Refused more time"),
    "keep": pgettext_lazy("done", "Reported the promise as kept"),
    "confirm": pgettext_lazy("done", "Confirmed that the promise is kept"),
    "dismiss": pgettext_lazy("done", "Found that the promise is not kept yet"),
    "ask": pgettext_lazy("done", "Asked for more time"),
}
"""What officials read about an act for which somebody pressed a button: that it is done, where the button says do."""


def turns(found: Opinion, orders: Iterable[Order]) -> list[Duty]:
    """The open duties of the matter: its own or its leading order's first, then those of co-handling units."""
    leading = {order.number for order in orders if order.lead and order.round == found.round} | {found.number}
    return sorted(of_matter(found.key), key=lambda duty: duty.number not in leading)


def holders(duties: Iterable[Duty]) -> dict[str, str]:
    """Whose turn it is, "" for the resident's, and whose else."""
    turn, *others = dict.fromkeys(_holder(duty) for duty in duties) or [""]
    return {"turn": turn, "others": pgettext("between names", ", ").join(others)}


def _holder(duty: Duty) -> str:
    return duty.unit.short if duty.unit else str(duty.post or "")


def entries(found: Opinion, actor: Actor) -> list[dict[str, Any]]:
    """The timeline. Officials read of each order where it went, so the handing over as a whole is left out for them.

    That it was offered elsewhere they read once. The author of a confidential matter reads nothing of who handles it.
    """
    left_out = set() if actor.resident else TWICE if actor.is_(*INSIDE, Role.AUDITOR) else {*TWICE, *KEPT_CLOSE}
    lines = _read(found, actor)
    told = [line for line, before in zip(lines, [None, *lines], strict=False) if not _again(line, before)]
    return [_entry(line, actor) for line in told if line.step not in left_out]


def _read(found: Opinion, actor: Actor) -> list[Line]:
    """What of the journal the actor reads: of escalations only those who raise, decide or carry them out."""
    lines = timeline(found.key, resident=actor.resident)
    if actor.resident and not found.in_plain_sight:
        return [replace(line, facts={}) for line in lines if line.kind == Opinion.kind()]
    hidden = () if actor.is_(*escalations.READERS) else (Escalation.kind(),)
    return [line for line in lines if line.kind not in hidden]


def _again(line: Line, before: Line | None) -> bool:
    """Whether it is the order that the act before it gave: one act, so one line."""
    handed_on = line.step == "issue" and before is not None and before.step in HANDED_ON
    return handed_on and before is not None and line.facts.get("unit") == before.facts.get("unit")


def _entry(line: Line, actor: Actor) -> dict[str, Any]:
    """A line of the journal as the timeline shows it: where it went to stands behind the sentence.

    What the office and the deputy note about the matter is read by the office and its director only; what is noted of
    an order, by its units too; who looked at a phone number and why, by auditors as well.
    """
    unit, looked = line.facts.get("unit", ""), line.step == "reveal"
    text = line.text if actor.resident else _told(line)
    inside = actor.is_(*INSIDE) or (looked and actor.is_(Role.AUDITOR))
    note = _said(line, line.note if line.kind != Opinion.kind() or inside else "")
    sentence = f"{text} → {unit}" if unit else text
    desk = f"{line.desk} {line.person}" if looked and line.person else line.desk
    return {"at": line.at, "desk": desk, "sentence": sentence, "note": note}


def _said(line: Line, note: str) -> str:
    """What is read beside the act: why, whose it should be, the words of the department, who and by when."""
    until = line.facts.get("until", "")
    facts = (line.facts.get(name, "") for name in ("why", "reason", "words", "handler", "owner"))
    day = f"{date.fromisoformat(until):%Y-%m-%d}" if until else ""
    unit = line.facts.get("suggested", "")
    instead = _("Suggested instead: %(unit)s") % {"unit": unit} if unit else ""
    return " · ".join(dict.fromkeys(str(part) for part in (*facts, day, instead, note) if part))


def _told(line: Line) -> Any:
    """An act in an official's words; what the system did is told as residents read it."""
    if line.kind == Opinion.kind() and line.step in SAID:
        return SAID[line.step]
    table = TABLES[line.kind]
    row = table.steps.get(line.step) or table.verbs.get(line.step)
    return DONE.get(line.step, line.text) if row and line.text == row.label else line.text
