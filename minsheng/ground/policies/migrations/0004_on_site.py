"""Categories that are seen on the spot, and the rules that came with handling."""

from types import SimpleNamespace

from django.db import migrations, models

from minsheng.ground.policies.actions import load_defaults, mark_on_site

NAMES = ("Policy", "Category", "CalendarYear", "CalendarDay")


def load(apps, schema_editor):
    tables = SimpleNamespace(**{name: apps.get_model("policies", name) for name in NAMES})
    load_defaults(tables)
    mark_on_site(tables.Category)


class Migration(migrations.Migration):
    dependencies = [("policies", "0003_defaults")]
    operations = [
        migrations.AddField(
            model_name="category",
            name="on_site",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="something to be seen on the spot: an answer needs a photo of it",
            ),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
