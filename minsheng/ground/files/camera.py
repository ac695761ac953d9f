"""What a camera wrote into a photo: where and when it was taken. Nonsense counts as unknown."""

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any, Final

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from minsheng.kernel.clock import ZONE

NONSENSE: Final = (OSError, ValueError, SyntaxError, TypeError, KeyError, ArithmeticError, EOFError, struct.error)
OFFSET: Final = re.compile(r"[+-]\d\d:\d\d")
EAST, NORTH = 180, 90


@dataclass(frozen=True, slots=True)
class Taken:
    """Degrees east and north (WGS 84, within a metre of CGCS2000) and the moment, where known."""

    lon: float | None = None
    lat: float | None = None
    at: datetime | None = None


def taken(image: Image.Image) -> Taken:
    """Read a loaded picture's EXIF."""
    try:
        exif = image.getexif()
        gps, shot = exif.get_ifd(IFD.GPSInfo), exif.get_ifd(IFD.Exif)
    except NONSENSE:
        return Taken()
    lon = _degrees(gps, GPS.GPSLongitude, GPS.GPSLongitudeRef, "W", EAST)
    lat = _degrees(gps, GPS.GPSLatitude, GPS.GPSLatitudeRef, "S", NORTH)
    if not (lon and lat):  # one alone is no place, and 0, 0 is a camera without reception
        lon = lat = None
    return Taken(lon, lat, _moment(shot))


def _degrees(gps: Mapping[int, Any], value: int, ref: int, minus: str, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in gps[value])
        sign = -1 if str(gps[ref]).strip("\0 ").upper() == minus else 1
    except NONSENSE:
        return None
    found = sign * (degrees + minutes / 60 + seconds / 3600)
    return found if isfinite(found) and abs(found) <= most else None


def _moment(shot: Mapping[int, Any]) -> datetime | None:
    """When the shutter was released; a camera that doesn't say its zone is taken to be in China."""
    try:
        offset = OFFSET.fullmatch(str(shot.get(Base.OffsetTimeOriginal, "")).strip("\0 "))
        when = datetime.strptime(str(shot[Base.DateTimeOriginal]).strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 (the zone follows)
        return datetime.fromisoformat(f"{when.isoformat()}{offset[0]}") if offset else when.replace(tzinfo=ZONE)
    except NONSENSE:
        return None
