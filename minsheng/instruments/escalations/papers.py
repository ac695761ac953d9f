"""督办通知单: the instruction of a desk on paper. Labels and sentences are data (`data/papers.json`)."""

import json
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from minsheng.ground.papers import actions as papers
from minsheng.ground.papers.layout import Cell, Sheet, drawn
from minsheng.ground.people.actors import Actor
from minsheng.instruments.escalations.models import Escalation
from minsheng.kernel import clock
from minsheng.kernel.workflow import cards, record

KIND: Final = "instruction"


@transaction.atomic
def printed(escalation: Escalation, *, by: Actor) -> tuple[str, bytes]:
    """Name and file of the sheet as it stands now. A new edition gets its number and a journal row."""
    with override(settings.LANGUAGE_CODE):
        sheet = sheet_of(escalation)
        made = {"office": escalation.desk, "mark": words()["mark"], "says": asdict(sheet), "by": by}
        paper, new = papers.issue(KIND, escalation.key, **made)
        if new:
            record(escalation, "print", by=by, note=f"{sheet.title} {paper.number}", paper=paper.number)
        day = clock.local(paper.made_at).date()
        file = drawn(sheet, number=paper.number, edition=paper.edition, made_at=paper.made_at, day=day)
    return f"{sheet.title} {paper.number}", file


def sheet_of(escalation: Escalation) -> Sheet:
    """What the sheet says of an escalation."""
    form = words()
    facts = _facts(escalation)
    return Sheet(
        title=form["title"],
        cells=[Cell(label, facts[name], wide=bool(room), room=room) for label, name, room in form["cells"]],
        paragraphs=[text.format(**facts) for text in form["paragraphs"]],
        signed=escalation.desk.name,
        notes=[form["pending"]],
    )


def _facts(escalation: Escalation) -> dict[str, str]:
    card = cards([escalation.matter_key]).get(escalation.matter_key)
    return {
        "number": escalation.matter_number,
        "title": card.title if card else "",
        "place": card.place if card else str(escalation.place),
        "state": str(card.state_label) if card else "",
        "level": str(escalation.get_level_display()),
        "reason": str(escalation.get_reason_display()),
        "raised": _day(escalation.raised_at),
        "until": _day(escalation.until),
        "instruction": escalation.instruction,
        "desk": escalation.desk.name,
    }


def _day(moment: datetime | None) -> str:
    if moment is None:
        return ""
    day = clock.local(moment).date()
    said: str = words()["day"].format(year=day.year, month=day.month, day=day.day)
    return said


@cache
def words() -> Any:
    """The labels and sentences of the sheet."""
    path = Path(__file__).parent / "data" / "papers.json"
    return json.loads(path.read_text(encoding="utf-8"))
