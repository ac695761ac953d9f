"""A schematic map (示意): where no official boundaries may be used, cells around hand-placed points stand in for them.

Only the smallest cells are drawn, all at once; what lies above is put together from them. So places of one kind touch
without gaps and without overlaps, and the same points always give the same map.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

import shapely
from shapely.geometry import MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry

type Point = tuple[float, float]

DECIMALS = 6  # about 0.1 m


def cells(outline: Sequence[Point], seeds: Mapping[str, Point]) -> dict[str, BaseGeometry]:
    """For each seed, the part of the outline that is nearer to it than to any other seed."""
    area = Polygon(outline)
    drawn = shapely.voronoi_polygons(MultiPoint(list(seeds.values())), extend_to=area, ordered=True)
    return {code: _rounded(cell & area) for code, cell in zip(seeds, shapely.get_parts(drawn), strict=True)}


def gathered(pieces: Mapping[str, BaseGeometry], whole_of: Mapping[str, str]) -> dict[str, BaseGeometry]:
    """The pieces put together to wholes: `whole_of` says for a piece which one it belongs to."""
    members: dict[str, list[BaseGeometry]] = {}
    for code, whole in whole_of.items():
        members.setdefault(whole, []).append(pieces[code])
    return {code: shapely.union_all(found) for code, found in members.items()}


def scattered(centres: Sequence[Point], counts: Iterable[int]) -> list[list[Point]]:
    """Around each centre so many points, near enough to stay among themselves."""
    return [_ring(at, index, count, _room(at, centres)) for index, (at, count) in enumerate(zip(centres, counts))]


def _room(at: Point, centres: Sequence[Point]) -> float:
    return min(math.dist(at, other) for other in centres if other != at) / 4


def _ring(at: Point, index: int, count: int, radius: float) -> list[Point]:
    turns = (index * 0.7 + math.tau * step / count for step in range(count))
    return [(at[0] + radius * math.cos(turn), at[1] + radius * math.sin(turn)) for turn in turns]


def _rounded(cell: BaseGeometry) -> BaseGeometry:
    return shapely.transform(cell, lambda points: points.round(DECIMALS))
