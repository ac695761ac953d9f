import json
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from minsheng.ground.places import queries, sketch
from minsheng.ground.places.models import Boundary, FormerCode, Place, Station, StationLevel
from minsheng.kernel import clock

REGISTER = Path(__file__).parent / "data" / "shangcheng.json"

COUNT = """
insert into places_tally (series, letter, year, last) values (%s, %s, %s, %s)
on conflict (series, letter, year) do update set last = places_tally.last + excluded.last
returning last
"""


def next_number(place: Place, letter: str = "", at: datetime | None = None) -> str:
    """Give out the next number of a street, or of the district: "SC-HB-2026-000123", "SC-T2026-000012".

    A community or grid counts with its street. The year is China's at the moment given. Until the transaction ends,
    the next one in the same series waits, so give the number out late.
    """
    return next_numbers(place, 1, letter, at)[0]


def next_numbers(place: Place, count: int, letter: str = "", at: datetime | None = None) -> list[str]:
    """The same for several at once, in order."""
    year = clock.local(at or clock.now()).year
    series = place.series
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [series, letter, year, count])
        (last,) = cursor.fetchone()
    return [f"{series}-{letter}{year}-{number:06}" for number in range(last - count + 1, last + 1)]


def add_place(kind: str, code: str, name: str, *, above: Place, since: date, source: str) -> Place:
    """A community or grid that was not known."""
    place = Place(kind=kind, code=code, name=name, valid_from=since, source=source).below(above)
    place.save(force_insert=True)
    return place


@transaction.atomic
def set_boundary(
    place: Place, outline: BaseGeometry, *, schematic: bool, source: str, since: date | None = None
) -> Boundary:
    """Draw a place anew from a day on, today by default; the earlier outline stays known.

    Raises ValueError for a shape that crosses itself, is empty or lies off the earth.
    """
    boundary = drawn(place, outline, schematic=schematic, source=source, since=since or clock.today())
    same_day = Boundary.objects.filter(place=place, valid_from=boundary.valid_from).first()
    boundary.pk = same_day.pk if same_day else None
    boundary.save()
    return boundary


def drawn(place: Place, outline: BaseGeometry, *, schematic: bool, source: str, since: date) -> Boundary:
    """A boundary not yet saved."""
    west, south, east, north = outline.bounds or (-181, -91, 181, 91)
    if not outline.is_valid or outline.is_empty or min(west + 180, south + 90, 180 - east, 90 - north) < 0:
        raise ValueError(f"no boundary: {place.code}")
    text = json.dumps(mapping(outline))
    said = f"{place.pk} {place.name} {place.name_en} {since} {schematic} {source} {text}"
    digest = sha256(said.encode()).hexdigest()
    facts = {"shape": json.loads(text), "schematic": schematic, "source": source, "digest": digest}
    return Boundary(place=place, valid_from=since, **facts)


@transaction.atomic
def load_register(path: Path = REGISTER) -> int:
    """Bring places, former codes and level names up to what a register file says, and return how many places changed.

    Loading the same file again changes nothing. A place that differs from the version in force ends on the file's
    `valid_from` and goes on as a new version, with all that hangs on it; a difference dated the same day is taken for
    a correction. Raises ValueError for a file whose day is still to come.
    """
    register = json.loads(path.read_text(encoding="utf-8"))
    since = date.fromisoformat(register["valid_from"])
    if since > clock.today():
        raise ValueError(f"load it on {since} or later")
    changed = [_enter(row, since, register["source"]) for row in register["places"]]
    for row in register.get("former", ()):
        FormerCode.objects.update_or_create(code=row["code"], defaults=row | {"source": register["source"]})
    for row in register.get("levels", ()):
        StationLevel.objects.get_or_create(order=row["order"], defaults=row)
    return sum(changed)


def _enter(row: Mapping[str, Any], since: date, source: str) -> bool:
    """One line of a register: nothing new, a new place, a new version or a correction of the one of that day."""
    parent = Place.objects.current(since).get(code=row["parent"]) if row["parent"] else None
    facts = {name: row.get(name, "") for name in ("kind", "code", "initials", "name", "name_en")}
    place = Place(valid_from=since, source=source, **facts).below(parent)
    known = Place.objects.filter(code=place.code).order_by("valid_from").last()
    if known and _same(known, place):
        return False
    if known and known.valid_from > since:
        raise ValueError(f"{known.code} is already known as of {known.valid_from}")
    place.pk = known.pk if known else None
    place.save()
    if known and known.valid_from < since:
        _keep_past(known, since)
    _redraw(place)
    return True


def _same(known: Place, place: Place) -> bool:
    names = ("kind", "initials", "name", "name_en", "path")
    return known.valid_to is None and all(getattr(known, name) == getattr(place, name) for name in names)


def _keep_past(known: Place, until: date) -> None:
    """Write down the version that has ended, under a key of its own: what hangs on the place goes on with it."""
    known.pk, known.valid_to = None, min(known.valid_to or until, until)
    known.save(force_insert=True)


def _redraw(place: Place) -> None:
    """A map that is remembered somewhere has to notice a new name."""
    for old in Boundary.objects.filter(place=place):
        outline, since = shape(old.shape), old.valid_from
        set_boundary(place, outline, schematic=old.schematic, source=old.source, since=since)


@transaction.atomic
def load_demo() -> None:
    """Lay a sketched map with communities, grids and stations over the streets: invented, marked so, once is enough."""
    if Station.objects.exists():
        return
    town = sketch.Town(queries.district(), list(queries.streets()), list(StationLevel.objects.all()))
    Place.objects.bulk_create(town.communities)
    Place.objects.bulk_create(town.grids)
    Boundary.objects.bulk_create(
        drawn(place, outline, schematic=True, source=town.source, since=town.since)
        for place, outline in town.outlines()
    )
    for stations in town.stations():
        Station.objects.bulk_create(stations)
    serving = {station.code: station for station in Station.objects.all()}
    served = Station.communities.through
    served.objects.bulk_create(served(station=serving[code], place=community) for code, community in town.served())
