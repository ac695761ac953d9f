from datetime import date

import pytest
import shapely
from django.utils.translation import override
from shapely.geometry import Point, shape

from minsheng.ground.places import queries
from minsheng.ground.places.models import Boundary, Station

pytestmark = pytest.mark.django_db

LANDMARKS = {  # well-known spots, by eye
    "湖滨街道": (120.1645, 30.2545),
    "清波街道": (120.1610, 30.2415),
    "小营街道": (120.1765, 30.2520),
    "紫阳街道": (120.1745, 30.2370),
    "望江街道": (120.1890, 30.2390),
    "南星街道": (120.1640, 30.2170),
    "凯旋街道": (120.1950, 30.2670),
    "采荷街道": (120.2000, 30.2535),
    "闸弄口街道": (120.1920, 30.2850),
    "四季青街道": (120.2165, 30.2490),
    "彭埠街道": (120.2280, 30.2880),
    "笕桥街道": (120.2150, 30.3130),
    "丁兰街道": (120.2160, 30.3480),
    "九堡街道": (120.2720, 30.3120),
}


@pytest.fixture
def shapes(sketched):
    """The outlines by kind."""
    found = {kind: [] for kind in queries.KINDS}
    for row in Boundary.objects.select_related("place"):
        found[row.place.kind].append(shape(row.shape))
    return found


@pytest.mark.parametrize(("name", "at"), LANDMARKS.items())
def test_a_point_in_each_street_is_found_there(sketched, name, at):
    assert queries.locate(*at).street.name == name


@pytest.mark.parametrize(
    "at", [(120.13, 30.25), (120.20, 30.20), (120.16, 30.30), (120.33, 30.31), (116.40, 39.90), (0, 0)]
)
def test_a_point_outside_the_district_is_nowhere(sketched, at):
    assert queries.locate(*at) is None


def test_what_is_found_lies_one_in_the_other(sketched):
    found = queries.locate(*LANDMARKS["湖滨街道"])
    assert (found.place, found.grid.parent, found.community.parent) == (found.grid, found.community, found.street)


def test_finding_a_place_costs_two_queries(sketched, django_assert_num_queries):
    queries.locate(*LANDMARKS["湖滨街道"])
    with django_assert_num_queries(2):
        assert queries.describe(queries.locate(*LANDMARKS["彭埠街道"]).place)


def test_every_point_of_the_district_lies_in_a_grid_and_no_other_point_does(shapes, sketched):
    (district,) = shapes["district"]
    west, south, east, north = district.bounds
    for i in range(12):
        for j in range(12):
            at = (west + (east - west) * i / 11, south + (north - south) * j / 11)
            found = queries.locate(*at)
            assert (found is not None and found.grid is not None) == district.intersects(Point(at))


@pytest.mark.parametrize("kind", ["street", "community", "grid"])
def test_places_of_a_kind_cover_the_district_without_gaps_and_overlaps(shapes, kind):
    (district,) = shapes["district"]
    assert shapely.coverage_is_valid(shapes[kind])
    assert sum(each.area for each in shapes[kind]) == pytest.approx(district.area, rel=1e-9)
    assert shapely.union_all(shapes[kind]).symmetric_difference(district).area < 1e-12
    assert {each.geom_type for each in shapes[kind]} == {"Polygon"}


def test_a_point_on_a_border_always_falls_to_the_lower_code(shapes, sketched):
    rows = {row.place.code: shape(row.shape) for row in Boundary.objects.filter(place__kind="street")}
    border = rows["330102001"].intersection(rows["330102003"])
    on = shapely.get_point(shapely.get_parts(shapely.line_merge(border))[0], 0)
    assert queries.locate(on.x, on.y).street.code == "330102001"


def test_without_a_map_nothing_is_known_and_nothing_is_outside(unmapped):
    assert queries.locate(120.16, 30.25) == queries.Located()
    assert (queries.edition(), queries.schematic()) == ("", False)


def test_a_code_stands_for_what_it_stood_for_on_the_day(sketched):
    assert queries.place("330102003").name == "湖滨街道"
    assert queries.place("330102003", date(2021, 3, 10)) is None
    assert queries.place("330102999") is None


@pytest.mark.parametrize(
    ("old", "name"),
    [
        ("330104", "上城区"),
        ("330104005", "凯旋街道"),
        ("330104005001", "凯旋街道"),
        ("330104102", "彭埠街道"),
        ("330104777", "上城区"),
    ],
)
def test_an_old_code_leads_to_the_place_it_became(old, name):
    assert queries.place(old).name == name


def test_the_code_of_a_street_that_left_the_district_leads_nowhere():
    assert (queries.place("330104010"), queries.place("330104010003")) == (None, None)


def test_a_community_is_served_by_the_lowest_station_in_use(dongpo):
    assert queries.station_for(dongpo).name == "湖滨东坡路站"
    Station.objects.filter(name="湖滨东坡路站").update(is_open=False)
    assert queries.station_for(dongpo).name == "湖滨街道中心站"
    Station.objects.filter(name="湖滨街道中心站").update(valid_to=date(2024, 1, 1))
    assert queries.station_for(dongpo) is None


def test_every_community_has_its_own_station(sketched):
    stations = [queries.station_for(community) for community in queries.communities()]
    assert (len({station.code for station in stations}), {station.level.order for station in stations}) == (61, {3})


def test_places_are_described_in_words(dongpo, hubin):
    grid = queries.children(dongpo).first()
    with override("zh-hans"):
        assert [queries.describe(place) for place in (grid, hubin, hubin.parent)] == [
            "湖滨街道东坡路社区第一网格",
            "湖滨街道",
            "上城区",
        ]
    with override("en"):
        assert queries.describe(grid) == "Grid 1, Dongpo Road Community, Hubin Subdistrict"


def test_boundaries_are_geojson_that_says_it_is_a_sketch(sketched):
    whole = queries.boundaries("street")
    first = whole["features"][0]
    assert (whole["type"], whole["schematic"], len(whole["features"])) == ("FeatureCollection", True, 14)
    assert (first["id"], first["properties"]["name"], first["properties"]["schematic"]) == (
        "330102001",
        "清波街道",
        True,
    )


def test_within_a_place_lies_itself_and_all_below(hubin):
    found = [place.kind for place in type(hubin).objects.within(hubin)]
    assert [found.count(kind) for kind in queries.KINDS] == [0, 1, 6, 12]
