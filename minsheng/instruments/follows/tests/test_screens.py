"""The page with one button."""

import pytest

from minsheng.ground.people.models import Person
from minsheng.instruments.follows import actions, queries
from minsheng.ui.stepping import page_of

pytestmark = pytest.mark.django_db


def address(opinion, *more):
    return "/".join(["/follow", *opinion.key, *more, ""])


@pytest.fixture
def signed_in(client, town):
    """A resident in a browser."""

    def enter(i=1):
        client.force_login(Person.objects.get(pk=town.resident(i).person_id))
        return client

    return enter


def test_whoever_is_not_signed_in_signs_in_first_and_comes_back(client, town, published):
    opinion = town.opinion("triaged")
    published(opinion)
    asked, sent = client.get(address(opinion)), client.post(address(opinion))
    assert [asked["Location"], sent["Location"]] == [f"/signin/?next={address(opinion)}"] * 2
    assert queries.followers(opinion.key) == [town.resident().person_id]


def test_a_neighbour_follows_a_public_matter_and_stops(signed_in, town, published):
    opinion = town.opinion("triaged")
    published(opinion)
    browser = signed_in(2)
    assert browser.post(address(opinion))["Location"] == page_of(opinion.key)
    assert queries.follows(opinion.key, town.resident(2))
    assert browser.post(address(opinion, "stop"))["Location"] == address(opinion)
    assert not queries.follows(opinion.key, town.resident(2))


def test_the_page_offers_the_one_thing_that_can_be_done_and_says_nothing_of_the_original(signed_in, town, published):
    opinion = town.opinion("triaged", text="3幢2单元501室漏水，找王阿姨")
    published(opinion)
    before = signed_in(2).get(address(opinion)).content.decode()
    actions.follow(opinion.key, by=town.resident(2))
    after = signed_in(2).get(address(opinion)).content.decode()
    said = ("取消关注</button>", ">关注这件事<", "501", opinion.number)
    shown = [tuple(words in page for words in said) for page in (before, after)]
    assert shown == [(False, True, False, True), (True, False, False, True)]


def test_what_one_may_not_see_can_not_be_followed_and_looks_as_if_it_were_not_there(signed_in, town):
    opinion = town.opinion("triaged")
    browser = signed_in(2)
    missing = f"/follow/{opinion.kind()}/SC-HB-2026-999999/"
    paths = [address(opinion), missing, "/follow/no.kind/1/"]
    assert [browser.get(path).status_code for path in paths] == [404, 404, 404]
    assert [browser.post(path).status_code for path in paths] == [404, 404, 404]


def test_an_official_is_told_to_act_as_a_resident(client, town, published):
    opinion = town.opinion("triaged")
    published(opinion)
    client.force_login(town.person("hb.office"))
    session = client.session
    session["strong"] = True
    session.save()
    page = client.get(address(opinion))
    assert ["请先切换为" in page.content.decode(), client.post(address(opinion)).status_code] == [True, 403]
