"""Photos as phones take them: sideways in the file, with the place where they were taken."""

from io import BytesIO
from zlib import crc32

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

LYING, MAKE, TURNED = 0x0112, 0x010F, 6
"""EXIF tags of orientation and maker, and the value that says: turn a quarter clockwise to look at it."""
GPS = 0x8825
SIZE = (1200, 900)
"""As it lies in the file; whoever looks at it sees it upright, 900 × 1200."""


def photo(name):
    """A JPEG for an upload field, with GPS position and orientation; every name another picture."""
    colour = f"#{crc32(name.encode()) % 0xFFFFFF:06x}"
    image = Image.new("RGB", SIZE, "#cfdbe2")
    ImageDraw.Draw(image).ellipse((200, 300, 800, 800), fill=colour)
    exif = Image.Exif()
    exif[LYING], exif[MAKE] = TURNED, "Phone"
    exif.get_ifd(GPS).update({1: "N", 2: (30.0, 15.0, 6.5), 3: "E", 4: (120.0, 9.0, 52.2)})
    out = BytesIO()
    image.save(out, "JPEG", quality=80, exif=exif)
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def uploaded(name):
    """The same as Django's test client sends it."""
    return SimpleUploadedFile(f"{name}.jpg", photo(name)["buffer"], "image/jpeg")


def fake(name):
    """Something that only calls itself a photo."""
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": b"<html>no photo</html>" * 20}


def looked_at(content):
    """Of a photo as the site serves it: its size, and whether it tells where and with what it was taken."""
    image = Image.open(BytesIO(content))
    exif = image.getexif()
    return image.size, dict(exif), dict(exif.get_ifd(GPS))
