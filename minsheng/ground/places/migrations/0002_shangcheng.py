"""The district, its streets, codes given up and the names of the station levels: always there, also in an empty town."""

import json
from pathlib import Path

from django.db import migrations

REGISTER = Path(__file__).parents[1] / "data" / "shangcheng.json"


def load(apps, schema_editor):
    Place, FormerCode, StationLevel = (
        apps.get_model("places", name) for name in ("Place", "FormerCode", "StationLevel")
    )
    register = json.loads(REGISTER.read_text(encoding="utf-8"))
    dated = {"valid_from": register["valid_from"], "source": register["source"]}
    known = {"": None}
    for row in register["places"]:
        above = known[row.pop("parent")]
        path = f"{above.path if above else ''}{row['code']}/"
        district = above.district if above else row["code"]
        known[row["code"]] = Place.objects.create(parent=above, path=path, district=district, **row, **dated)
    FormerCode.objects.bulk_create(FormerCode(source=register["source"], **row) for row in register["former"])
    StationLevel.objects.bulk_create(StationLevel(**row) for row in register["levels"])


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
