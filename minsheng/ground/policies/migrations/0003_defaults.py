"""The default rules, the taxonomy and the known years: always there, also in an empty town.

Who adds a default to data/ adds a migration like this one, or has `load_policies` run after the upgrade.
"""

from types import SimpleNamespace

from django.db import migrations

from minsheng.ground.policies.actions import load_defaults

NAMES = ("Policy", "Category", "CalendarYear", "CalendarDay")


def load(apps, schema_editor):
    load_defaults(SimpleNamespace(**{name: apps.get_model("policies", name) for name in NAMES}))


class Migration(migrations.Migration):
    dependencies = [("policies", "0002_only_added")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
