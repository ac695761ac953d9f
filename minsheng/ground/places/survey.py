"""Boundaries from a file: what can be drawn, what can't and why, and where the whole has gaps and overlaps."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from django.db import transaction
from django.utils.translation import gettext as _
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from minsheng.ground.places import actions, datum
from minsheng.ground.places.models import Boundary, Place
from minsheng.kernel import clock
from minsheng.kernel.errors import Wrong

TOLERANCE: Final = 100.0
"""Square metres: a smaller gap or overlap is how two hands draw one line."""
LATITUDE: Final = 30.25
NAMES: Final = {"code": ("code", "adcode", "id"), "name": ("name",), "parent": ("parent", "parent_code")}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at: a gap, an overlap, a part outside of the place above, a place without an outline."""

    kind: str
    codes: tuple[str, ...]
    square_metres: int = 0


@dataclass(slots=True)
class Survey:
    """What became of a file. Features are counted from 1."""

    drawn: int = 0
    same: int = 0
    made: list[str] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def import_boundaries(
    path: Path, *, kind: str, source: str, since: date | None = None, system: str = "cgcs2000", trial: bool = False
) -> Survey:
    """Draw the places of a kind as a GeoJSON file says, from a day on; places that are new are made.

    A feature names its place by `code`; a new community or grid needs `name` and `parent` too. What can't be drawn is
    listed and left out. The same outline again changes nothing. Raises Wrong for a file that can't be read.
    """
    features, survey = _features(path), Survey()
    day = since or clock.today()
    with transaction.atomic():
        for i, feature in enumerate(features, 1):
            _draw(feature, i, survey, kind=kind, source=source, since=day, system=system)
        survey.findings = list(findings(kind, day))
        transaction.set_rollback(trial)
    return survey


def findings(kind: str, day: date | None = None) -> Iterator[Finding]:
    """What doesn't fit among the outlines of a kind: against each other, and against the places above."""
    places = {row.pk: row for row in Place.objects.current(day).of_kind(kind).select_related("parent")}
    shapes = _shapes(places)
    yield from (Finding("missing", (place.code,)) for pk, place in places.items() if pk not in shapes)
    yield from _overlaps({places[pk].code: outline for pk, outline in shapes.items()})
    above = {place.parent.pk: place.parent for place in places.values() if place.parent}
    for pk, whole in _shapes(above).items():
        parts = {p.code: shapes[p.pk] for p in places.values() if p.parent_id == pk and p.pk in shapes}
        yield from _against(above[pk].code, whole, parts)


def _features(path: Path) -> list[Any]:
    try:
        read = json.loads(path.read_bytes())
        features = read["features"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Wrong(_("This is not a GeoJSON file of boundaries.")) from error
    if not isinstance(features, list) or not features:
        raise Wrong(_("There is no boundary in this file."))
    return features


def _draw(feature: Any, i: int, survey: Survey, *, kind: str, source: str, since: date, system: str) -> None:
    try:
        outline = _outline(feature["geometry"], system)
        place, new = _place(feature.get("properties") or {}, kind, source, since)
        if _as_before(place, outline):
            survey.same += 1
            return
        actions.set_boundary(place, outline, schematic=False, source=source, since=since)
    except Wrong as error:
        survey.refused.append((i, str(error)))
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError):
        survey.refused.append((i, _("This is not a boundary: it is empty, crosses itself or lies off the earth.")))
    else:
        survey.drawn += 1
        survey.made += [place.code] if new else []


def _outline(geometry: Any, system: str) -> BaseGeometry:
    """A polygon in CGCS2000."""
    drawn = shape(geometry)
    if drawn.geom_type not in {"Polygon", "MultiPolygon"}:
        raise Wrong(_("This is not an area."))
    return shapely.transform(drawn, lambda points: np.array([datum.cgcs2000(x, y, system) for x, y in points]))


def _place(said: Mapping[str, Any], kind: str, source: str, since: date) -> tuple[Place, bool]:
    """The place that a feature names, and whether it had to be made."""
    code, name, parent = (next((str(said[n]).strip() for n in names if said.get(n)), "") for names in NAMES.values())
    known = Place.objects.current(since).of_kind(kind).filter(code=code).first()
    if known:
        return known, False
    above = Place.objects.current(since).filter(code=parent).first()
    below = {Place.Kind.STREET: Place.Kind.COMMUNITY, Place.Kind.COMMUNITY: Place.Kind.GRID}
    if not (code and name and above) or below.get(Place.Kind(above.kind)) != kind:
        words = _("No place has the code “%(code)s”. A new one needs its name and the code above it.")
        raise Wrong(words % {"code": code})
    return actions.add_place(kind, code, name, above=above, since=since, source=source), True


def _as_before(place: Place, outline: BaseGeometry) -> bool:
    row = Boundary.objects.current().filter(place=place, schematic=False).first()
    return row is not None and shape(row.shape).equals_exact(outline, 1e-9, normalize=True)


def _shapes(places: Mapping[int, Place] | Iterable[int]) -> dict[int, BaseGeometry]:
    """The outlines in force of some places, in metres."""
    rows = Boundary.objects.current().filter(place__in=list(places))
    return {row.place_id: _in_metres(shape(row.shape)) for row in rows}


def _in_metres(outline: BaseGeometry) -> BaseGeometry:
    """Flat, and true to area within a city to less than one in a hundred: all are flattened at one latitude."""
    across = datum.METRES_A_DEGREE * math.cos(math.radians(LATITUDE))
    return shapely.transform(outline, lambda points: points * [across, datum.METRES_A_DEGREE])


def _overlaps(shapes: Mapping[str, BaseGeometry]) -> Iterator[Finding]:
    codes, outlines = list(shapes), list(shapes.values())
    tree = shapely.STRtree(outlines)
    for one, other in sorted(zip(*map(list, tree.query(outlines, predicate="intersects")), strict=True)):
        if one < other and (area := (outlines[one] & outlines[other]).area) > TOLERANCE:
            yield Finding("overlap", tuple(sorted((codes[one], codes[other]))), round(area))


def _against(code: str, whole: BaseGeometry, parts: Mapping[str, BaseGeometry]) -> Iterator[Finding]:
    """What of a place no part covers, and what of a part lies outside."""
    gap = (whole - shapely.union_all(list(parts.values()))).area
    if parts and gap > TOLERANCE:
        yield Finding("gap", (code,), round(gap))
    for part, outline in parts.items():
        if (outside := (outline - whole).area) > TOLERANCE:
            yield Finding("outside", (part, code), round(outside))
