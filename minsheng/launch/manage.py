"""Django's command line. Commands that change tables run as the database's owner, all others as the application."""

import os
import sys

OWNERS_COMMANDS = frozenset({"migrate", "dbshell", "flush", "createcachetable", "inspectdb"})


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minsheng.config.settings")
    owner = os.environ.get("MINSHENG_OWNER_URL")
    if owner and OWNERS_COMMANDS.intersection(arguments[:1]):
        os.environ["DATABASE_URL"] = owner
    from django.core.management import execute_from_command_line

    execute_from_command_line(["bin/minsheng", *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
