"""会议通知, 会议纪要, 签到表, 成员名册 on paper, and the first draft of the minutes. All words are data."""

from dataclasses import asdict
from datetime import date
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from minsheng.deliberation.council import queries
from minsheng.deliberation.council.models import Meeting
from minsheng.deliberation.council.queries import words
from minsheng.ground.papers import actions as papers
from minsheng.ground.papers.layout import Cell, Sheet, drawn
from minsheng.ground.people.actors import Actor
from minsheng.ground.places.models import Place
from minsheng.kernel import clock
from minsheng.kernel.workflow import record

NUMBERED: Final = ("notice", "minutes")
"""What is an official paper; the others are lists to print."""
KINDS: Final = (*NUMBERED, "sheet")


@transaction.atomic
def printed(meeting: Meeting, what: str, *, by: Actor) -> tuple[str, bytes]:
    """Name and file of the notice, the minutes or the sign-in sheet. A new paper gets its number and a journal row."""
    with override(settings.LANGUAGE_CODE):
        sheet = _sheet(meeting, what)
        if what not in NUMBERED:
            return _plain(sheet)
        mark = words()["marks"][what]
        made = {"office": meeting.committee, "mark": mark, "says": asdict(sheet), "by": by}
        paper, new = papers.issue(what, meeting.key, **made)
        if new:
            record(meeting, "print", by=by, note=f"{sheet.title} {paper.number}", paper=paper.number)
        day = clock.local(paper.made_at).date()
        file = drawn(sheet, number=paper.number, edition=paper.edition, made_at=paper.made_at, day=day)
    return f"{sheet.title} {paper.number}", file


def roster(place: Place) -> tuple[str, bytes]:
    """成员名册, in the order of strokes."""
    with override(settings.LANGUAGE_CODE):
        since, until = queries.term(place.pk)
        told = words()["roster_note"].format(since=since, until=until)
        lines = [Cell(one.person.name, f"{one.category} {one.community}".strip()) for one in queries.members(place)]
        return _plain(Sheet(title=f"{place.name}{words()['titles']['roster']}", cells=lines, notes=[told]))


def _plain(sheet: Sheet) -> tuple[str, bytes]:
    """A list without a number."""
    now = clock.now()
    return sheet.title, drawn(sheet, number="", edition=1, made_at=now, day=clock.today())


def _sheet(meeting: Meeting, what: str) -> Sheet:
    facts = {"title": meeting.title, "day": _day(meeting), "address": meeting.activity.address or str(meeting.place)}
    cells = [Cell(label, facts[name], wide=bool(room), room=room) for label, name, room in words()["cells"]]
    said: list[str] = []
    if what == "notice":
        said = [*words()["invited"], words()["agenda"], *agenda(meeting)]
    elif what == "minutes":
        said = meeting.minutes.splitlines()
    else:
        cells += _to_sign(meeting)
    signed = meeting.committee.name if what in NUMBERED else ""
    notes = [words()["pending"]] if what in NUMBERED else []
    return Sheet(title=words()["titles"][what], cells=cells, paragraphs=said, signed=signed, notes=notes)


def _to_sign(meeting: Meeting) -> list[Cell]:
    """A line for each member, signed already by who checked in."""
    came = queries.there(meeting)
    present = {one.person.pk for one in came.present}
    everybody = queries.members(meeting.place, _on(meeting))
    return [Cell(one.person.name, "✓" if one.person.pk in present else "") for one in everybody]


def agenda(meeting: Meeting) -> list[str]:
    """The agenda, a line an item."""
    spoken = words()["speaker"]
    return [
        words()["item"].format(n=n, title=row.title, speaker=spoken.format(name=row.speaker) if row.speaker else "")
        for n, row in enumerate(meeting.agenda.all(), 1)
    ]


def draft(meeting: Meeting, actor: Actor) -> str:
    """The minutes as agenda, attendance and opinions say them, for somebody to go on with."""
    said, came, form = queries.said(meeting, actor), queries.there(meeting), words()["draft"]
    quorum = form["quorum"]["true" if came.quorum else "false"]
    opinions = [
        form["opinion"].format(n=n, title=one.card.title, number=one.card.number) for n, one in enumerate(said, 1)
    ]
    head = [form["came"].format(of=came.of, count=came.count, quorum=quorum), form["agenda"], *agenda(meeting)]
    return "\n".join(
        [*head, form["said"].format(n=len(said)), *(opinions or [form["none"]]), form["decided"], form["blank"]]
    )


def _on(meeting: Meeting) -> date:
    return clock.local(meeting.activity.starts).date()


def _day(meeting: Meeting) -> str:
    at = clock.local(meeting.activity.starts)
    day: str = words()["day"].format(year=at.year, month=at.month, day=at.day, hour=at.hour, minute=at.minute)
    return day
