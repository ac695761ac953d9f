"""Every address × every role × GET and POST: what is answered is what was promised, and never a 500."""

import pytest
from django.urls import URLPattern, get_resolver, reverse

from tests.walk.people import crowd, told, undone
from tests.walk.table import NOT, ROWS
from tests.walk.world import things, world

pytestmark = pytest.mark.django_db

SAMPLE = ("nobody", "link", "own", "other", "office", "admin")
"""Those who try what is the same for everybody, and, with whoever is named, an address's second and further rows."""
WAYS_IN = ("/signin/", "/signin/staff/")


def names(resolver=None, space=""):
    """The names of all addresses of the house."""
    for part in (resolver or get_resolver()).url_patterns:
        if isinstance(part, URLPattern):
            yield f"{space}{part.name}"
        else:
            yield from names(part, f"{part.namespace}:" if part.namespace else space)


def test_every_address_is_in_the_table():
    assert {row[0] for row in ROWS} == set(names())


def test_everybody_gets_what_was_promised_at_every_address(town):
    made = world(town)
    known, browsers = things(town, made), crowd(town, made["M"])

    wrong = [
        f"{method} {address} as {who}: {answer} instead of {expected}"
        for address, method, data, promised in promises(known)
        for who, expected in promised.items()
        if (answer := answered(browsers[who], method, address, data)) != expected
    ]

    assert wrong == []


def promises(known):
    """Address, method and data with the answer for each of the people; everybody tries every address once."""
    tried = set()
    for name, words, get, post, data in ROWS:
        address = reverse(name, args=[known.get(word, word) for word in words])
        for method, promised, given in (("GET", get, {}), ("POST", post, data)):
            yield address, method, given, of(promised, everybody=(name, method) not in tried)
            tried.add((name, method))


def of(words, *, everybody):
    found = told(words)
    few = {*SAMPLE, *(words.split() if len(set(found.values())) > 1 else [])}
    return found if everybody and len(set(found.values())) > 1 else {who: found[who] for who in found if who in few}


def answered(client, method, address, data):
    """The status, or `in` for the way to the sign-in page. Whatever was done is undone."""
    with undone(client):
        response = getattr(client, method.lower())(address, data)
        drain(response)
    is_way_in = response.status_code == 302 and response.url.partition("?")[0] in WAYS_IN
    return "in" if is_way_in else str(response.status_code)


def drain(response):
    """Have a streamed answer made too."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_form_without_its_token_is_refused_everywhere(town):
    """But for the choice of looks, which is checked by origin, and the report, which is shown again unsent."""
    made = world(town)
    known, office = things(town, made), crowd(town, made["M"])["office"]
    office.handler.enforce_csrf_checks = True
    posts = [(name, address) for name, address in targets(known) if name not in {"ui:prefs", "opinions:report"}]

    found = {name: office.post(address).status_code for name, address in posts}

    assert found == {name: 403 for name, _address in posts}


def targets(known):
    """The addresses that take a POST."""
    return [
        (name, reverse(name, args=[known.get(word, word) for word in words]))
        for name, words, _get, post, _data in ROWS
        if post != NOT
    ]
