"""Sentences on the way are true for whoever reads them, and buttons lead to something."""

import pytest

from minsheng.instruments.follows.actions import follow
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.actions import after
from tests.journeys.cast import client_of
from tests.journeys.words import zh

pytestmark = pytest.mark.browser


@pytest.fixture
def published(town):
    """An opinion that is answered and public."""
    opinion = town.opinion("answered")
    actions.publish(opinion, copy=actions.Copy(opinion.title, opinion.text, "已补种。"), by=town.by("hb.office"))
    return opinion


def _reads(person, address):
    return client_of(person).get(address).content.decode()


def test_a_neighbour_is_told_how_a_public_matter_ended_and_where_to_read_it(site, town, published):
    neighbour = town.residents(2)[1]
    follow(published.key, by=town.resident(2))
    after.rate(published, rating=5, by=town.resident())
    page = _reads(neighbour, "/notices/")
    assert zh("A matter that is not shown to you any more") not in page
    assert f'href="/o/{published.number}/"' in page or f'href="/public/{published.number}/"' in page
    assert zh("Closed") in page


def test_a_neighbour_is_not_told_that_it_was_they_who_rated(site, town, published):
    neighbour = town.residents(2)[1]
    follow(published.key, by=town.resident(2))
    after.rate(published, rating=5, by=town.resident())
    assert zh("The result has been rated") in _reads(neighbour, "/notices/")


def test_nobody_is_said_to_have_called_back_where_nobody_did(site, town, published):
    after.rate(published, rating=5, by=town.resident())
    assert zh("Close after calling back") not in _reads(town.person("hb.office"), f"/o/{published.number}/")


def test_what_is_not_public_cannot_be_taken_off_the_public_list(site, town, published):
    private = town.opinion("answered")
    offered = {
        opinion.number: zh("Take off the public list") in _reads(town.person("hb.office"), f"/o/{opinion.number}/")
        for opinion in (published, private)
    }
    assert offered == {published.number: True, private.number: False}
