from os import cpu_count
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from minsheng.demo.cast import Cast
from minsheng.demo.council import Councils
from minsheng.demo.gatherings import Gatherings
from minsheng.demo.grow import FIRST, founded, grow, missing, note, reserve
from minsheng.demo.inspection import Inspection
from minsheng.demo.town import Town
from minsheng.demo.year import YEAR, Year, numbered
from minsheng.ground.people.models import Person
from minsheng.ground.places.actions import load_demo
from minsheng.kernel import clock

SIZES = {"none": 0, "tiny": 12, "small": FIRST, "year": YEAR}
"""How many opinions there are at once; a small town's worker grows the rest of its year."""


class Command(BaseCommand):
    """Make the demo town: places, offices, people, and their last year."""

    help = "Make the demo town in an empty database, or, with --rest, the part of its year that is still missing now"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=SIZES, default="small")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--rest", action="store_true", help="grow what the worker has not grown yet")

    def handle(self, *args: Any, size: str, seed: int, rest: bool, **options: Any) -> None:  # noqa: ARG002 (Django's signature)
        made = self._rest() if rest else self._found(size, seed)
        self.stdout.write(f"{made} opinions")

    def _found(self, size: str, seed: int) -> int:
        if Person.objects.exists():
            raise CommandError("There are people here already: a demo town is made in an empty database only.")
        count = YEAR if size in {"small", "year"} else 0
        load_demo()
        Cast(whole=bool(count), note=note(count, seed) if count else "").build()
        return self._first(size, seed)

    def _first(self, size: str, seed: int) -> int:
        """What is there when the command ends; a tiny town has no more to come."""
        town = founded()
        if town is None:
            plans = numbered(Year(clock.now(), seed=seed).first(SIZES[size]))
            reserve(plans)
            return grow(plans, clock.now())
        councils, gatherings = Councils(Town(), town.until), Gatherings(Town(), town.until)
        councils.hold()
        gatherings.hold()
        reserve(town.plans)
        made = grow(town.first(SIZES[size]), town.until, processes=processes())
        made += Inspection(Town(), town.until).hold()
        return made + gatherings.collect() + councils.collect()

    def _rest(self) -> int:
        town = founded()
        if town is None:
            raise CommandError("No year was planned for this town.")
        return grow(missing(town.plans), town.until, processes=processes())


def processes() -> int:
    return min(4, cpu_count() or 1)
