"""What is kept of a picture: nothing but the picture; and what isn't taken."""

import io
import struct
import zlib

import pytest
from django.utils import translation
from PIL import Image, ImageDraw
from PIL.ExifTags import GPS, IFD, Base

from minsheng.ground.files import photos
from minsheng.ground.files.camera import Taken
from minsheng.ground.files.queries import Limits
from minsheng.ground.files.tests.conftest import drawn, sent
from minsheng.kernel.errors import TooLarge, TooOften, Wrong

LIMITS = Limits(count=9, bytes=2_000_000, pixels=4_000_000, png_pixels=2_000_000)
EAST, NORTH = (120.0, 10.0, 12.0), (30.0, 15.0, 0.0)


pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # Pillow comments on broken metadata


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def camera(**gps):
    exif = Image.Exif()
    exif[Base.Make] = "Planted Camera"
    exif[Base.Orientation] = 6
    exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = "2026:10:09 09:12:00"
    place = {GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: NORTH, GPS.GPSLongitudeRef: "E", GPS.GPSLongitude: EAST}
    exif.get_ifd(IFD.GPSInfo).update({**place, **{GPS[name]: value for name, value in gps.items()}})
    return exif


def read(content=None, **picture):
    return photos.read(sent(content, **picture), LIMITS)


def refusal(error, **upload):
    with pytest.raises(error) as caught:
        read(**upload)
    return caught.value.message


def opened(content):
    return Image.open(io.BytesIO(content))


def segments(jpeg):
    """The names of a JPEG's segments before its picture data."""
    found, at = [], 2
    while jpeg[at + 1] != 0xDA:
        found.append(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    return found


def test_place_time_and_camera_are_read_and_then_gone():
    photo = read(exif=camera(), comment=b"planted comment", icc_profile=b"planted profile")

    assert photo.taken.lon == pytest.approx(120.17)
    assert photo.taken.lat == pytest.approx(30.25)
    assert photo.taken.at.isoformat() == "2026-10-09T09:12:00+08:00"
    for content in (photo.full, photo.small):
        assert dict(opened(content).getexif()) == {}
        assert b"lanted" not in content
        assert [s for s in segments(content) if 0xE1 <= s <= 0xEF or s == 0xFE] == []


@pytest.mark.parametrize(
    "gps",
    [
        {"GPSLatitude": (0.0, 0.0, 0.0), "GPSLongitude": (0.0, 0.0, 0.0)},
        {"GPSLatitude": (95.0, 0.0, 0.0)},
        {"GPSLongitude": (120.0,)},
    ],
)
def test_a_place_that_can_not_be_is_no_place(gps):
    taken = read(exif=camera(**gps)).taken

    assert (taken.lon, taken.lat) == (None, None)
    assert taken.at.isoformat() == "2026-10-09T09:12:00+08:00"


def test_south_and_west_are_negative_and_a_camera_may_say_its_zone():
    exif = camera(GPSLatitudeRef="S", GPSLongitudeRef="W")
    exif.get_ifd(IFD.Exif)[Base.OffsetTimeOriginal] = "+00:00"

    taken = read(exif=exif).taken

    assert (round(taken.lon, 2), round(taken.lat, 2)) == (-120.17, -30.25)
    assert taken.at.isoformat() == "2026-10-09T09:12:00+00:00"


def test_broken_metadata_do_not_cost_the_photo():
    photo = read(drawn(exif=b"Exif\0\0II*\0\xff\xff\xff\xff broken"))

    assert photo.taken == Taken()
    assert (photo.width, photo.height) == (800, 600)


def test_a_photo_taken_upright_is_stored_upright():
    lying = Image.new("RGB", (400, 200), "white")
    ImageDraw.Draw(lying).rectangle((0, 0, 100, 200), fill="red")  # what the camera's left is the picture's top
    content = io.BytesIO()
    lying.save(content, "JPEG", exif=camera())

    photo = read(content.getvalue())
    upright = opened(photo.full)

    assert (photo.width, photo.height) == upright.size == (200, 400)
    assert upright.getpixel((100, 20))[1] < 60
    assert upright.getpixel((100, 380))[1] > 200
    assert opened(photo.small).size == (200, 400)


def test_turning_is_a_quarter_clockwise():
    wide = Image.new("RGB", (400, 200), "white")
    ImageDraw.Draw(wide).rectangle((0, 0, 100, 200), fill="red")
    content = io.BytesIO()
    wide.save(content, "JPEG")

    photo = photos.turned(content.getvalue())

    assert (photo.width, photo.height) == (200, 400)
    assert opened(photo.full).getpixel((100, 20))[1] < 60


def test_large_photos_are_made_smaller():
    photo = read(size=(2400, 1200))
    huge = photos.read(sent(size=(6000, 3000)), Limits(9, 5_000_000, 60_000_000, 60_000_000))

    assert (photo.width, photo.height) == (2400, 1200)
    assert (huge.width, huge.height) == (2560, 1280)
    assert opened(huge.small).size == (480, 240)


def test_a_strip_keeps_at_least_a_pixel():
    assert opened(read(size=(60_000, 2), form="PNG").small).size == (480, 1)


@pytest.mark.parametrize(
    ("picture", "corner"),
    [
        ({"form": "PNG"}, (0, 128, 128)),
        ({"form": "WEBP", "lossless": True}, (0, 128, 128)),
        ({"mode": "RGBA", "colour": (255, 0, 0, 0), "form": "PNG"}, (255, 255, 255)),
        ({"mode": "LA", "colour": (0, 0), "form": "PNG"}, (255, 255, 255)),
        ({"mode": "P", "colour": 0, "form": "PNG", "transparency": 0}, (255, 255, 255)),
        ({"mode": "L", "colour": 40}, (40, 40, 40)),
        ({"mode": "1", "colour": 1, "form": "PNG"}, (255, 255, 255)),
        ({"mode": "CMYK", "colour": (0, 0, 0, 255)}, (0, 0, 0)),
        ({"mode": "I;16", "colour": 65535, "form": "PNG"}, (255, 255, 255)),
    ],
)
def test_every_kind_of_picture_becomes_a_plain_jpeg(picture, corner):
    image = opened(read(**picture).full)

    assert (image.format, image.mode) == ("JPEG", "RGB")
    assert max(abs(a - b) for a, b in zip(image.getpixel((0, 0)), corner, strict=True)) <= 3


@pytest.mark.parametrize(
    "content",
    [
        b"#!/bin/sh\nrm -rf /\n" * 50,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"%PDF-1.7 nothing",
        drawn(form="GIF"),
        drawn(form="TIFF"),
        drawn(form="BMP"),
    ],
    ids=["script", "svg", "html", "pdf", "gif", "tiff", "bmp"],
)
def test_what_is_only_called_a_photo_is_refused(content):
    words = "“IMG_1.jpg” is not a photo. Send a photo in JPEG, PNG or WebP format."

    assert refusal(Wrong, content=content) == words


def test_a_picture_that_is_also_a_page_loses_the_page():
    page = b"<html><script>alert(document.cookie)</script></html>"

    for content in (drawn(comment=page), drawn() + page, drawn(form="PNG") + page):
        photo = read(content)
        assert b"script" not in photo.full + photo.small


def test_a_truncated_photo_is_refused():
    words = "“IMG_1.jpg” is damaged or incomplete. Send it again, or take the photo anew."
    noise = io.BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(noise, "JPEG")

    for content in (noise.getvalue()[:9000], drawn(form="PNG")[:900], drawn(form="WEBP")[:100]):
        assert refusal(Wrong, content=content) == words


def test_an_empty_file_is_refused():
    assert refusal(Wrong, content=b"") == "“IMG_1.jpg” is empty. Send it again, or take the photo anew."


def test_a_format_of_some_phones_only_is_named():
    words = "“IMG_1.HEIC” is in a format that only some phones can show. Send a screenshot of it, or a JPEG photo."

    assert refusal(Wrong, content=b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", name="IMG_1.HEIC") == words


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_a_moving_picture_is_refused(form):
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "blue")]
    content = io.BytesIO()
    frames[0].save(content, form, save_all=True, append_images=frames[1:])

    words = "“IMG_1.jpg” is a moving picture. Send a still photo."
    assert refusal(Wrong, content=content.getvalue()) == words


def test_too_many_bytes_are_refused_before_they_are_read():
    words = "“IMG_1.jpg” is larger than 15 MB. Choose a smaller photo."
    with pytest.raises(TooLarge) as caught:
        photos.read(sent(b"x" * (15 * 2**20 + 1)), Limits(9, 15 * 2**20, 60_000_000, 60_000_000))

    assert (caught.value.message, caught.value.status) == (words, 413)


def bomb(width, height):
    """A PNG that says it is huge and is tiny."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [2_001, 60_000])
def test_a_bomb_is_refused_before_it_goes_off(side):
    words = "“IMG_1.jpg” has too many pixels. Send a screenshot of it, or a smaller photo."

    assert refusal(TooLarge, content=bomb(side, side)) == words


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_what_must_be_decoded_whole_may_have_fewer_pixels_than_a_jpeg(form):
    words = "“IMG_1.jpg” has too many pixels. Send a screenshot of it, or a smaller photo."

    assert read(size=(1500, 1400)).width == 1500
    assert refusal(TooLarge, size=(1500, 1400), form=form) == words


def with_scans(extra):
    """A progressive JPEG whose last scan is there so many times more."""
    whole = drawn(size=(160, 160), mode="L", colour=128, progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * extra + whole[-2:]


def test_a_jpeg_that_is_drawn_over_and_over_is_refused():
    words = "“IMG_1.jpg” is damaged or incomplete. Send it again, or take the photo anew."

    assert read(with_scans(5)).width == 160
    assert refusal(Wrong, content=with_scans(30)) == words


def test_a_jpeg_whose_scans_are_too_much_work_together_is_refused():
    words = "“IMG_1.jpg” has too many pixels. Send a screenshot of it, or a smaller photo."
    most = Limits(9, 15 * 2**20, 60_000_000, 25_000_000)
    whole = drawn(size=(5000, 3400), subsampling=0)
    passes = drawn(size=(5000, 3400), subsampling=0, progressive=True)
    thrifty = drawn(size=(4032, 3024), progressive=True)

    assert [photos.read(sent(content), most).width for content in (whole, thrifty)] == [2500, 2016]
    with pytest.raises(TooLarge) as caught:
        photos.read(sent(passes), most)
    assert caught.value.message == words


def test_a_large_jpeg_is_decoded_at_a_fraction_of_its_size_and_stays_upright():
    most = Limits(9, 15 * 2**20, 60_000_000, 25_000_000)
    photo = photos.read(sent(size=(8944, 6708), mode="L", colour=128, exif=camera()), most)

    assert (photo.width, photo.height) == (1677, 2236)
    assert segments(photo.full) == segments(drawn(optimize=True))


def test_a_jpeg_in_a_coding_that_no_camera_uses_is_refused():
    words = "“IMG_1.jpg” is damaged or incomplete. Send it again, or take the photo anew."

    assert refusal(Wrong, content=drawn().replace(b"\xff\xc0", b"\xff\xc9", 1)) == words


def test_a_picture_in_thousands_of_parts_is_refused_before_it_is_opened():
    words = "“IMG_1.jpg” is damaged or incomplete. Send it again, or take the photo anew."
    jpeg, png = drawn(), drawn(form="PNG")
    empty = b"\0\0\0\0tEXt" + struct.pack(">I", zlib.crc32(b"tEXt"))

    assert refusal(Wrong, content=jpeg[:2] + b"\xff\xfe\0\2" * 2000 + jpeg[2:]) == words
    assert refusal(Wrong, content=jpeg[:2] + b"\xff" * 2000 + jpeg[2:]) == words
    assert refusal(Wrong, content=jpeg[:2] + b"\xff" * 2000) == words
    assert refusal(Wrong, content=png[:33] + empty * 10_000 + png[33:]) == words


def test_what_looks_like_scans_behind_a_jpeg_does_not_count():
    assert read(drawn() + b"\xff\xda" * 100).width == 800


def test_a_photo_does_not_wait_for_long_behind_others(monkeypatch):
    monkeypatch.setattr(photos, "PATIENCE", 0.01)
    words = "Many photos are arriving at this moment. Wait a little, then add those that are missing again."

    with photos.decoding:
        assert refusal(TooOften) == words
    assert read().width == 800


def test_a_name_is_repeated_short_and_printable():
    name = "很长的名字" * 20 + "\u202egpj.exe.jpg"

    assert photos.shown(sent(name=name)) == "很长的名字" * 6 + "…j.exe.jpg"


def outcome(content):
    """What happened to a picture, in words."""
    try:
        read(content)
    except (Wrong, TooLarge) as refused:
        return refused.message
    return "kept"


def test_every_damage_is_refused_in_words_or_survived():
    whole = drawn(size=(60, 40), exif=camera(), form="JPEG")
    whole_png = drawn(size=(60, 40), form="PNG")
    for content in (whole, whole_png, drawn(size=(60, 40), form="WEBP", exif=camera())):
        for at in range(0, len(content), max(1, len(content) // 150)):
            damaged = content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]
            assert outcome(damaged).startswith(("kept", "“IMG_1.jpg” "))
