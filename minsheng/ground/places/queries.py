import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import groupby, pairwise
from typing import Any, cast

import shapely
from django.conf import settings
from django.db.models import StringAgg, Value
from django.db.models.functions import MD5
from django.utils.translation import get_language
from shapely.geometry import Point, shape

from minsheng.ground.places.models import Boundary, FormerCode, Place, PlaceQuerySet, Station
from minsheng.kernel import clock

KINDS: tuple[str, ...] = tuple(Place.Kind.values)


@dataclass(frozen=True, slots=True)
class Located:
    """Where a point lies. All are None where no boundaries are known at all."""

    street: Place | None = None
    community: Place | None = None
    grid: Place | None = None

    @property
    def place(self) -> Place | None:
        """The smallest place that is known."""
        return self.grid or self.community or self.street


def district(code: str = "") -> Place:
    """The district that is served here, or another one by its code."""
    return Place.objects.current().get(kind="district", code=code or settings.DISTRICT)


def streets(district: str = "") -> PlaceQuerySet:
    return Place.objects.current().of_kind("street").filter(district=district or settings.DISTRICT)


def communities(street: Place | None = None) -> PlaceQuerySet:
    """Those of a street, or of the whole district; with their street, in its order."""
    found = Place.objects.current().of_kind("community").select_related("parent")
    return found.within(street) if street else found.filter(district=settings.DISTRICT)


def children(place: Place) -> PlaceQuerySet:
    return Place.objects.current().filter(parent=place)


def place(code: str, at: date | None = None) -> Place | None:
    """What a code stands for on a day, or none.

    A code that was given up leads to its successor; an unknown one below it (330104005001), to the place above.
    """
    known = Place.objects.current(at).filter(code=code).first()
    if known:
        return known
    above = [code[:length] for length in range(6, len(code) + 1)]
    former = FormerCode.objects.filter(code__in=above).order_by("-code").first()
    return Place.objects.current(at).filter(code=former.place_code).first() if former else None


def station_for(community: Place) -> Station | None:
    """The station in use that serves a community: of several, the one lowest in the tree."""
    serving = Station.objects.in_use().filter(communities__code=community.code)
    return serving.order_by("-level__order", "code").distinct().first()


def stations_below(ids: Iterable[int]) -> set[int]:
    """These stations and all below them in the tree. One query a level."""
    found, fresh = set(ids), set(ids)
    while fresh:
        fresh = set(Station.objects.filter(parent__in=fresh).values_list("pk", flat=True)) - found
        found |= fresh
    return found


def stations_map() -> dict[str, Any]:
    """The stations in use that have a point, as a GeoJSON FeatureCollection."""
    rows = Station.objects.in_use().filter(lon__isnull=False).select_related("level")
    return {"type": "FeatureCollection", "features": [_standing(row) for row in rows]}


def stations_by_street() -> list[tuple[Place, list[Station]]]:
    """The stations in use of each street, upper levels first; those of the district stand first, under its name."""
    rows = Station.objects.in_use().select_related("place", "level").order_by("place__code", "level__order", "code")
    return [(place, list(found)) for place, found in groupby(rows, key=lambda row: row.place)]


def _standing(row: Station) -> dict[str, Any]:
    about = {"code": row.code, "name": str(row), "level": row.level.order, "address": row.address, "hours": row.hours}
    point = {"type": "Point", "coordinates": [row.lon, row.lat]}
    return {"type": "Feature", "id": row.code, "geometry": point, "properties": about}


def describe(place: Place) -> str:
    """A place in words, from the street down, in the reader's language."""
    line = [part for part in place.line if part.kind != "district"] or [place]
    if (get_language() or "").startswith("en"):
        return ", ".join(str(part) for part in line)
    return "".join(part.name for part in reversed(line))


def edition() -> str:
    """Changes whenever any boundary does; "" while there are none."""
    joined = StringAgg("digest", Value(""), order_by="digest")
    return Boundary.objects.aggregate(edition=MD5(joined))["edition"] or ""


def locate(lon: float, lat: float) -> Located | None:
    """What a point (CGCS2000) lies in, with the places above loaded; None outside the district."""
    return locator()(lon, lat)


def locator() -> Callable[[float, float], Located | None]:
    """`locate` for many points: the map is asked for once, and each place once."""
    drawn, loaded = _map(edition(), clock.today()), cache(_loaded)

    def find(lon: float, lat: float) -> Located | None:
        if not drawn.ids:
            return Located()
        found = drawn.at(lon, lat)
        return loaded(tuple(found.values())) if "street" in found else None

    return find


def centre(place: Place) -> tuple[float, float] | None:
    """A point (lon, lat) that surely lies within a place, None where its boundary is not known."""
    row = Boundary.objects.current().filter(place=place).first()
    inner = shape(row.shape).representative_point() if row else None
    return (round(inner.x, 6), round(inner.y, 6)) if inner else None


def boundaries(kind: str) -> dict[str, Any]:
    """All boundaries of a kind as a GeoJSON FeatureCollection; `schematic` says whether it is only a sketch."""
    return cast("dict[str, Any]", json.loads(boundaries_text(kind)))


def boundaries_text(kind: str) -> str:
    """The same as text, kept until a boundary changes."""
    return _collection(edition(), clock.today(), kind)


def schematic() -> bool:
    """Whether the map is, at least in part, only a sketch; whoever shows it has to say so."""
    return Boundary.objects.filter(pk__in=Boundary.objects.current().values("pk"), schematic=True).exists()


def _loaded(ids: tuple[int, ...]) -> Located:
    """The places found, each hung under the one above, by one query."""
    places = {place.kind: place for place in Place.objects.filter(pk__in=ids)}
    for upper, lower in pairwise(KINDS):
        if upper in places and lower in places:
            places[lower].parent = places[upper]
    return Located(places["street"], places.get("community"), places.get("grid"))


class _Map:
    """Every boundary in one tree. Of two that share a border, the one with the lower code owns it."""

    def __init__(self, rows: Sequence[Boundary]) -> None:
        self.ids = [row.place_id for row in rows]
        self.kinds = [row.place.kind for row in rows]
        self.paths = [row.place.path for row in rows]
        self.tree = shapely.STRtree([shape(row.shape) for row in rows])

    def at(self, lon: float, lat: float) -> dict[str, int]:
        """The place of each kind, each within the one above."""
        hits = sorted(int(index) for index in self.tree.query(Point(lon, lat), predicate="intersects"))
        found: dict[str, int] = {}
        path = ""
        for kind in KINDS:
            hit = next((hit for hit in hits if self.kinds[hit] == kind and self.paths[hit].startswith(path)), None)
            if hit is not None:
                found[kind], path = self.ids[hit], self.paths[hit]
        return found


@lru_cache(maxsize=2)
def _map(edition: str, day: date) -> _Map:  # noqa: ARG001 (the edition is the key: a new one is a new map)
    return _Map(_drawn(day))


@lru_cache(maxsize=8)
def _collection(edition: str, day: date, kind: str) -> str:  # noqa: ARG001 (as above)
    features = [_feature(row) for row in _drawn(day) if row.place.kind == kind]
    schematic = any(feature["properties"]["schematic"] for feature in features)
    whole = {"type": "FeatureCollection", "schematic": schematic, "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _drawn(day: date) -> list[Boundary]:
    valid = Place.objects.current(day).filter(district=settings.DISTRICT)
    rows = Boundary.objects.current(day).filter(place__in=valid).select_related("place")
    return sorted(rows, key=lambda row: row.place.code)


def _feature(row: Boundary) -> dict[str, Any]:
    place = row.place
    properties = {"code": place.code, "name": place.name, "name_en": place.name_en}
    facts = {"schematic": row.schematic, "source": row.source}
    return {"type": "Feature", "id": place.code, "properties": properties | facts, "geometry": row.shape}
