import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from shapely.geometry import Polygon, box

from minsheng.ground.places import actions, queries
from minsheng.ground.places.models import Boundary, Place, Station
from minsheng.kernel import clock

pytestmark = pytest.mark.django_db

JUNE = datetime(2033, 6, 1, tzinfo=UTC)


@pytest.fixture
def street():
    return queries.streets().get(initials="ZNK")


@pytest.fixture
def register(tmp_path):
    """Writes a register file of streets: `register("2024-05-01", ("330102003", "HB", "新湖滨街道"))`."""

    def write(since, *streets):
        names = ("code", "initials", "name")
        rows = [dict(zip(names, street, strict=True)) | {"kind": "street", "parent": "330102"} for street in streets]
        path = tmp_path / "register.json"
        path.write_text(json.dumps({"source": "test", "valid_from": since, "places": rows}))
        return path

    return write


def test_numbers_say_where_and_when_and_count_on(street):
    numbers = [actions.next_number(street, at=JUNE) for _ in range(3)]
    assert numbers == ["SC-ZNK-2033-000001", "SC-ZNK-2033-000002", "SC-ZNK-2033-000003"]


def test_each_letter_place_and_year_counts_for_itself(street):
    district = street.parent
    later = datetime(2034, 6, 1, tzinfo=UTC)
    assert [
        actions.next_number(street, at=JUNE),
        actions.next_number(street, "T", at=JUNE),
        actions.next_number(district, at=JUNE),
        actions.next_number(district, "T", at=JUNE),
        actions.next_number(street, at=later),
    ] == ["SC-ZNK-2033-000001", "SC-ZNK-T2033-000001", "SC-2033-000001", "SC-T2033-000001", "SC-ZNK-2034-000001"]


def test_a_grid_counts_with_its_street(dongpo, hubin):
    grid = queries.children(dongpo).first()
    assert [actions.next_number(place, at=JUNE) for place in (grid, dongpo, hubin)] == [
        "SC-HB-2033-000001",
        "SC-HB-2033-000002",
        "SC-HB-2033-000003",
    ]


def test_the_year_of_a_number_is_chinas(street):
    new_year = datetime(2033, 12, 31, 16, 0, tzinfo=UTC)
    assert actions.next_number(street, at=new_year) == "SC-ZNK-2034-000001"
    with clock.at(new_year):
        assert actions.next_number(street) == "SC-ZNK-2034-000002"


def test_a_number_costs_one_statement(street, django_assert_num_queries):
    assert street.parent.code == "330102"
    with django_assert_num_queries(1):
        actions.next_number(street)


def test_the_register_as_delivered_is_already_loaded():
    assert actions.load_register() == 0
    assert [street.initials for street in queries.streets()] == (
        ["QB", "HB", "XY", "NX", "ZY", "WJ", "KX", "CH", "ZNK", "SJQ", "PB", "JQ", "DL", "JB"]
    )


def test_the_command_says_how_many_places_changed(register, capsys):
    call_command("load_places", register("2024-05-01", ("330102099", "XX", "新街道")))
    call_command("load_places")
    assert capsys.readouterr().out == "1 places changed\n0 places changed\n"


def test_a_renamed_street_goes_on_as_a_new_version_with_all_it_had(hubin, register):
    old = queries.centre(hubin)
    before = [place.code for place in queries.communities(hubin)]
    assert actions.load_register(register("2024-05-01", ("330102003", "HB", "新湖滨街道"))) == 1
    past, new = queries.place("330102003", date(2024, 4, 30)), queries.place("330102003")
    assert (past.name, past.valid_to, new) == ("湖滨街道", date(2024, 5, 1), hubin)
    assert (new.name, new.valid_from, new.parent.code) == ("新湖滨街道", date(2024, 5, 1), "330102")
    assert [place.code for place in queries.children(new)] == before
    assert queries.locate(*old).street == new
    assert Station.objects.get(code="SC-HB-00").place == new


def test_numbers_go_on_through_a_renaming(hubin, register):
    actions.next_number(hubin, at=JUNE)
    actions.load_register(register("2024-05-01", ("330102003", "HB", "新湖滨街道")))
    assert actions.next_number(queries.place("330102003"), at=JUNE) == "SC-HB-2033-000002"


def test_a_difference_dated_the_same_day_is_a_correction(hubin, register):
    pk = hubin.pk
    assert queries.boundaries("street")["features"][1]["properties"]["name"] == "湖滨街道"
    assert actions.load_register(register("2021-03-11", ("330102003", "HB", "湖滨街道办事处"))) == 1
    assert Place.objects.get(code="330102003").pk == pk
    assert queries.boundaries("street")["features"][1]["properties"]["name"] == "湖滨街道办事处"


def test_a_register_older_than_what_is_known_is_refused(register):
    actions.load_register(register("2024-05-01", ("330102003", "HB", "新湖滨街道")))
    with pytest.raises(ValueError, match="330102003 is already known as of 2024-05-01"):
        actions.load_register(register("2023-01-01", ("330102003", "HB", "旧湖滨街道")))


def test_a_register_of_a_day_to_come_is_refused(register):
    with pytest.raises(ValueError, match="load it on 2099-01-01 or later"):
        actions.load_register(register("2099-01-01", ("330102003", "HB", "新湖滨街道")))


def test_a_boundary_drawn_anew_counts_at_once(hubin):
    assert queries.locate(*queries.centre(hubin)).street == hubin
    edition = queries.edition()
    actions.set_boundary(hubin, box(120.0, 30.0, 120.01, 30.01), schematic=False, source="test")
    assert queries.locate(120.005, 30.005).street == hubin
    assert queries.edition() != edition


def test_an_outline_of_tomorrow_waits_and_that_of_yesterday_stays_known(hubin):
    old, tomorrow = queries.centre(hubin), clock.now() + timedelta(days=1)
    since = clock.today() + timedelta(days=1)
    actions.set_boundary(hubin, box(120.0, 30.0, 120.01, 30.01), schematic=False, source="test", since=since)
    assert queries.locate(*old).street == hubin
    with clock.at(tomorrow):
        assert queries.locate(120.005, 30.005).street == hubin
    assert Boundary.objects.filter(place=hubin).count() == 2


@pytest.mark.parametrize("outline", [Polygon(), Polygon([(0, 0), (1, 1), (0, 1), (1, 0)]), box(120, 30, 190, 31)])
def test_what_is_no_boundary_is_refused(street, outline):
    with pytest.raises(ValueError, match="no boundary"):
        actions.set_boundary(street, outline, schematic=False, source="test")


def test_the_demo_has_a_station_for_the_district_every_street_community_and_grid(sketched):
    def count(kind):
        return Place.objects.current().of_kind(kind).count()

    assert [count(kind) for kind in queries.KINDS] == [1, 14, 61, 144]
    assert [Station.objects.filter(level__order=order).count() for order in (1, 2, 3, 4)] == [1, 14, 61, 144]
    assert Station.objects.filter(parent=None).count() == 1


def test_everything_in_the_demo_says_that_it_is_one(sketched):
    sketch = Boundary.objects.first().source
    assert {row.schematic for row in Boundary.objects.all()} == {True}
    assert {place.source for place in Place.objects.filter(kind__in=["community", "grid"])} == {sketch}


def test_every_station_of_the_demo_stands_in_the_place_that_runs_it(sketched):
    for station in Station.objects.filter(level__order__gt=1).select_related("place"):
        assert queries.locate(station.lon, station.lat).street == station.place


def test_loading_the_demo_again_changes_nothing(sketched, django_assert_num_queries):
    edition = queries.edition()
    with django_assert_num_queries(3):
        actions.load_demo()
    assert (queries.edition(), Station.objects.count()) == (edition, 220)
