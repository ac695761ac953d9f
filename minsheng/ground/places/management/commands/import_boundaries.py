import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from minsheng.ground.places import datum, queries, survey
from minsheng.kernel.errors import Wrong


class Command(BaseCommand):
    help = (
        "Draw the boundaries of a kind of place from a GeoJSON file and report gaps and overlaps. "
        "Ends with 0 when all fits, 1 when something is left out or doesn't fit, 2 when the file can't be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--kind", choices=queries.KINDS, required=True)
        parser.add_argument("--source", required=True, help="who gave the boundaries out, and when")
        parser.add_argument("--since", type=date.fromisoformat, help="the first day they are valid, today if not given")
        parser.add_argument("--system", choices=datum.SYSTEMS, default="cgcs2000")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        names = ("kind", "source", "since", "system")
        given = {name: options[name] for name in names}
        try:
            found = survey.import_boundaries(options["file"], trial=options["dry_run"], **given)
        except Wrong as error:
            self.stderr.write(str(error))
            sys.exit(2)
        text = json.dumps(asdict(found), ensure_ascii=False) if options["json"] else "\n".join(_lines(found))
        self.stdout.write(text)
        sys.exit(1 if found.refused or found.findings else 0)


def _lines(found: survey.Survey) -> list[str]:
    """The report for people."""
    words = {"drawn": found.drawn, "same": found.same, "made": len(found.made)}
    said = {
        "gap": _("%(codes)s: %(area)s m² belong to no part of it"),
        "overlap": _("%(codes)s overlap by %(area)s m²"),
        "outside": _("%(codes)s: %(area)s m² of the first lie outside of the second"),
        "missing": _("%(codes)s has no boundary"),
    }
    return [
        _("%(drawn)s boundaries drawn, %(same)s as before, %(made)s new places") % words,
        *(_("feature %(i)s left out: %(reason)s") % {"i": i, "reason": reason} for i, reason in found.refused),
        *(said[f.kind] % {"codes": ", ".join(f.codes), "area": f.square_metres} for f in found.findings),
    ]
