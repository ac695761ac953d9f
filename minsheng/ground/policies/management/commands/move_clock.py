import re
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.policies import actions
from minsheng.kernel import clock
from minsheng.kernel.errors import Refused

UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class Command(BaseCommand):
    help = "Move the clock of demo data: 3d, 12h or 30m forward, or reset."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("by", help="3d, 12h, 30m or reset")

    def handle(self, *, by: str, **_options: Any) -> None:
        match = re.fullmatch(r"(\d{1,4})([mhd])", by)
        if not match and by != "reset":
            raise CommandError("Say 3d, 12h, 30m or reset.")
        forward = timedelta(**{UNITS[match[2]]: int(match[1])}) if match else None
        try:
            moment = actions.move_clock(forward, by=SYSTEM)
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        self.stdout.write(f"The clock says {clock.local(moment):%Y-%m-%d %H:%M}.")
