from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from minsheng.ground.places.models import Place, Station, StationLevel

pytestmark = pytest.mark.django_db

DAY = date(2024, 1, 1)


def place(district, **facts):
    return Place(**{"kind": "street", "name": "某街道", "valid_from": DAY, "source": "test"} | facts).below(district)


@pytest.fixture
def district():
    return Place.objects.get(code="330102")


def refused(thing, by):
    with pytest.raises(IntegrityError, match=by), transaction.atomic():
        thing.save()


def test_a_code_stands_for_one_place_a_day(district):
    refused(place(district, code="330102003", initials="ZZ"), "place_code_once_a_day")


def test_a_code_may_go_on_as_another_version(district):
    Place.objects.filter(code="330102003").update(valid_to=DAY)
    place(district, code="330102003", initials="HB").save()
    assert [each.valid_from.year for each in Place.objects.filter(code="330102003")] == [2021, 2024]


def test_initials_are_given_once_in_a_district(district):
    refused(place(district, code="330102099", initials="HB"), "place_initials_once_a_district")


@pytest.mark.parametrize(("kind", "initials"), [("street", ""), ("street", "hb"), ("community", "AB"), ("grid", "AB")])
def test_streets_have_initials_of_capital_letters_and_what_lies_below_has_none(district, kind, initials):
    refused(place(district, kind=kind, code="330102099", initials=initials), "place_initials_where_numbers_are_given")


def test_only_a_district_has_nothing_above():
    refused(place(None, code="330109", initials="ZZ"), "place_only_districts_stand_alone")


def test_a_place_ends_after_it_begins(district):
    street = place(district, code="330102099", initials="ZZ", valid_to=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        street.save()


@pytest.mark.parametrize(("lon", "lat"), [(120.1, None), (None, 30.2), (200, 30.2), (120.1, 95)])
def test_a_station_stands_on_earth_or_nowhere(district, lon, lat):
    level = StationLevel.objects.get(order=1)
    station = Station(code="X", name="站", level=level, place=district, lon=lon, lat=lat, valid_from=DAY)
    refused(station, "station_stands_on_earth")


def test_a_place_knows_its_line_and_its_series(dongpo):
    assert [each.code for each in dongpo.line] == [dongpo.code, "330102003", "330102"]
    assert [each.series for each in dongpo.line] == ["SC-HB", "SC-HB", "SC"]


def test_names_are_shown_in_the_readers_language(dongpo):
    with override("zh-hans"):
        assert str(dongpo) == "东坡路社区"
    with override("en"):
        assert str(dongpo) == "Dongpo Road Community"
        assert str(Place(name="无英文名")) == "无英文名"


def test_the_levels_of_stations_have_names_that_are_data():
    assert [level.name for level in StationLevel.objects.all()] == ["区", "街", "社", "网"]
