from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from minsheng.instruments.gateways.platforms import Failed, Http


class Command(BaseCommand):
    help = "Send a signed message that means nothing to a connection of MINSHENG_GATEWAYS, and say what came of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("connection")

    def handle(self, *, connection: str, **_options: Any) -> None:
        try:
            Http(connection).send(b'{"message": "try", "version": 1}')
        except Failed as failure:
            raise CommandError(f"{connection}: {failure.code}") from failure
        self.stdout.write(f"{connection}: taken")
