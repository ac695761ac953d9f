from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from minsheng.ground.policies import actions
from minsheng.kernel.errors import Refused


class Command(BaseCommand):
    help = "Import a year of the work calendar: a CSV file with date, working (1 or 0) and name, of the State Council."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", help="the notice it is taken from; the file's name if none is given")

    def handle(self, *, year: int, file: Path, source: str | None, **_options: Any) -> None:
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                days = actions.read_calendar(lines)
            count = actions.load_calendar(year, days, source=source or file.name)
        except (Refused, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{year}: {count} days")
