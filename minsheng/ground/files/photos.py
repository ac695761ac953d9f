"""From what somebody sent to a photo that is safe to keep: decoded, turned upright, drawn anew without metadata.

Colour profiles go with the rest of the metadata: parsing strangers' profiles isn't worth a shade.
"""

import io
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from minsheng.ground.files import parts
from minsheng.ground.files.camera import Taken, taken
from minsheng.ground.files.queries import Limits
from minsheng.kernel.errors import TooLarge, TooOften, Wrong

type Upload = UploadedFile[Any]
type Box = tuple[int, int, int, int]
"""A part of a photo: left, top, width and height in thousandths of the whole."""

FORMATS: Final = ("JPEG", "PNG", "WEBP")
BROKEN: Final = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, struct.error)
"""What Pillow raises on damaged pictures."""

MIME: Final = "image/jpeg"
FULL_SIDE: Final = 2560
ENOUGH_SIDE: Final = 2048
SCANNED_SIDE: Final = 1600
"""A large JPEG is decoded at once at a half, a quarter or an eighth of its size that is no smaller than this.

The other one is for progressive ones, which take longer.
"""
SMALL_SIDE: Final = 480
QUALITY: Final = 85
MEGA: Final = 1024 * 1024
NAME: Final = 40
HEIC: Final = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypavif")

WORK: Final = 190_000_000
"""Samples of a JPEG times the scans that pass over them: about half a second, however it is put together.

A camera's 60 megapixels come in one scan; in the ten of a progressive JPEG, 12 megapixels are as much work.
"""

PERMILLE: Final = 1000
BLOCKS: Final = 3
STEP: Final = 32
MARGIN: Final = 8
"""How a part is covered: blocks on each side, levels of a colour that become one, pixels around it."""

decoding = Lock()
"""A picture of 60 megapixels takes up to half a gigabyte while it is drawn: one at a time in a process."""
PATIENCE: Final = 5
"""Seconds that one waits for another's picture: threads that wait serve nobody."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture drawn anew, as JPEG, and what the camera knew."""

    full: bytes
    small: bytes
    width: int
    height: int
    taken: Taken = field(default_factory=Taken)


def read(upload: Upload, limits: Limits) -> Photo:
    """The photo in what was sent. Raises TooLarge or Wrong with a sentence that names the file and says what to do."""
    name = shown(upload)
    if (upload.size or 0) > limits.bytes:
        words = _("“%(name)s” is larger than %(most)s MB. Choose a smaller photo.")
        raise TooLarge(words % {"name": name, "most": limits.bytes // MEGA})
    with _alone():
        try:
            return _photo(_opened(upload, name, limits))
        except Image.DecompressionBombError as error:
            raise _too_many_pixels(name) from error
        except BROKEN as error:
            words = _("“%(name)s” is damaged or incomplete. Send it again, or take the photo anew.")
            raise Wrong(words % {"name": name}) from error


def turned(content: bytes) -> Photo:
    """A kept photo, turned a quarter clockwise."""
    with _alone(), Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
        return _drawn(image.transpose(Image.Transpose.ROTATE_270), Taken())


def covered(content: bytes, boxes: Iterable[Box]) -> Photo:
    """A kept photo with parts of it made unrecognisable for good: their pixels aren't in the new one any more.

    Of each box no more is left than `BLOCKS` by `BLOCKS` colours, rounded: too little to guess a face, a plate or a
    number back from it, however large the box is.
    """
    with _alone(), Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
        sheet = image.convert("RGB")
        for box in boxes:
            _cover(sheet, box)
        return _drawn(sheet, Taken())


def _cover(sheet: Image.Image, box: Box) -> None:
    """A margin goes too: around edges a JPEG keeps shadows of what was inside."""
    left, top, width, height = box
    region = (
        max(0, left * sheet.width // PERMILLE - MARGIN),
        max(0, top * sheet.height // PERMILLE - MARGIN),
        min(sheet.width, -(-(left + width) * sheet.width // PERMILLE) + MARGIN),
        min(sheet.height, -(-(top + height) * sheet.height // PERMILLE) + MARGIN),
    )
    part = sheet.crop(region)
    coarse = part.resize((BLOCKS, BLOCKS), Image.Resampling.BOX).point(lambda value: value // STEP * STEP + STEP // 2)
    sheet.paste(coarse.resize(part.size, Image.Resampling.NEAREST), region)


@contextmanager
def _alone() -> Iterator[None]:
    if not decoding.acquire(timeout=PATIENCE):
        raise TooOften(
            _("Many photos are arriving at this moment. Wait a little, then add those that are missing again.")
        )
    try:
        yield
    finally:
        decoding.release()


def shown(upload: Upload) -> str:
    """A file's name as it can be repeated in a sentence: printable, not too long."""
    name = "".join(c for c in upload.name or "" if c.isprintable())
    return name if len(name) <= NAME else f"{name[: NAME - 10]}…{name[-9:]}"


def _opened(upload: Upload, name: str, limits: Limits) -> Image.Image:
    """The picture, not decoded yet: its format, pixels and stillness are known to be right."""
    upload.seek(0)
    scans = parts.check(upload.read())
    upload.seek(0)
    try:
        image = Image.open(upload, formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Wrong(_no_photo(upload) % {"name": name}) from error
    most = limits.png_pixels if image.format in {"PNG", "WEBP"} else limits.pixels
    if image.width * image.height > most or scans * _samples(image) > WORK:
        raise _too_many_pixels(name)
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise Wrong(_("“%(name)s” is a moving picture. Send a still photo.") % {"name": name})
    return image


def _no_photo(upload: Upload) -> str:
    upload.seek(0)
    if not upload.size:
        return _("“%(name)s” is empty. Send it again, or take the photo anew.")
    if upload.read(12)[4:] in HEIC:
        return _("“%(name)s” is in a format that only some phones can show. Send a screenshot of it, or a JPEG photo.")
    return _("“%(name)s” is not a photo. Send a photo in JPEG, PNG or WebP format.")


def _too_many_pixels(name: str) -> TooLarge:
    return TooLarge(_("“%(name)s” has too many pixels. Send a screenshot of it, or a smaller photo.") % {"name": name})


def _samples(image: Image.Image) -> float:
    """How many values a JPEG holds: fewer of its colours than of its brightness, mostly. None for other formats."""
    shares: list[int] = [across * down for _id, across, down, _table in getattr(image, "layer", ())]
    return image.width * image.height * sum(shares) / max(shares, default=1)


def _photo(image: Image.Image) -> Photo:
    """Decode wholly (a JPEG directly at a fitting fraction of its size) and draw upright."""
    share = (SCANNED_SIDE if "progressive" in image.info else ENOUGH_SIDE) / max(image.size)
    image.draft(None, (int(image.width * share), int(image.height * share)))
    image.load()
    return _drawn(ImageOps.exif_transpose(image), taken(image))


def _drawn(image: Image.Image, known: Taken) -> Photo:
    if image.mode not in {"RGB", "RGBA", "L"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((FULL_SIDE, FULL_SIDE), Image.Resampling.HAMMING)
    sheet = Image.new("RGB", image.size, "white")
    sheet.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    full = _jpeg(sheet)
    width, height = sheet.size
    sheet.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.HAMMING)
    return Photo(full, _jpeg(sheet), width, height, known)


def _jpeg(sheet: Image.Image) -> bytes:
    """A sheet has no metadata of its own, so nothing is carried over."""
    target = io.BytesIO()
    sheet.save(target, "JPEG", quality=QUALITY, optimize=True)
    return target.getvalue()
