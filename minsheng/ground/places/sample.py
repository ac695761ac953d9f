"""The demo's places, not yet saved: about four communities a street, two or three grids in each, a station everywhere.

Streets are real; the communities are partly so, their borders, grids and stations are invented. Every row says it in
`source`, every boundary in `schematic`.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from minsheng.ground.places import sketch
from minsheng.ground.places.models import Place, Station, StationLevel

type Row = dict[str, Any]

PLAN = Path(__file__).parent / "data" / "demo.json"
FIRST = 901  # the statistics never use these codes for a community


class Town:
    """What `actions.load_demo` saves, in the order of its properties."""

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
        places, shapes = self.grids, sketch.cells(self.plan["outline"], self.seeds)
        while places:
            yield from ((place, shapes[place.code]) for place in places)
            above = {place.code: place.parent for place in places if place.parent}
            shapes = sketch.gathered(shapes, {code: parent.code for code, parent in above.items()})
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
            code = f"{row['street']}{FIRST + last[row['street']]}"
            last[row["street"]] += 1
            yield self._place("community", code, self.streets[row["street"]], row["name"], row["name_en"])

    def _grids(self) -> Iterator[Place]:
        name, name_en = self.words["grid"]
        for row, above in zip(self.rows, self.communities, strict=True):
            for i, numeral in enumerate(self.words["numerals"][: row["grids"]], 1):
                yield self._place("grid", f"{above.code}{i:02}", above, name.format(n=numeral), name_en.format(i=i))

    def _place(self, kind: str, code: str, above: Place, name: str, name_en: str) -> Place:
        place = Place(kind=kind, code=code, name=name, name_en=name_en, valid_from=self.since, source=self.source)
        return place.below(above)

    def _scatter(self) -> Iterator[sketch.Point]:
        centres = [(row["lon"], row["lat"]) for row in self.rows]
        for ring in sketch.scattered(centres, [row["grids"] for row in self.rows]):
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
        return words | (self._row(place) if place.kind == "community" else {})

    def _row(self, community: Place) -> Row:
        return next(row for row, place in zip(self.rows, self.communities, strict=True) if place is community)

    def _point(self, place: Place) -> sketch.Point:
        """A grid's seed, a community's centre, the middle of a street's first community, the district's seat."""
        if place.kind == "district":
            return tuple(self.plan["seat"])
        if place.kind == "grid":
            return tuple(round(value, sketch.DECIMALS) for value in self.seeds[place.code])
        row = next(row for row in self.rows if row["street"] == place.code) if place.kind == "street" else self._row(place)
        return row["lon"], row["lat"]

    def _code(self, place: Place) -> str:
        """Routable and dictatable: SC-00, SC-HB-00, SC-HB-03, SC-HB-03-2."""
        if place.kind == "grid" and place.parent:
            return f"{self._code(place.parent)}-{int(place.code[-2:])}"
        return f"{place.series}-{place.code[-2:] if place.kind == 'community' else '00'}"
