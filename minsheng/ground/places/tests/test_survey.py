"""Boundaries from a file, and coordinates of another system."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from shapely.geometry import box, mapping

from minsheng.ground.places import datum, queries, survey
from minsheng.ground.places.models import Boundary, Place
from minsheng.kernel import clock
from minsheng.kernel.errors import Wrong

HUBIN = (120.1600, 30.2520)


@pytest.fixture
def two(hubin):
    """Two communities that lie side by side in a street, which is a square of about 1.9 by 2.2 km."""
    Boundary.objects.all().delete()
    survey.actions.set_boundary(hubin, box(120.00, 30.00, 120.02, 30.02), schematic=False, source="test")
    keep = queries.communities(hubin).order_by("code")[:2]
    Place.objects.of_kind("grid").delete()
    Place.objects.of_kind("community").exclude(pk__in=[place.pk for place in keep]).update(valid_to=clock.today())
    return [place.code for place in keep]


@pytest.fixture
def file(tmp_path):
    """Writes a GeoJSON file of (properties, geometry) pairs."""

    def write(*features):
        rows = [{"type": "Feature", "properties": said, "geometry": geometry} for said, geometry in features]
        path = tmp_path / "map.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}))
        return path

    return write


def half(code, west, east, **said):
    return {"code": code, **said}, mapping(box(west, 30.00, east, 30.02))


def read(path, **more):
    return survey.import_boundaries(path, kind="community", source="test", **more)


def test_a_point_of_another_map_is_recognised_and_comes_back_to_its_place():
    """Over 200 m off where it really is (golden vector 14)."""
    drawn = datum.gcj02(*HUBIN)
    assert 400 < datum.metres(drawn, HUBIN) < 700
    assert datum.metres(datum.cgcs2000(*drawn, "gcj02"), HUBIN) < 0.001
    assert [datum.looks_shifted(point, HUBIN) for point in (drawn, HUBIN, (120.1650, 30.2520))] == [True, False, False]


@pytest.mark.django_db
def test_outlines_that_fit_leave_nothing_to_report(two, file):
    found = read(file(half(two[0], 120.00, 120.01), half(two[1], 120.01, 120.02)))
    assert (found.drawn, found.refused, found.findings) == (2, [], [])
    assert queries.locate(120.005, 30.01).community.code == two[0]


@pytest.mark.django_db
def test_a_gap_an_overlap_and_what_lies_outside_are_told_with_their_size(two, file):
    gap = read(file(half(two[0], 120.00, 120.009), half(two[1], 120.01, 120.02)))
    assert [(f.kind, f.codes) for f in gap.findings] == [("gap", ("330102003",))]
    assert gap.findings[0].square_metres == pytest.approx(0.001 * 96162 * 0.02 * 111320, rel=0.01)
    over = read(file(half(two[0], 120.00, 120.012), half(two[1], 120.01, 120.03)))
    assert [(f.kind, f.codes) for f in over.findings] == [
        ("overlap", tuple(two)),
        ("outside", (two[1], "330102003")),
    ]


@pytest.mark.django_db
def test_what_has_no_outline_is_missing(two, file):
    found = read(file(half(two[0], 120.00, 120.02)))
    assert [(f.kind, f.codes) for f in found.findings] == [("missing", (two[1],))]


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing_and_a_later_one_is_another_version(two, file):
    path = file(half(two[0], 120.00, 120.01), half(two[1], 120.01, 120.02))
    read(path)
    assert (read(path).drawn, read(path).same) == (0, 2)
    tomorrow = clock.today() + timedelta(days=1)
    read(file(half(two[0], 120.00, 120.012), half(two[1], 120.012, 120.02)), since=tomorrow)
    assert queries.locate(120.011, 30.01).community.code == two[1]
    with clock.at(clock.now() + timedelta(days=1)):
        assert queries.locate(120.011, 30.01).community.code == two[0]


@pytest.mark.django_db
def test_a_new_community_needs_its_name_and_what_it_belongs_to(two, file):
    new = half("330102003999", 120.01, 120.02, name="新社区", parent="330102003")
    found = read(file(half(two[0], 120.00, 120.01), half("330102003998", 120.01, 120.02), new))
    assert (found.drawn, found.made, [i for i, _reason in found.refused]) == (2, ["330102003999"], [2])
    assert Place.objects.get(code="330102003999").parent.code == "330102003"


@pytest.mark.django_db
def test_what_is_no_area_is_left_out_and_the_rest_goes_in(two, file):
    line = ({"code": two[0]}, {"type": "LineString", "coordinates": [[120, 30], [120.01, 30]]})
    knot = ({"code": two[0]}, {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 1], [1, 0], [0, 0]]]})
    found = read(file(line, knot, ({"code": two[0]}, None), half(two[1], 120.01, 120.02)))
    assert (found.drawn, [i for i, _reason in found.refused]) == (1, [1, 2, 3])


@pytest.mark.django_db
def test_a_map_in_another_system_is_converted(two, file):
    west, south = datum.gcj02(120.00, 30.00)
    east, north = datum.gcj02(120.02, 30.02)
    read(file(({"code": two[0]}, mapping(box(west, south, east, north)))), system="gcj02")
    drawn = Boundary.objects.get(place__code=two[0]).shape["coordinates"][0]
    assert min(datum.metres((120.00, 30.00), tuple(corner)) for corner in drawn) < 1


@pytest.mark.django_db
def test_a_trial_tells_the_same_and_draws_nothing(two, file):
    found = read(file(half(two[0], 120.00, 120.01), half(two[1], 120.01, 120.02)), trial=True)
    assert (found.drawn, Boundary.objects.filter(place__kind="community").count()) == (2, 0)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"features": []}', '{"features": 7}', "<kml/>"])
def test_what_is_no_map_is_refused(tmp_path, text):
    path = tmp_path / "map.json"
    path.write_text(text)
    with pytest.raises(Wrong):
        read(path)


@pytest.mark.django_db
def test_the_command_says_how_it_went_by_its_exit(two, file, tmp_path, capsys):
    given = {"kind": "community", "source": "test"}
    codes = []
    for path in (file(half(two[0], 120.00, 120.01), half(two[1], 120.01, 120.02)), tmp_path / "nowhere"):
        with pytest.raises(SystemExit) as ended:
            call_command("import_boundaries", path, **given)
        codes.append(ended.value.code)
    with pytest.raises(SystemExit) as ended:
        call_command("import_boundaries", file(half("1", 120.00, 120.01)), json=True, **given)
    assert [*codes, ended.value.code] == [0, 2, 1]
    assert json.loads(capsys.readouterr().out.split("\n")[-2])["refused"][0][0] == 1
