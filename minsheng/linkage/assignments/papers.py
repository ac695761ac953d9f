"""任务书 and 汇总报告 on paper, and the first words of reports. Labels and sentences are data (`data/papers.json`)."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from minsheng.ground.files.queries import documents
from minsheng.ground.papers import actions as papers
from minsheng.ground.papers.layout import Cell, Sheet, day_in_words, drawn
from minsheng.ground.people.actors import Actor
from minsheng.kernel import clock
from minsheng.kernel.workflow import record
from minsheng.linkage.assignments import queries
from minsheng.linkage.assignments.models import StreetTask, Task

ORDER: Final = "order"
MERGED: Final = "merged"


def offers(task: Task) -> list[str]:
    """Which papers there are of a task: what was asked, and in the end what was found."""
    return [ORDER, MERGED] if task.state == Task.State.MERGED else [ORDER]


@transaction.atomic
def printed(task: Task, kind: str, *, by: Actor) -> tuple[str, bytes]:
    """Name and file of a paper as it stands now. A new edition gets its number and a journal row."""
    with override(settings.LANGUAGE_CODE):
        sheet = sheet_of(task, kind)
        made = {"office": task.desk, "mark": words()[kind]["mark"], "says": asdict(sheet), "by": by}
        paper, new = papers.issue(f"task_{kind}", task.key, **made)
        if new:
            record(task, "print", by=by, note=f"{sheet.title} {paper.number}", paper=paper.number)
        day = clock.local(paper.made_at).date()
        file = drawn(sheet, number=paper.number, edition=paper.edition, made_at=paper.made_at, day=day)
    return f"{sheet.title} {paper.number}", file


def sheet_of(task: Task, kind: str) -> Sheet:
    """What a paper says of a task."""
    form, facts = words()[kind], _facts(task)
    said = [text.format(**facts) for text in form.get("paragraphs", ())] or list(_found(task, form))
    role = "document" if kind == ORDER else "merged"
    return Sheet(
        title=form["title"],
        cells=[Cell(label, facts[name], wide=bool(room), room=room) for label, name, room in form["cells"]],
        paragraphs=said,
        attachments=[file.name for file in documents(task.kind(), task.number, role)],
        signed=task.desk.name,
        notes=[words()["pending"]],
    )


def _facts(task: Task) -> dict[str, str]:
    outputs = [words()["report"], *(str(Task.Output(name).label) for name in task.outputs)]
    return {
        "number": task.number,
        "what": task.get_what_display(),
        "title": task.title,
        "basis": task.mandate.cited,
        "streets": "\u3001".join(street.name for street in task.streets.order_by("code")),
        "about": task.about,
        "outputs": "\u3001".join(outputs),
        "minimum": words()["people"].format(n=task.minimum) if task.minimum else "",
        "due": _day(task.due),
        "desk": task.desk.name,
    }


def _found(task: Task, form: dict[str, Any]) -> Iterable[str]:
    """Street by street in a sentence each, then the merged words."""
    first, second = form["heads"]
    parts = _standing(task)
    counted = queries.tallies(parts)
    lines = [form["street"].format(state=part.state_label, **_counts(part, counted[part.number])) for part in parts]
    return [first, *lines, second, *filter(None, task.merged.splitlines())]


def joined(task: Task) -> str:
    """What the streets reported, one below the other: where the merged report begins."""
    parts = _standing(task)
    counted = queries.tallies(parts)
    said = (words()["joined"].format(report=part.report, **_counts(part, counted[part.number])) for part in parts)
    return "\n\n".join(said)


def begun(part: StreetTask) -> str:
    """How a street's report begins: what it wrote before, else a frame with what was counted."""
    if part.report:
        return part.report
    days = dict.fromkeys(clock.local(one.starts).date() for one in queries.activities(part))
    facts = {"dates": "\u3001".join(map(day_in_words, days)), "title": part.task.title}
    said: str = words()["began"].format(**facts, **_counts(part, queries.tallies([part])[part.number]))
    return said


def _standing(task: Task) -> list[StreetTask]:
    rows = task.parts.exclude(state=StreetTask.State.CANCELLED)
    return list(rows.select_related("place", "task").order_by("place__code"))


def _counts(part: StreetTask, have: Counter[str]) -> dict[str, Any]:
    names = {"came": queries.CAME, "held": queries.HELD, "opinions": "opinions", "photos": "photos"}
    return {"street": part.place.name} | {name: have[key] for name, key in names.items()}


def _day(moment: datetime) -> str:
    return day_in_words(clock.local(moment).date())


@cache
def words() -> Any:
    """The labels and sentences of the papers."""
    path = Path(__file__).parent / "data" / "papers.json"
    return json.loads(path.read_text(encoding="utf-8"))
