"""The demo's places: a schematic map with communities, grids and stations, not yet saved.

Streets are real, communities partly so; borders, grids and stations are invented, and every row says so. Where no
official boundaries may be used, cells around hand-placed points stand in for them. Only the smallest cells are drawn,
all at once, and what lies above is put together from them: places of one kind touch without gaps and without
overlaps, and the same points always give the same map.
"""

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry

from minsheng.ground.places.models import Place, Station, StationLevel

type Point = tuple[float, float]
type Row = dict[str, Any]

DECIMALS = 6  # about 0.1 m
PLAN = Path(__file__).parent / "data" / "demo.json"
FIRST = 901  # the statistics never use these codes for a community


class Town:
    """What `actions.load_demo` saves, from the communities down to who is served by which station."""

    def __init__(self, district: Place, streets: list[Place], levels: list[StationLevel]) -> None:
        self.plan = json.loads(PLAN.read_text(encoding="utf-8"))
        self.words = self.plan["words"]
        self.source: str = self.plan["source"]
        self.since = date.fromisoformat(self.plan["valid_from"])
        self.rows = [dict(zip(self.plan["columns"], row, strict=True)) for row in self.plan["communities"]]
        self.levels = levels
        self.district, self.streets = district, {street.code: street for street in streets}
        for street in streets:
            street.parent = district
        self.communities = list(self._communities())
        self.grids = list(self._grids())
        self.seeds = dict(zip((grid.code for grid in self.grids), self._scatter(), strict=True))
        self.hung: dict[str, Station] = {}

    def outlines(self) -> Iterator[tuple[Place, BaseGeometry]]:
        """The cells of the grids, then what lies above, put together from them."""
        places, shapes = self.grids, cells(self.plan["outline"], self.seeds)
        while places:
            yield from ((place, shapes[place.code]) for place in places)
            above = {place.code: place.parent for place in places if place.parent}
            shapes = gathered(shapes, {code: parent.code for code, parent in above.items()})
            places = list({parent.code: parent for parent in above.values()}.values())

    def stations(self) -> Iterator[list[Station]]:
        """Level by level, from the top."""
        tiers = ([self.district], list(self.streets.values()), self.communities, self.grids)
        for level, tier in zip(self.levels, tiers, strict=True):
            stations = [self._station(place, level) for place in tier]
            self.hung |= {place.code: station for place, station in zip(tier, stations, strict=True)}
            yield stations

    def served(self) -> Iterator[tuple[str, Place]]:
        """Station codes and the communities they serve: a community's own station, and its street's."""
        for community in self.communities:
            for place in community.line[:2]:
                yield self.hung[place.code].code, community

    def _communities(self) -> Iterator[Place]:
        last: Counter[str] = Counter()
        for row in self.rows:
            row["code"] = f"{row['street']}{FIRST + last[row['street']]}"
            last[row["street"]] += 1
            yield self._place("community", row["code"], self.streets[row["street"]], row["name"], row["name_en"])

    def _grids(self) -> Iterator[Place]:
        name, name_en = self.words["grid"]
        for row, above in zip(self.rows, self.communities, strict=True):
            for i, numeral in enumerate(self.words["numerals"][: row["grids"]], 1):
                yield self._place("grid", f"{above.code}{i:02}", above, name.format(n=numeral), name_en.format(i=i))

    def _place(self, kind: str, code: str, above: Place, name: str, name_en: str) -> Place:
        place = Place(kind=kind, code=code, name=name, name_en=name_en, valid_from=self.since, source=self.source)
        return place.below(above)

    def _scatter(self) -> Iterator[Point]:
        centres = [(row["lon"], row["lat"]) for row in self.rows]
        for ring in scattered(centres, [row["grids"] for row in self.rows]):
            yield from ring

    def _station(self, place: Place, level: StationLevel) -> Station:
        words = self._words(place)
        name, name_en = (text.format(**words) for text in self.words["stations"][level.order - 1])
        lon, lat = self._point(place)
        return Station(
            code=self._code(place),
            name=name,
            name_en=name_en,
            level=level,
            parent=self.hung[place.parent.code] if place.parent else None,
            place=next(above for above in place.line if above.kind in ("street", "district")),
            address=self.words["addresses"][level.order - 1].format(**words),
            hours=self.words["hours"][level.order - 1],
            lon=lon,
            lat=lat,
            valid_from=self.since,
        )

    def _words(self, place: Place) -> dict[str, str]:
        """The names of a place and of those above it, as the templates of the plan call them."""
        words = {part.kind: part.name for part in place.line} | {f"{part.kind}_en": part.name_en for part in place.line}
        words["short"] = words.get("street", "").removesuffix(self.words["street_suffix"])
        row = next((row for row in self.rows if row["code"] == place.code), None)
        return words | ({"stem": row["stem"], "stem_en": row["stem_en"]} if row else {})

    def _point(self, place: Place) -> Point:
        """A grid's seed, a community's centre, the centre of a street's first community, the district's seat."""
        if place.kind == "district":
            lon, lat = self.plan["seat"]
        elif place.kind == "grid":
            lon, lat = self.seeds[place.code]
        else:
            row = next(row for row in self.rows if place.code in (row["street"], row["code"]))
            lon, lat = row["lon"], row["lat"]
        return round(lon, DECIMALS), round(lat, DECIMALS)

    def _code(self, place: Place) -> str:
        """Routable and dictatable: SC-00, SC-HB-00, SC-HB-03, SC-HB-03-2."""
        if place.kind == "grid" and place.parent:
            return f"{self._code(place.parent)}-{int(place.code[-2:])}"
        return f"{place.series}-{place.code[-2:] if place.kind == 'community' else '00'}"


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


def scattered(centres: Sequence[Point], counts: Sequence[int]) -> list[list[Point]]:
    """Around each centre so many points, near enough to stay among themselves."""
    pairs = enumerate(zip(centres, counts, strict=True))
    return [_ring(at, index, count, _room(at, centres)) for index, (at, count) in pairs]


def _room(at: Point, centres: Sequence[Point]) -> float:
    return min(math.dist(at, other) for other in centres if other != at) / 4


def _ring(at: Point, index: int, count: int, radius: float) -> list[Point]:
    turns = (index * 0.7 + math.tau * step / count for step in range(count))
    return [(at[0] + radius * math.cos(turn), at[1] + radius * math.sin(turn)) for turn in turns]


def _rounded(cell: BaseGeometry) -> BaseGeometry:
    return shapely.transform(cell, lambda points: points.round(DECIMALS))
