"""Import opinions from a CSV file (UTF-8 or GB18030) or a workbook. Exit code 1 when rows were bad, 2 for no import.

Columns time, title and text, and as far as there are any: category, contact_name, contact_phone, address, lon, lat,
author, id. Running it again adds nothing twice and finishes what was interrupted.
"""

import json
import os
import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from minsheng.ground.places.models import Place, Station
from minsheng.ground.places.queries import streets
from minsheng.instruments.imports import columns, sheets
from minsheng.instruments.imports.actions import OPERATOR, Came, Intake, import_all, said
from minsheng.instruments.opinions.actions import Where, desks
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel.errors import Refused, Wrong

SHOWN = 50


@dataclass(frozen=True)
class Report:
    """What an import came to, as the command tells it."""

    came: Came
    unknown: list[str]
    seconds: float
    dry: bool

    def json(self) -> str:
        bad = [{"line": line, "reason": reason} for line, reason in self.came.bad]
        counts = {"imported": self.came.imported, "existing": self.came.existing, "bad": bad}
        rest = {"unknown_columns": self.unknown, "seconds": round(self.seconds, 2), "dry_run": self.dry}
        return json.dumps(counts | rest, ensure_ascii=False)

    def lines(self) -> list[str]:
        found = [_("Columns that are not read: %(names)s") % {"names": ", ".join(self.unknown)}] if self.unknown else []
        found += [_("Line %(line)s: %(why)s") % {"line": line, "why": why} for line, why in self.came.bad[:SHOWN]]
        if len(self.came.bad) > SHOWN:
            found.append(_("… and %(n)s more; --json lists all") % {"n": len(self.came.bad) - SHOWN})
        if self.dry:
            found.append(_("Nothing was written; without --dry-run:"))
        words = {"said": said(self.came, len(self.came.bad)), "seconds": f"{self.seconds:.1f}"}
        return [*found, _("%(said)s (%(seconds)s s)") % words]


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--street", required=True, help="code or initials: 330102003 or HB")
        parser.add_argument("--station", default="", help="code of a station of the street")
        parser.add_argument("--channel", choices=Opinion.Channel.values, default=Opinion.Channel.OTHER.value)
        parser.add_argument("--source", default="", help="the system it is from; its ids then tell rows apart")
        parser.add_argument("--live", action="store_true", help="new matters: clocks start now, people are told")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, **options: Any) -> None:
        english = os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("en")
        with override("en" if english else settings.LANGUAGE_CODE):
            report = self._import(options)
            for line in [report.json()] if options["json"] else report.lines():
                self.stdout.write(line)
        if report.came.bad:
            sys.exit(1)

    def _import(self, options: dict[str, Any]) -> Report:
        """Raises CommandError with exit code 2 before anything is written."""
        started = perf_counter()
        try:
            sheet = sheets.opened(options["file"])
            headings = sheet.headings
            intake = _intake(options, columns.insisted(headings))
            total = sheet.count()
        except Refused as refused:
            if options["json"]:
                nothing = {"imported": 0, "existing": 0, "bad": [], "unknown_columns": [], "seconds": 0}
                self.stdout.write(json.dumps(nothing | {"error": str(refused.message)}, ensure_ascii=False))
            raise CommandError(str(refused.message), returncode=2) from refused
        came = Came()
        for batch in import_all(sheet, intake, name=options["file"].name):
            came += batch
            self._tell(came.lines, total)
        return Report(came, columns.unknown(headings, intake.columns), perf_counter() - started, dry=intake.dry)

    def _tell(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done}/{total} ", ending="\n" if done == total else "")


def _intake(options: dict[str, Any], found: dict[str, int]) -> Intake:
    street = _street(options["street"])
    facts = {"channel": options["channel"], "named": options["source"], "live": options["live"]}
    station = _station(options["station"], street) if options["station"] else None
    desks(Where(street), station)  # raises NotNow where no office would receive them
    return Intake(street, found, OPERATOR, station, **facts, dry=options["dry_run"])


def _street(said: str) -> Place:
    found = streets().filter(code=said).first() or streets().filter(initials=said.upper()).first()
    if found is None:
        raise Wrong(_("There is no subdistrict %(code)s.") % {"code": said})
    return found


def _station(code: str, street: Place) -> Station:
    found = Station.objects.current().filter(code=code, place=street).first()
    if found is None:
        raise Wrong(_("The subdistrict has no station %(code)s.") % {"code": code})
    return found
