"""The district as a drawing: outlines of its streets in an SVG, and where a point lies in it. No tiles, no script."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import cos, radians, sqrt
from typing import Any, Final

from shapely import unary_union
from shapely.geometry import shape

from minsheng.ground.places import queries as places
from minsheng.kernel import clock

SIDE: Final = 1000
"""How high the drawing is, in its own units; narrower than high, or wider, as the district is."""
DOT: Final = 11


@dataclass(frozen=True, slots=True)
class Outline:
    """A street: its path, and a point well within it for its name."""

    code: str
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Where the drawing begins (west, north), how much it is enlarged, and how wide it is."""

    west: float
    north: float
    scale: float
    squeeze: float
    width: float
    outlines: tuple[Outline, ...]

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return round((lon - self.west) * self.squeeze * self.scale, 1), round((self.north - lat) * self.scale, 1)


def drawing(code: str = "") -> Drawing | None:
    """The drawing of the district, or of one street; None where no boundaries are known."""
    return _drawn(places.edition(), clock.today(), code)


@lru_cache(maxsize=64)
def _drawn(edition: str, day: date, code: str) -> Drawing | None:  # noqa: ARG001 (the edition is the key)
    shapes = {row["id"]: shape(row["geometry"]) for row in places.boundaries("street")["features"]}
    if not shapes:
        return None
    framed = shapes[code] if code in shapes else unary_union(list(shapes.values()))
    west, south, east, north = framed.bounds
    scale, squeeze = SIDE / (north - south), cos(radians((north + south) / 2))
    bare = Drawing(west, north, scale, squeeze, round((east - west) * squeeze * scale), ())
    outlines = tuple(_outline(bare, key, found) for key, found in shapes.items())
    return Drawing(west, north, scale, squeeze, bare.width, outlines)


def _outline(bare: Drawing, code: str, found: Any) -> Outline:
    rings = [part.exterior for part in getattr(found, "geoms", [found])]
    lines = [" ".join(f"{x},{y}" for x, y in (bare.at(*point[:2]) for point in ring.coords)) for ring in rings]
    inner = found.representative_point()
    return Outline(code, " ".join(f"M{line}Z" for line in lines), *bare.at(inner.x, inner.y))


def dots(drawn: Drawing, features: list[dict[str, Any]]) -> list[tuple[float, float, float, str]]:
    """Public points as x, y, radius and stage: those of one spot and stage are one dot of as much ink."""
    spots = Counter((*drawn.at(*row["geometry"]["coordinates"]), row["properties"]["stage"]) for row in features)
    return [(x, y, round(DOT * sqrt(n), 1), stage) for (x, y, stage), n in sorted(spots.items())]
