"""Where on earth a pair of numbers lies: CGCS2000 inside the house, other systems only at its edge.

GCJ-02, which Amap and Tencent maps speak, shifts every point in China by 300 to 700 m. The shift is not public; the
formula below is the one that is commonly used for it and good to about a metre.
"""

import math
from typing import Final

SEMI_MAJOR: Final = 6378245.0
SQUARED_ECCENTRICITY: Final = 0.00669342162296594323
METRES_A_DEGREE: Final = 111_320.0
SYSTEMS: Final = ("cgcs2000", "gcj02")

type Point = tuple[float, float]


def cgcs2000(lon: float, lat: float, system: str) -> Point:
    """A point of one of SYSTEMS in CGCS2000, which WGS-84 (phones) equals to within centimetres."""
    return _from_gcj02(lon, lat) if system == "gcj02" else (lon, lat)


def gcj02(lon: float, lat: float) -> Point:
    """A CGCS2000 point as GCJ-02 maps draw it."""
    east, north = _shift(lon - 105.0, lat - 35.0)
    angle = math.radians(lat)
    flat = 1 - SQUARED_ECCENTRICITY * math.sin(angle) ** 2
    per_lat = math.radians(SEMI_MAJOR * (1 - SQUARED_ECCENTRICITY) / flat**1.5)
    per_lon = math.radians(SEMI_MAJOR / math.sqrt(flat) * math.cos(angle))
    return lon + east / per_lon, lat + north / per_lat


def metres(one: Point, other: Point) -> float:
    """How far two points are apart, within a city."""
    east = (one[0] - other[0]) * math.cos(math.radians((one[1] + other[1]) / 2))
    return math.hypot(east, one[1] - other[1]) * METRES_A_DEGREE


def looks_shifted(point: Point, known: Point) -> bool:
    """Whether a point lies where GCJ-02 draws a known one: over 200 m off, and less than 50 m once it is converted."""
    return metres(point, known) > 200 and metres(_from_gcj02(*point), known) < 50  # noqa: PLR2004 (said above)


def _from_gcj02(lon: float, lat: float) -> Point:
    """The inverse has no formula: three corrections leave less than a millimetre."""
    x, y = lon, lat
    for _ in range(3):
        drawn_x, drawn_y = gcj02(x, y)
        x, y = x + lon - drawn_x, y + lat - drawn_y
    return x, y


def _shift(x: float, y: float) -> Point:
    """Metres to the east and north at x, y degrees from 105° E, 35° N."""
    root, pi = math.sqrt(abs(x)), math.pi
    waves = (20 * math.sin(6 * x * pi) + 20 * math.sin(2 * x * pi)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
    east += (20 * math.sin(x * pi) + 40 * math.sin(x / 3 * pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * pi) + 300 * math.sin(x / 30 * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
    north += (20 * math.sin(y * pi) + 40 * math.sin(y / 3 * pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * pi) + 320 * math.sin(y / 30 * pi)) * 2 / 3
    return east, north
