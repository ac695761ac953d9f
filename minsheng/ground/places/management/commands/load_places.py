from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from minsheng.ground.places import actions


class Command(BaseCommand):
    help = "Bring the places up to a register file: the district and its streets as delivered, if none is named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("register", nargs="?", type=Path, default=actions.REGISTER)

    def handle(self, **options: Any) -> None:
        changed = actions.load_register(options["register"])
        self.stdout.write(f"{changed} places changed")
