"""Timelines, and the rows that later readers may consume."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists

from minsheng.ground.journal.models import Entry, Words
from minsheng.kernel import clock
from minsheng.kernel.workflow import TABLES, Key
from minsheng.kernel.workflow import Words as Text

TOLD = ("unit", "reason", "until", "owner", "words")
"""The facts of an act that residents see too: who has it, why, until when, what was said. Written for them to read."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline: when, which desk, what; to officials also what was said, and by whom."""

    at: datetime
    desk: str
    text: Text
    step: str
    kind: str
    number: str
    note: str
    facts: Mapping[str, Any]
    person: str = ""

    @property
    def sentence(self) -> Text:
        """What happened, as `ui/timeline.html` asks for it."""
        return self.text


def timeline(matter: Key, *, resident: bool) -> list[Line]:
    """What happened to a matter and its parts, oldest first. Residents see public acts, desks and no notes."""
    kind, number = matter
    rows = Entry.objects.filter(matter_kind=kind, matter_number=number).select_related("signature__person", "words")
    if resident:
        rows = rows.filter(public=True)
    return [_line(entry, resident=resident) for entry in rows.order_by("id") if entry.kind in TABLES]


EDITION = """
select (select oid::bigint from pg_database where datname = current_database()),
       (select sum(id)::bigint from (select id from journal_entry order by id desc limit 200) last)
"""


def edition() -> tuple[int, int]:
    """Changes whenever an act is committed, whatever the order of commits: an id that comes late changes the sum.

    The database's own id keeps copies of a database apart.
    """
    with connection.cursor() as cursor:
        cursor.execute(EDITION)
        database, last = cursor.fetchone()
    return database, last or 0


LATEST = timedelta(days=14)
"""How far back one looks for what everyone may hear: a bound for who sees little."""


def last_told(shown: Exists, most: int) -> list[tuple[datetime, Key, Text]]:
    """The latest public acts of matters for which `shown` holds, as residents are told them. Nobody is named."""
    since = clock.now() - LATEST
    rows = Entry.objects.filter(shown, public=True, kind__in=TABLES, at__gt=since).order_by("-at", "-id")[:most]
    return [(row.at, (row.matter_kind, row.matter_number), _text(row, resident=True)) for row in rows]


def sealable(since: int = 0) -> tuple[list[Entry], int]:
    """Entries committed since a horizon, and the new horizon to go on from next time (0 begins at the beginning).

    The horizon is a transaction id, not an entry's id: a transaction that began earlier may commit a lower id later.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        horizon = int(cursor.fetchone()[0])
    rows = Entry.objects.raw(
        "select * from journal_entry where xid >= %s::text::xid8 and xid < %s::text::xid8 order by xid, id",
        [str(since), str(horizon)],
    )
    return list(rows), horizon


def acted(matter: Key, person_id: int | None, *, but: Collection[str] = ()) -> bool:
    """Whether a person has taken any step of a matter or its parts, those named by `but` aside."""
    kind, number = matter
    rows = Entry.objects.filter(matter_kind=kind, matter_number=number).exclude(step__in=but)
    return person_id is not None and rows.filter(signature__person=person_id).exists()


def taken_from(matter: Key, step: str, source: str) -> bool:
    """Whether this step of a matter itself was ever taken from that state."""
    kind, number = matter
    return Entry.objects.filter(kind=kind, number=number, step=step, source=source).exists()


def last_taken(matter: Key, *steps: str, until: datetime | None = None) -> datetime | None:
    """When one of these steps was last taken of a matter itself, or had been by a moment."""
    kind, number = matter
    rows = Entry.objects.filter(matter_kind=kind, matter_number=number, kind=kind, step__in=steps)
    rows = rows.filter(at__lte=until) if until else rows
    return rows.order_by("-id").values_list("at", flat=True).first()


def _line(entry: Entry, *, resident: bool) -> Line:
    """What officials read of an act; of that, residents get what was written for them."""
    words, text = _words(entry), _sentence(entry, resident=resident)
    facts = words.facts if words else {}
    desk, key = entry.signature.desk, (entry.step, entry.kind, entry.number)
    if resident:
        return Line(entry.at, desk, text, *key, "", {name: facts[name] for name in TOLD if name in facts})
    who = entry.signature.person
    return Line(entry.at, desk, text, *key, words.note if words else "", facts, who.name if who else "")


def _sentence(entry: Entry, *, resident: bool) -> Text:
    """Residents are told what became of it, officials which button was pressed; of the system's acts, both the same."""
    table = TABLES[entry.kind]
    row = table.steps.get(entry.step) or table.verbs.get(entry.step)
    if row is None:
        return entry.step
    return row.told if resident or entry.signature.kind == "system" else row.label


def _text(entry: Entry, *, resident: bool) -> Text:
    """What residents are told of an act, or what the button says; the bare name of a step that is no more."""
    row = TABLES[entry.kind].steps.get(entry.step) or TABLES[entry.kind].verbs.get(entry.step)
    return (row.told if resident else row.label) if row else entry.step


def _words(entry: Entry) -> Words | None:
    try:
        return entry.words
    except Words.DoesNotExist:
        return None
