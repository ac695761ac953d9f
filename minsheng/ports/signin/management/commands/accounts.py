"""Print where the site is and which demo accounts it has."""

from typing import Any
from unicodedata import east_asian_width

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils.translation import gettext as _

from minsheng.ground.people.access import phone_for_message
from minsheng.ground.people.queries import demo_allowed
from minsheng.ports.signin.queries import Account, demo_groups


class Command(BaseCommand):
    """The address, and a table of demo accounts where there are any."""

    help = __doc__ or ""

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(settings.PUBLIC_ADDRESS)
        if not demo_allowed():
            return
        address = settings.PUBLIC_ADDRESS + reverse("signin:phone")
        self.stdout.write(_("Demo accounts (one tap at %(address)s):") % {"address": address})
        rows = [(str(group.role.label), *_cells(account)) for group in demo_groups() for account in group.few]
        for line in table(rows):
            self.stdout.write(line)


def _cells(account: Account) -> tuple[str, ...]:
    person = account.person
    return (str(person), account.post, person.username or phone_for_message(person.pk))


def table(rows: list[tuple[str, ...]]) -> list[str]:
    """Lines whose columns stand below each other in a terminal, where Chinese characters are two columns wide."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = (zip(row, widths, strict=True) for row in rows)
    return ["  ".join(cell + " " * (wide - width(cell)) for cell, wide in line).rstrip() for line in lines]


def width(text: str) -> int:
    """Columns that a text takes in a terminal."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
