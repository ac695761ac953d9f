"""A roster as a table file: rows of a day, a time and a deputy's code, from CSV or a workbook."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any, Final
from unicodedata import normalize
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from minsheng.ground.people.models import Deputy
from minsheng.instruments.activities.actions import Slot
from minsheng.kernel import clock
from minsheng.kernel.errors import Wrong

MOST_ROWS: Final = 1000
MOST_BYTES: Final = 2 * 1024 * 1024
COLUMNS: Final = 3
DAY = re.compile(r"^(\d{4})[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})\u65e5?$")
TIMES = re.compile(r"^(\d{1,2}):(\d{2})(?::00)?\s*[-\u2013\u2014~\u81f3]+\s*(\d{1,2}):(\d{2})(?::00)?$")
ENCODINGS: Final = ("utf-8-sig", "gb18030")

type Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that can't be used, as it stands in the file, and why."""

    line: int
    words: str
    reason: str


def read(name: str, content: bytes, deputies: Iterable[Deputy]) -> tuple[list[Slot], list[Bad]]:
    """The slots of a file and the lines that are none. Raises Wrong for what is no such file at all.

    A first line that holds no date is taken for the heading.
    """
    if len(content) > MOST_BYTES:
        raise Wrong(_("This file is too large. A roster of a month has a few kilobytes."))
    known = {deputy.code.upper(): deputy for deputy in deputies}
    slots, bad = [], []
    for line, cells in _rows(name, content):
        found = _slot(cells, known)
        if isinstance(found, Slot):
            slots.append(found)
        elif line > 1 or DAY.match(cells[0]):
            bad.append(Bad(line, ", ".join(cells), found))
    return slots, bad


def _rows(name: str, content: bytes) -> list[Row]:
    """Lines that hold something, numbered as in the file, their first three cells as plain text."""
    lines = _of_workbook(content) if name.lower().endswith(".xlsx") else _of_text(content)
    found = [(line, cells) for line, cells in enumerate(lines, 1) if any(cells)]
    if len(found) > MOST_ROWS:
        raise Wrong(_("More than %(most)s lines can't be taken at once.") % {"most": MOST_ROWS})
    return found


def _of_text(content: bytes) -> Iterator[list[str]]:
    text = next((found for encoding in ENCODINGS if (found := _decoded(content, encoding)) is not None), None)
    if text is None or "\0" in text:
        raise Wrong(_("This is no table. Choose a CSV file or an XLSX workbook."))
    yield from (_padded(row) for row in csv.reader(StringIO(text)))


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _of_workbook(content: bytes) -> Iterator[list[str]]:
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise Wrong(_("This workbook can't be read. Save it once more as XLSX, or as CSV.")) from error
    sheet: Any = book.worksheets[0]
    yield from (_padded(row) for row in sheet.iter_rows(max_col=COLUMNS, max_row=MOST_ROWS + 2, values_only=True))


def _padded(row: Sequence[Any]) -> list[str]:
    cells = [_plain(cell) for cell in row[:COLUMNS]]
    return cells + [""] * (COLUMNS - len(cells))


def _plain(cell: Any) -> str:
    """A cell as somebody would have typed it."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return normalize("NFKC", str(cell)).strip() if cell is not None else ""


def _slot(cells: Sequence[str], known: dict[str, Deputy]) -> Slot | str:
    """What a line says, or why it says nothing."""
    day, times, deputy = _day(cells[0]), _times(cells[1]), known.get(cells[2].upper())
    if day is None:
        return _("The date can't be read; write it like 2026-12-04.")
    if times is None:
        return _("The time can't be read; write it like 09:00-11:00.")
    if deputy is None:
        return _("No deputy in office with this code can be on this station's roster.")
    starts, ends = (datetime.combine(day, moment, clock.ZONE) for moment in times)
    if ends < clock.now():
        return _("This time is over already.")
    return Slot(starts, ends, deputy)


def _day(text: str) -> date | None:
    found = DAY.match(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _times(text: str) -> tuple[time, time] | None:
    found = TIMES.match(text)
    try:
        hour, minute, last_hour, last_minute = map(int, found.groups()) if found else (0, 0, 0, 0)
        since, until = time(hour, minute), time(last_hour, last_minute)
    except ValueError:
        return None
    return (since, until) if since < until else None
