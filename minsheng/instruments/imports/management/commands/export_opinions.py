"""Export all opinions that aren't confidential, in the order of their numbers, with their full texts.

For the operator: texts are as they were sent, contact data is left out. CSV is exact, for programs; for a spreadsheet
take xlsx, whose cells are text, so that nothing in them is taken for a formula.
"""

import csv
import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from minsheng.ground.journal.actions import note
from minsheng.instruments.imports.actions import OPERATOR
from minsheng.instruments.imports.queries import COLUMNS, exported
from minsheng.instruments.opinions.models import Opinion

type Rows = Iterator[dict[str, Any]]


class Counted:
    """The rows, counted as they go by."""

    def __init__(self, rows: Rows) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Rows:
        for row in self.rows:
            self.count += 1
            yield row


class _Echo:
    def write(self, line: str) -> str:
        return line


def as_csv(rows: Rows, out: BinaryIO) -> None:
    """UTF-8 without a byte order mark."""
    writer = csv.writer(_Echo())
    values = chain([COLUMNS], (row.values() for row in rows))
    out.writelines(str(writer.writerow(row)).encode() for row in values)


def as_json(rows: Rows, out: BinaryIO) -> None:
    """One array, a row a line."""
    out.write(b"[")
    said = (json.dumps(row, ensure_ascii=False) for row in rows)
    out.writelines(f"{',' if index else ''}\n{row}".encode() for index, row in enumerate(said))
    out.write(b"\n]\n")


def as_xlsx(rows: Rows, out: BinaryIO) -> None:
    """A workbook of text. Control characters, which no workbook may hold, are left out."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("opinions")
    for values in chain([COLUMNS], (row.values() for row in rows)):
        sheet.append([_cell(sheet, str(value)) for value in values])
    book.save(out)


def _cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    return cell


FORMATS: dict[str, Callable[[Rows, BinaryIO], None]] = {"csv": as_csv, "json": as_json, "xlsx": as_xlsx}


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=FORMATS, default="csv")
        parser.add_argument("--output", type=Path, help="a file; standard output without it")

    def handle(self, *, format: str, output: Path | None, **_options: Any) -> None:  # noqa: A002 (the option's name)
        rows = Counted(exported())
        try:
            with _target(output) as out:
                FORMATS[format](iter(rows), out)
                out.flush()
        except OSError as error:
            raise CommandError(str(error)) from error
        note("export", by=OPERATOR, kind=Opinion.kind(), form=format, count=rows.count)


def _target(output: Path | None) -> AbstractContextManager[Any]:
    return output.open("wb") if output else nullcontext(sys.stdout.buffer)
