"""What is covered in a public copy can't be got back from it: neither from the photo nor from its thumbnail."""

import io
from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from minsheng.ground.files import actions, photos, store
from minsheng.ground.files.queries import of

pytestmark = pytest.mark.django_db

SIZE = (600, 450)
PLATE = (200, 150, 400, 300)
"""In pixels: what is drawn there, black bars on white, stands for a number plate."""
BOX = (333, 333, 334, 334)
"""The same in thousandths."""


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def picture(bars):
    """Green, with a plate of which `bars` says where its black bars are."""
    image = Image.new("RGB", SIZE, "green")
    draw = ImageDraw.Draw(image)
    draw.rectangle(PLATE, fill="white")
    for bar in bars:
        draw.rectangle((200 + bar, 170, 206 + bar, 280), fill="black")
    target = io.BytesIO()
    image.save(target, "JPEG", quality=95)
    return target.getvalue()


def inside(content):
    """The colours within the plate, well away from its edge."""
    image = Image.open(io.BytesIO(content)).convert("L")
    x, y = image.width / SIZE[0], image.height / SIZE[1]
    return image.crop((int(220 * x), int(160 * y), int(380 * x), int(290 * y)))


def steps(content, least=40):
    """How many neighbours differ clearly along the middle line: the bars that can be seen."""
    image = inside(content)
    row = [image.getpixel((x, image.height // 2)) for x in range(image.width)]
    return sum(abs(a - b) > least for a, b in pairwise(row))


def test_the_bars_can_be_seen_before_and_not_after_in_both_sizes():
    sent = picture([20, 60, 100, 140])
    photo = photos.covered(sent, [BOX])
    assert steps(sent) > 4
    assert [steps(photo.full), steps(photo.small)] == [0, 0]


def test_different_plates_give_the_very_same_copy():
    """The same share of black in each third: what is left says no more than that."""
    one, other = ([20, 90, 160], [30, 95, 170])
    copies = [photos.covered(picture(bars), [BOX]) for bars in (one, other)]
    assert picture(one) != picture(other)
    assert inside(copies[0].full).tobytes() == inside(copies[1].full).tobytes()
    assert inside(copies[0].small).tobytes() == inside(copies[1].small).tobytes()


def test_the_rest_of_the_photo_is_as_it_was():
    photo = photos.covered(picture([20]), [BOX])
    image = Image.open(io.BytesIO(photo.full))
    red, green, blue = image.getpixel((50, 50))
    assert (photo.width, photo.height, image.size) == (*SIZE, SIZE)
    assert (red < 20, 110 < green < 145, blue < 20) == (True, True, True)


@pytest.mark.parametrize("box", [(0, 0, 1000, 1000), (990, 990, 1000, 1000), (0, 0, 1, 1), (500, 0, 1, 1000)])
def test_any_part_can_be_covered_to_the_edge(box):
    assert photos.covered(picture([20]), [box]).width == SIZE[0]


def test_the_photo_itself_stays_and_its_copy_is_another_one_without_what_a_camera_writes(town):
    by = town.resident()
    file = actions.keep(SimpleUploadedFile("IMG.jpg", picture([20]), content_type="image/jpeg"), by=by)
    actions.attach([file], kind="opinions.opinion", number="SC-HB-2026-000001", by=by)
    copy = actions.copy_for([file], kind="some.copy", number="1", covers={file.pk: [BOX]})[0]
    again = actions.copy_for([file], kind="some.copy", number="1", covers={file.pk: [BOX]})
    assert steps(store.read(file.sha256)) > 0
    assert [copy.sha256 == file.sha256, len(again), copy.by_person_id] == [False, 1, None]
    for small in (False, True):
        image = Image.open(store.path(copy.sha256, small=small))
        assert [dict(image.getexif()), image.info.get("icc_profile")] == [{}, None]
    assert [photo.pk for photo in of("opinions.opinion", "SC-HB-2026-000001")] == [file.pk]
