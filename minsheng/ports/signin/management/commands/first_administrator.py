"""Print a one-time link by which the first administrator of an empty house sets a password."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from minsheng.ports.signin import actions


class Command(BaseCommand):
    """The link works once, within 24 hours."""

    help = __doc__ or ""

    def handle(self, *_args: Any, **_options: Any) -> None:
        path = actions.make_link(actions.first_administrator(settings.DISTRICT))
        self.stdout.write(_("Administrator: open this link once, within 24 hours:"))
        self.stdout.write(settings.PUBLIC_ADDRESS + path)
