import io
from datetime import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from minsheng.ground.files import actions as files
from minsheng.instruments.publishing import actions
from minsheng.kernel import clock

MADE = datetime(2026, 11, 20, 9, 12, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def photo(town):
    """A photo that a resident sent with a matter, in a role."""

    def send(colour, role="before", number="SC-HB-2026-000001"):
        target = io.BytesIO()
        Image.new("RGB", (64, 48), colour).save(target, "JPEG")
        by = town.resident()
        kept = files.keep(SimpleUploadedFile("IMG.jpg", target.getvalue(), content_type="image/jpeg"), by=by)
        return files.attach([kept], kind="opinions.opinion", number=number, role=role, by=by)[0]

    return send


@pytest.fixture
def publish(town):
    """Publish something; what isn't said is as usual."""

    def do(i=1, **said):
        usual = {
            "district": "330102",
            "place": town.street(),
            "category": "市容市貌",
            "state": "in_hand",
            "made_at": MADE,
            "point": (Decimal("120.168419"), Decimal("30.254771")),
        }
        words = {"title": f"绿化枯死{i}", "text": "小区绿化带的灌木枯死了一片，请补种。"}
        parts = {name: said.pop(name) for name in ("title", "text", "answer", "photos", "covers") if name in said}
        copy = actions.Copy(**words | parts)
        return actions.publish(("opinions.opinion", f"SC-HB-2026-{i:06d}"), copy=copy, **usual | said)

    return do
