"""Notices of lamps and of mornings, and who wants the latter."""

from django.db import migrations, models

WHY = [
    ("step", "Something was done"),
    ("amber", "Time is running short"),
    ("red", "Overdue"),
    ("above", "Overdue for long, at a desk below yours"),
    ("digest", "To do this morning"),
]


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="notice",
            name="counts",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="notice",
            name="day",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="why",
            field=models.CharField(choices=WHY, db_default="step", default="step", max_length=8),
        ),
        migrations.AddField(
            model_name="preference",
            name="digest",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                models.F("day"),
                models.F("person"),
                condition=models.Q(("day__isnull", False)),
                name="notices_morning",
            ),
        ),
    ]
