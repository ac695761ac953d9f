from typing import Any

from django.core.management.base import BaseCommand

from minsheng.ground.policies import actions


class Command(BaseCommand):
    help = "Add the default rules, categories and calendar years that a new version brings; what is there stays."

    def handle(self, **_options: Any) -> None:
        self.stdout.write(f"{actions.load_defaults()} rules added")
