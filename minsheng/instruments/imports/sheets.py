"""Reading a sheet: a CSV file or the first sheet of a workbook, line by line, as text."""

import codecs
import csv
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from minsheng.instruments.imports.columns import known
from minsheng.kernel.errors import Wrong

UNPACKED: Final = 200 * 1024 * 1024
"""Bytes that a workbook may unpack to; a bomb is refused before anything is unpacked."""
DELIMITERS: Final = (",", ";", "\t")
BLOCK: Final = 1 << 20
WORKBOOK, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DAMAGED: Final = 20
"""So many whole characters beyond ASCII for each broken one, and it is damaged UTF-8 rather than GB18030."""


class Unreadable(Wrong):
    """The file is none that we can read."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet: where it begins in the file, its cells; `wrong` says why it can't be read."""

    number: int
    cells: list[str]
    wrong: str = ""

    @property
    def blank(self) -> bool:
        return not self.wrong and not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Headings, and as often as one likes the lines below them. Blank lines are left out.

    A line's number is that of the physical line of a CSV file where it begins, or the row of a workbook.
    """

    read: Callable[[], Iterator[Line]]

    @property
    def headings(self) -> list[str]:
        """Raises Unreadable where there are none."""
        first = next(self._filled(), None)
        if first is None:
            raise Unreadable(_("The file is empty."))
        if first.wrong:
            raise Unreadable(_("The headings can't be read: %(why)s") % {"why": first.wrong})
        return [cell.strip() for cell in first.cells]

    def lines(self) -> Iterator[Line]:
        """The lines below the headings. One with more cells than those is wrong: a text was cut in two."""
        width, filled = len(self.headings), self._filled()
        next(filled)
        return (_within(line, width) for line in filled)

    def count(self) -> int:
        """How many lines there are, reading all of them once. Raises Unreadable for no line, or a damaged file."""
        found = sum(1 for _line in self.lines())
        if not found:
            raise Unreadable(_("The file has headings and nothing below them."))
        return found

    def _filled(self) -> Iterator[Line]:
        return (line for line in self.read() if not line.blank)


def _within(line: Line, width: int) -> Line:
    if not any(cell.strip() for cell in line.cells[width:]):
        return line
    return replace(line, wrong=_("the line has more cells than there are headings; texts with commas need quotes"))


def opened(path: Path) -> Sheet:
    """The sheet of a file, whatever it is called. Raises Unreadable."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise Unreadable(_("The file can't be opened: %(why)s") % {"why": error.strerror or ""}) from error
    if start == OLD:
        raise Unreadable(_("This is an old or locked workbook. Save it as .xlsx or as CSV (UTF-8)."))
    return _workbook(path) if start == WORKBOOK else _csv(path)


def _csv(path: Path) -> Sheet:
    encoding = _encoding(path)
    delimiter = max(DELIMITERS, key=lambda mark: _recognised(path, encoding, mark))
    return Sheet(lambda: _records(path, encoding, delimiter))


def _encoding(path: Path) -> str:
    """UTF-8 or GB18030. Raises Unreadable for anything else."""
    with path.open("rb") as file:
        start = file.read(4)
    if not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if _decodes(path, "utf-8-sig"):
            return "utf-8-sig"
        if not _damaged(path) and _decodes(path, "gb18030"):
            return "gb18030"
    raise Unreadable(_("The file can't be read: it is neither a workbook (.xlsx) nor CSV in UTF-8 or GB18030."))


def _decodes(path: Path, encoding: str) -> bool:
    with suppress(UnicodeDecodeError), path.open(encoding=encoding, newline="") as file:
        while file.read(BLOCK):
            pass
        return True
    return False


def _damaged(path: Path) -> bool:
    """Whether it is UTF-8 with a broken byte here and there: GB18030 would read almost any of it, as nonsense."""
    whole = broken = 0
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        while block := file.read(BLOCK):
            broken += (here := block.count("\ufffd"))
            whole += sum(char > "\x7f" for char in block) - here
    return whole > broken * DAMAGED


def _recognised(path: Path, encoding: str, delimiter: str) -> int:
    """How many headings we know when cells are parted by that mark."""
    first = next((line for line in _records(path, encoding, delimiter) if not line.blank), None)
    return sum(bool(known(cell)) for cell in first.cells) if first else 0


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[Line]:
    """What can't be parsed is a line of its own that says so, and reading goes on after it."""
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            number = reader.line_num + 1
            try:
                yield Line(number, next(reader))
            except StopIteration:
                return
            except csv.Error:
                yield Line(number, [], _("the quotes in this line don't match, or a cell is far too long"))


def _workbook(path: Path) -> Sheet:
    _weigh(path)
    return Sheet(lambda: _rows(path))


def _weigh(path: Path) -> None:
    try:
        with ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except BadZipFile as error:
        raise Unreadable(_("The workbook is damaged.")) from error
    if size > UNPACKED:
        raise Unreadable(_("The workbook is too large. Save it as CSV (UTF-8), or part it."))


def _rows(path: Path) -> Iterator[Line]:
    """What is wrong inside a workbook is the file's fault, whatever it is."""
    with path.open("rb") as file:  # openpyxl would judge a path by its ending
        try:
            yield from _rows_of(load_workbook(file, read_only=True, data_only=True))
        except Exception as error:
            raise Unreadable(_("The workbook is damaged, or has no sheet.")) from error


def _rows_of(book: Any) -> Iterator[Line]:
    """The values of formulas, not the formulas. What the sheet says of its size is not believed."""
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield Line(number, [_text(cell) for cell in row])


def _text(cell: Any) -> str:
    """A cell as it is read aloud: moments as 2019-02-28 11:25:05, whole numbers without a point, errors as nothing."""
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, datetime):
        return (value + timedelta(milliseconds=500)).replace(microsecond=0).isoformat(sep=" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
