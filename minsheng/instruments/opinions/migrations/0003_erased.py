from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def mark(apps, schema_editor):
    """Whose author had their data erased before there was a sign of it."""
    person = apps.get_model("people", "Person").objects.filter(pk=OuterRef("author"), erased_at__isnull=False)
    rows = apps.get_model("opinions", "Opinion").objects.filter(author__erased_at__isnull=False)
    rows.update(erased_at=Subquery(person.values("erased_at")))


class Migration(migrations.Migration):
    dependencies = [("opinions", "0002_unhappy_paths"), ("people", "0001_initial")]

    operations = [
        migrations.AddField(
            "opinion",
            "erased_at",
            models.DateTimeField(help_text="when its author had all that they said deleted", null=True),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
