"""Lamps: when they turn amber, and who has been told. What was open before is told of when it gets late."""

from django.db import migrations, models


def tell_when_late(apps, schema_editor):
    apps.get_model("duties", "Duty").objects.filter(closed_at=None, person=None, due__isnull=False).update(
        tell_at=models.F("due")
    )


class Migration(migrations.Migration):
    dependencies = [("duties", "0002_more_time"), ("people", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="duty",
            name="amber_at",
            field=models.DateTimeField(help_text="from when its lamp is amber", null=True),
        ),
        migrations.AddField(
            model_name="duty",
            name="tell_at",
            field=models.DateTimeField(help_text="when somebody is to be told of it next", null=True),
        ),
        migrations.AddField(
            model_name="duty",
            name="told",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(models.F("tell_at"), condition=models.Q(("closed_at", None)), name="duties_tell_open"),
        ),
        migrations.RunPython(tell_when_late, migrations.RunPython.noop),
    ]
