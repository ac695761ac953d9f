"""What arrives is cut off before it fills the disk."""

import pytest
from django.test import RequestFactory

from minsheng.ground.files.queries import limits
from minsheng.ground.files.tests.conftest import drawn, sent

pytestmark = pytest.mark.django_db

HANDLERS = [
    "minsheng.ground.files.uploads.Capped",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]


def test_a_large_file_is_cut_and_stays_too_large(settings):
    settings.FILE_UPLOAD_HANDLERS = HANDLERS
    most = limits().bytes
    small = drawn()

    request = RequestFactory().post("/", {"a": sent(b"x" * (most + 5_000_000)), "b": sent(small, name="b.jpg")})

    assert {name: file.size for name, file in request.FILES.items()} == {"a": most + 1, "b": len(small)}
    assert request.FILES["b"].read() == small
