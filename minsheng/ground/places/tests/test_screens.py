import pytest
from django.urls import reverse
from django.utils.translation import override
from shapely.geometry import box

from minsheng.ground.places import actions, queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _map(sketched):
    pass


def boundaries(client, kind, **headers):
    return client.get(reverse("places:boundaries", args=[kind]), headers=headers)


@pytest.mark.parametrize(("kind", "count"), [("district", 1), ("street", 14), ("community", 61), ("grid", 144)])
def test_anyone_may_have_the_boundaries(client, kind, count):
    answer = boundaries(client, kind)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/geo+json")
    assert len(answer.json()["features"]) == count


def test_boundaries_are_kept_until_they_change(client):
    first = boundaries(client, "street")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    again = {"if-none-match": first.headers["ETag"]}
    assert boundaries(client, "street", **again).status_code == 304
    street = queries.streets().first()
    actions.set_boundary(street, box(120.1, 30.1, 120.11, 30.11), schematic=True, source="test")
    assert boundaries(client, "street", **again).status_code == 200


def test_there_are_no_boundaries_of_what_is_no_kind(client):
    assert boundaries(client, "planet").status_code == 404


def locate(client, **point):
    with override("en"):
        return client.get(reverse("places:locate"), point, headers={"accept-language": "en"})


def test_a_point_is_told_by_name(client):
    answer = locate(client, lon="120.1671", lat="30.2526")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (
        200,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    found = answer.json()
    assert [found[kind]["name"] for kind in ("street", "community", "grid")] == ["湖滨街道", "青年路社区", "第一网格"]


@pytest.mark.parametrize("point", [{}, {"lon": "1"}, {"lon": "a", "lat": "b"}, {"lon": "116.4", "lat": "39.9"}])
def test_a_point_that_cannot_be_used_is_answered_with_a_sentence(client, point):
    answer = locate(client, **point)
    assert (answer.status_code, list(answer.json())) == (422, ["message"])


def test_the_communities_of_a_street_are_listed(client):
    answer = client.get(reverse("places:communities", args=["330102003"]))
    assert [row["name"] for row in answer.json()["communities"]] == [
        "岳王路社区",
        "东坡路社区",
        "青年路社区",
        "涌金门社区",
        "吴山路社区",
        "东平巷社区",
    ]


@pytest.mark.parametrize("code", ["330102", "330104005", "nothing"])
def test_only_a_street_has_a_list_of_communities(client, code):
    assert client.get(reverse("places:communities", args=[code])).status_code == 404


@pytest.mark.parametrize("address", ["boundaries/street.json", "locate/", "streets/330102003/communities.json"])
def test_nothing_can_be_sent_here(client, address):
    assert client.post(f"/places/{address}").status_code == 405
