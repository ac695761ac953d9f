"""Every address × every role × GET and POST: what is answered is what was promised, guarded, readable, and no 500."""

from dataclasses import dataclass

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from tests.town import Town
from tests.walk.people import browser, crowd
from tests.walk.table import NOT, ROWS
from tests.walk.walking import broken, walk
from tests.walk.world import things, world

pytestmark = pytest.mark.timeout(1800)  # the walk is one long step, and the machine may be busy with others

PROVEN_OTHERWISE = {"ui:prefs", "opinions:report", "opinions:said", "opinions:nearby", "gateways:callback"}
"""The choice of looks is checked by origin, the report is shown again unsent, what other systems say is signed."""


@dataclass
class Walked:
    """What the words of addresses stand for, and what everybody got."""

    known: dict
    answers: list


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    """One walk for all tests here, in a transaction that is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        town = Town()
        made = world(town)
        known, browsers = things(town, made), crowd(town, made["M"])
        yield Walked(known, [*walk(known, browsers), broken(browsers["own"])])
        transaction.set_rollback(True)


def names(resolver=None, space=""):
    """The names of all addresses of the house."""
    for part in (resolver or get_resolver()).url_patterns:
        if isinstance(part, URLPattern):
            yield f"{space}{part.name}"
        else:
            yield from names(part, f"{part.namespace}:" if part.namespace else space)


def test_every_address_is_in_the_table():
    assert {row[0] for row in ROWS} == set(names())


def test_everybody_gets_what_was_promised_at_every_address(walked):
    wrong = [each for each in walked.answers if each.got != each.expected]
    assert [f"{each.where}: {each.got} instead of {each.expected}" for each in wrong] == []


def test_every_answer_has_its_guards_and_every_page_can_be_read_aloud(walked):
    assert {each.page for each in walked.answers if each.page} == {200, 403, 404, 409, 422, 500}
    assert {each.where: each.bare for each in walked.answers if each.bare} == {}
    assert {each.where: each.wrong for each in walked.answers if each.wrong} == {}


def test_a_form_without_its_token_is_refused_everywhere(walked):
    """But for those that are proven in another way."""
    office = browser(Town().person("hb.office"), strong=True)
    office.handler.enforce_csrf_checks = True
    posts = [(name, address) for name, address in targets(walked.known) if name not in PROVEN_OTHERWISE]

    found = {name: office.post(address).status_code for name, address in posts}

    assert found == {name: 403 for name, _address in posts}


def targets(known):
    """The addresses that take a POST."""
    return [
        (name, reverse(name, args=[known.get(word, word) for word in words]))
        for name, words, _get, post, _data in ROWS
        if post != NOT
    ]
