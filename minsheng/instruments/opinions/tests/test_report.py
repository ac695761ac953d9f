"""The report form: what came without proof is shown again, and nothing of it is decoded."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from minsheng.ground.files.models import File
from minsheng.ground.people.models import Attempt
from minsheng.instruments.opinions.models import Opinion
from minsheng.ui.stepping import KEPT

pytestmark = pytest.mark.django_db

TEXT = "井盖松了，车一过就响"
AGAIN = "您填的文字还在，请重新添加照片，再点一次“发送”。"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def photo():
    target = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(target, "JPEG")
    return SimpleUploadedFile("IMG_1.jpg", target.getvalue(), content_type="image/jpeg")


def send(client, **data):
    return client.post("/report/", {"text": TEXT, **data})


def test_photos_without_proof_are_not_decoded_and_the_text_and_kept_photos_stay(town):
    strict = Client(enforce_csrf_checks=True)
    token = Client().post("/files/", {"photo": photo()}).json()["token"]
    answer = send(strict, photos=photo(), photos_tokens=token)
    page = answer.content.decode()
    assert (answer.status_code, AGAIN in page, TEXT in page, 'name="photos_tokens"' in page) == (403, True, True, True)
    assert (File.objects.count(), Attempt.objects.count(), Opinion.objects.count()) == (1, 1, 0)


def test_without_proof_and_without_new_photos_everything_is_still_there(town):
    answer = send(Client(enforce_csrf_checks=True))
    assert (answer.status_code, "您填的内容都在" in answer.content.decode()) == (403, True)


def test_photos_of_the_form_are_counted_by_address(town, client):
    assert send(client, photos=photo()).status_code == 422
    assert (File.objects.count(), Attempt.objects.filter(act="photo").count()) == (1, 1)


def test_what_an_official_typed_waits_without_what_is_no_field_of_the_form(town, desk):
    office = desk("hb.office")
    assert send(office, sending="", stuff="x" * 1000).status_code == 403
    assert office.session[KEPT]["data"] == {"text": [TEXT], "sending": [""], "photos": [""]}
