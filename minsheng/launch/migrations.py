"""Lint the rooms' migrations: nothing that an older release, still running, could not live with."""

import sys
from pathlib import Path

from minsheng.launch.places import ROOT

GUESSES = ("RUNPYTHON_MODEL_IMPORT", "RUNPYTHON_MODEL_VARIABLE_NAME")  # they only understand one way of writing


def main() -> int:
    import django
    from django.apps import apps
    from django_migration_linter import MigrationLinter

    django.setup()
    ours = [app.label for app in apps.get_app_configs() if Path(app.path).is_relative_to(ROOT / "minsheng")]
    quiet = ("ok", "ignore")
    linter = MigrationLinter(str(ROOT), include_apps=ours, no_cache=True, quiet=quiet, exclude_migration_tests=GUESSES)
    linter.lint_all_migrations()
    return int(linter.has_errors)


if __name__ == "__main__":
    sys.exit(main())
