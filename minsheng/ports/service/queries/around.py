"""What is near: the station of a community with its deputies, what is being handled there, and the sketch of it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from math import cos, radians
from typing import Any, Final

from django.utils.translation import gettext

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Appointment, Deputy, Role
from minsheng.ground.places.models import Place, Station
from minsheng.ground.places.queries import boundaries, communities, edition, place, station_for
from minsheng.instruments.activities.queries import Shift, today_near
from minsheng.instruments.opinions.queries import mine_of
from minsheng.instruments.publishing.models import Publication
from minsheng.instruments.publishing.queries import live
from minsheng.kernel import clock

MOST: Final = 5
WIDTH: Final = 360
AIR: Final = 0.06
TALLEST: Final = 1.0
PIN: Final = 22
LETTER: Final = 12
LAST_LATIN: Final = 0x24F

type Box = tuple[float, float, float, float]
type Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Here:
    """The community that somebody looks at, its station, the deputies there, and who is on duty today."""

    community: Place
    station: Station | None
    deputies: list[Deputy]
    today: list[Shift]


def here(code: str, actor: Actor) -> Here | None:
    """The community of a code; without one, that of the person's last report."""
    found = place(code) if code else None
    if not (found and found.kind == Place.Kind.COMMUNITY):
        found = _last_reported_from(actor)
    if found is None:
        return None
    station, deputies = _station(station_for(found))
    return Here(found, station, deputies, today_near(station) if station else [])


def _last_reported_from(actor: Actor) -> Place | None:
    last = mine_of(actor.person_id).exclude(community=None).first() if actor.signed_in and actor.person_id else None
    return last.community if last else None


def _station(lowest: Station | None) -> tuple[Station | None, list[Deputy]]:
    """The lowest station where deputies are found; where there are none at all, the lowest one without any."""
    station = lowest
    while station:
        deputies = list(attached(station))
        if deputies:
            return station, deputies
        station = station.parent
    return lowest, []


def attached(station: Station) -> Iterable[Deputy]:
    """The deputies in office who sit at a station now, by code."""
    sitting = Appointment.objects.current().filter(post__station=station, post__role=Role.DEPUTY).values("person")
    rows = Deputy.objects.filter(status=Deputy.Status.IN_OFFICE, person__in=sitting)
    return rows.select_related("person", "post__place").order_by("code")


def by_street() -> list[tuple[Place | None, list[Place]]]:
    """The communities of the district under their streets."""
    rows = communities().order_by("parent__code", "code")
    return [(street, list(group)) for street, group in groupby(rows, key=lambda row: row.parent)]


@dataclass(frozen=True, slots=True)
class Near:
    """What everyone may read of the matters in hand: in `street`, or, when it is None, in the whole district."""

    rows: list[Publication]
    street: Place | None = None


def handled_near(at: Here | None) -> Near:
    """What is in hand in the street of the community; where that is nothing, or no community is known, anywhere."""
    rows = live().filter(stage=Publication.Stage.IN_HAND)
    street = at.community.parent if at else None
    found = list(rows.filter(place__path__startswith=street.path)[:MOST]) if street else []
    return Near(found, street) if found else Near(list(rows[:MOST]))


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline in the units of the sketch, and where its name stands."""

    name: str
    path: str
    x: float
    y: float
    kind: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A numbered point of the sketch."""

    n: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Sketch:
    """A map drawn from the boundaries that are kept here: no server, no script, no tile."""

    width: int
    height: int
    shapes: list[Shape]
    pins: list[Pin]
    schematic: bool


def sketch(near: Near) -> Sketch | None:
    """The street with its communities, or the district with its streets, and a pin for each publication on it."""
    code = near.street.code if near.street else ""
    drawn = _drawn(edition(), clock.today(), code, gettext("Subdistrict"), gettext("Community"))
    if drawn is None:
        return None
    return Sketch(WIDTH, drawn.height, drawn.shapes, list(_pins(near.rows, drawn)), drawn.schematic)


@dataclass(frozen=True, slots=True)
class _Drawn:
    box: Box
    height: int
    shapes: list[Shape]
    schematic: bool

    def put(self, lon: float, lat: float) -> tuple[float, float]:
        return _put(self.box, lon, lat)


@lru_cache(maxsize=64)
def _drawn(edition: str, day: date, street: str, *endings: str) -> _Drawn | None:  # noqa: ARG001 (a new edition or day is a new map)
    streets = boundaries("street")
    inside = [f for f in streets["features"] if street in {"", f["properties"]["code"]}]
    if not inside:
        return None
    box = _box(inside)
    around, parts = (streets["features"], _below(street)) if street else ([], inside)
    shapes = [_shape(f, box, endings, kind="around") for f in around]
    shapes += [_shape(f, box, endings, kind="part") for f in parts]
    return _Drawn(box, _height(box), shapes, streets["schematic"])


def _below(street: str) -> list[dict[str, Any]]:
    """The communities of a street."""
    return [f for f in boundaries("community")["features"] if f["properties"]["code"].startswith(street)]


def _rings(feature: dict[str, Any]) -> Iterator[Ring]:
    """The outer rings of a polygon or of several."""
    shape = feature["geometry"]
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    yield from (tuple((x, y) for x, y, *_z in polygon[0]) for polygon in polygons)


def _box(features: list[dict[str, Any]]) -> Box:
    """West, south, east, north, with some air around, and not taller than a screen likes."""
    xs, ys = zip(*(point for feature in features for ring in _rings(feature) for point in ring), strict=True)
    west, east, south, north = min(xs), max(xs), min(ys), max(ys)
    air = AIR * max(east - west, north - south)
    wide = max(east - west, (north - south) / cos(radians(south)) / TALLEST) / 2 + air
    middle = (east + west) / 2
    return middle - wide, south - air, middle + wide, north + air


def _scale(box: Box) -> float:
    return WIDTH / (box[2] - box[0])


def _put(box: Box, lon: float, lat: float) -> tuple[float, float]:
    """Where a point lies in the sketch; a degree of longitude is shorter up here than one of latitude."""
    west, _south, _east, north = box
    return round((lon - west) * _scale(box), 1), round((north - lat) * _scale(box) / cos(radians(north)), 1)


def _height(box: Box) -> int:
    return round(_put(box, box[0], box[1])[1])


def _shape(feature: dict[str, Any], box: Box, endings: tuple[str, ...], *, kind: str) -> Shape:
    rings = [[_put(box, *point) for point in ring] for ring in _rings(feature)]
    path = "".join("M" + " ".join(f"{x:g},{y:g}" for x, y in ring) + "Z" for ring in rings)
    xs, ys = zip(*rings[0], strict=True)
    name = _short(feature["properties"], endings)
    name = name if _long(name) <= max(xs) - min(xs) else ""
    return Shape(name, path, round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1), kind)


def _short(about: dict[str, Any], endings: tuple[str, ...]) -> str:
    """A place's name without the word for its kind, in the reader's language."""
    name = about["name"] if about["name"].endswith(endings) else about["name_en"] or about["name"]
    return str(next((name.removesuffix(end).strip() for end in endings if name.endswith(end)), name))


def _long(name: str) -> float:
    """About how long a name gets in the sketch; what doesn't fit isn't written."""
    return sum(LETTER * (1 if ord(letter) > LAST_LATIN else 0.6) for letter in name)


def _pins(publications: Iterable[Publication], drawn: _Drawn) -> Iterator[Pin]:
    """The pins in the order of the list; those at one spot stand side by side."""
    taken: Counter[tuple[float, float]] = Counter()
    for n, row in enumerate(publications, 1):
        if row.lon is not None and row.lat is not None:
            x, y = drawn.put(float(row.lon), float(row.lat))
            yield Pin(n, x + PIN * taken[x, y], y)
            taken[x, y] += 1
