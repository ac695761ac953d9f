import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from minsheng.ground.people.actions import register_staff
from minsheng.ground.people.queries import actor_of


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def drawn(size=(800, 600), colour="teal", mode="RGB", form="JPEG", **options):
    """The bytes of a picture; `options` go to Pillow."""
    target = io.BytesIO()
    Image.new(mode, size, colour).save(target, form, **options)
    return target.getvalue()


def sent(content=None, name="IMG_1.jpg", **picture):
    """A picture as a browser sends it."""
    return SimpleUploadedFile(name, drawn(**picture) if content is None else content, content_type="image/jpeg")


@pytest.fixture
def resident(db):
    return register_staff("lin", "林小满")


@pytest.fixture
def neighbour(db):
    return register_staff("he", "何建平")


@pytest.fixture
def lin(resident):
    return actor_of(resident)


@pytest.fixture
def he(neighbour):
    return actor_of(neighbour)
