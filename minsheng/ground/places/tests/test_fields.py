import pytest
from django import forms
from django.http import QueryDict
from django.utils.translation import override

from minsheng.ground.places import queries
from minsheng.ground.places.fields import PlaceMixin
from minsheng.ground.places.models import Boundary, Place

pytestmark = pytest.mark.django_db

HUBIN = {"lon": "120.1671", "lat": "30.2526"}
UNREADABLE = "The place on the map could not be read. Choose it again, or choose the subdistrict."
SWAPPED = "Longitude and latitude seem to be swapped. Choose the place again, or choose the subdistrict."
NOWHERE = "There is no such place on earth. Choose it on the map again, or choose the subdistrict."
OUTSIDE = (
    "This place lies outside Shangcheng District, so it can't be taken here; for matters elsewhere, "
    "call 12345 or turn to the district it lies in."
)


class Report(PlaceMixin, forms.Form):
    text = forms.CharField()


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def _map(sketched):
    pass


def report(**sent):
    return Report({"text": "words"} | sent)


def names(form):
    assert form.is_valid(), form.errors
    return [place and place.name for place in (form.cleaned_data[name] for name in ("street", "community", "grid"))]


def test_a_point_says_street_community_and_grid():
    form = report(**HUBIN)
    assert names(form) == ["湖滨街道", "青年路社区", "第一网格"]
    assert (form.cleaned_data["lon"], form.cleaned_data["lat"], form.notes) == (120.1671, 30.2526, [])


def test_without_a_point_the_street_is_enough():
    form = report(street="330102003", address="corner of the market")
    assert names(form) == ["湖滨街道", None, None]
    assert form.cleaned_data == {
        "text": "words",
        "lon": None,
        "lat": None,
        "street": queries.streets().get(code="330102003"),
        "community": None,
        "grid": None,
        "address": "corner of the market",
    }


def test_a_community_names_its_street(dongpo):
    assert names(report(community=dongpo.code)) == ["湖滨街道", "东坡路社区", None]


def test_without_point_and_street_a_street_is_asked_for():
    assert report().errors == {"street": ["Choose the place on the map, or choose the subdistrict."]}


def test_a_form_may_do_without_a_place():
    class Optional(Report):
        place_required = False

    assert names(Optional({"text": "words"})) == [None, None, None]


@pytest.mark.parametrize(
    ("lon", "lat", "sentence"),
    [
        ("here", "there", UNREADABLE),
        ("120.16", "", UNREADABLE),
        ("nan", "30.25", UNREADABLE),
        ("1e2", "30.25", UNREADABLE),
        ("1_2_0", "30.25", UNREADABLE),
        ("１２０", "30.25", UNREADABLE),
        ("9" * 400, "30.25", UNREADABLE),
        ("30.2545", "120.1645", SWAPPED),
        ("200", "30.25", NOWHERE),
        ("120.16", "-95", NOWHERE),
        ("120.13", "30.25", OUTSIDE),
        ("116.40", "39.90", OUTSIDE),
        ("-120.16", "30.25", OUTSIDE),
    ],
)
def test_a_point_that_cannot_be_is_told_at_a_field_one_can_see(lon, lat, sentence):
    assert report(lon=lon, lat=lat, street="330102003").errors == {"address": [sentence]}


def test_a_point_that_cannot_be_used_is_dropped_so_that_the_form_can_be_sent_again():
    form = Report(QueryDict("text=words&lon=116.4&lat=39.9&street=330102003&address=gate"))
    assert not form.is_valid()
    shown = [form[name].value() for name in ("lon", "lat", "street", "address", "text")]
    assert shown == ["", "", "330102003", "gate", "words"]


def test_the_point_wins_over_another_street_and_says_so():
    form = report(street="330102018", **HUBIN)
    assert names(form)[0] == "湖滨街道"
    assert form.notes == [
        "On the map the place lies in Hubin Subdistrict, so that is used instead of Jiubao Subdistrict."
    ]


def test_the_point_wins_over_another_community_and_says_so(dongpo):
    form = report(street="330102003", community=dongpo.code, **HUBIN)
    assert names(form)[1] == "青年路社区"
    said = "On the map the place lies in Qingnian Road Community, Hubin Subdistrict, so that is used instead of "
    assert form.notes == [f"{said}Dongpo Road Community."]


def test_where_the_map_ends_at_streets_a_chosen_community_of_that_street_stays(dongpo):
    Boundary.objects.filter(place__kind__in=["community", "grid"]).delete()
    form = report(community=dongpo.code, **HUBIN)
    assert (names(form), form.notes) == (["湖滨街道", "东坡路社区", None], [])


def test_a_community_of_another_street_is_refused_in_a_sentence(dongpo):
    assert report(street="330102018", community=dongpo.code).errors == {
        "community": ["Dongpo Road Community is not in Jiubao Subdistrict. Choose again, or leave it open."]
    }


@pytest.mark.parametrize("code", ["330102999", "330102", "x' or 1=1"])
def test_a_street_that_is_none_is_refused_once(code):
    assert report(street=code).errors == {"street": ["Choose a subdistrict from the list."]}


def test_without_a_map_a_point_is_kept_and_a_street_asked_for(unmapped):
    assert list(report(**HUBIN).errors) == ["street"]
    form = report(street="330102003", **HUBIN)
    assert (names(form), form.cleaned_data["lon"]) == (["湖滨街道", None, None], 120.1671)


def test_communities_are_listed_by_street():
    groups = list(Report().fields["community"].choices)
    assert groups[0] == ("", "I'm not sure")
    assert [group for group, _ in groups[1:]] == [str(street) for street in queries.streets()]
    assert sum(len(communities) for _, communities in groups[1:]) == 61


def test_a_map_that_is_a_sketch_says_so():
    assert Report().attribution == "A sketch for demonstration, not the official borders."


def test_a_form_asks_the_database_little(django_assert_num_queries):
    queries.locate(120.1671, 30.2526)
    form = report(street="330102003", **HUBIN)
    with django_assert_num_queries(3):
        assert form.is_valid()
    with django_assert_num_queries(2):
        assert str(form["street"]).count("<option") + str(form["community"]).count("<option") == 15 + 62


def test_places_that_are_over_cannot_be_chosen():
    Place.objects.filter(code="330102003").update(valid_to="2024-01-01")
    assert report(street="330102003").errors == {"street": ["Choose a subdistrict from the list."]}


def test_a_street_is_called_needed_where_it_is_and_no_browser_insists_on_it():
    class Anywhere(Report):
        place_required = False

    assert [form.fields["street"].required for form in (Report(), Anywhere())] == [True, False]
    assert [report(**HUBIN).is_valid(), Anywhere({"text": "words"}).is_valid()] == [True, True]
    assert "required" not in str(Report()["street"])
