from os import cpu_count
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from minsheng.demo.cast import Cast
from minsheng.demo.grow import grow
from minsheng.ground.people.models import Person
from minsheng.ground.places.actions import load_demo

SIZES = {"none": 0, "tiny": 12, "small": 200}


class Command(BaseCommand):
    """Make the demo town: places, offices, people, and their last weeks."""

    help = "Make the demo town in an empty database"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=SIZES, default="small")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, size: str, seed: int, **options: Any) -> None:  # noqa: ARG002 (Django's signature)
        if Person.objects.exists():
            raise CommandError("There are people here already: a demo town is made in an empty database only.")
        load_demo()
        Cast().build()
        made = grow(SIZES[size], seed=seed, processes=min(4, cpu_count() or 1))
        self.stdout.write(f"{made} opinions")
