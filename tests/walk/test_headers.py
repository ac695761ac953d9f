"""Every page is sent with the same guards, holds no script or style of its own, and can be read aloud."""

import pytest
from django.db import connection
from django.urls import reverse

from tests.walk.page import Page
from tests.walk.people import crowd, told, undone
from tests.walk.table import NOT, ROWS
from tests.walk.world import things, world

pytestmark = pytest.mark.django_db

GUARDS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self';"
        " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PICTURES = "sandbox; default-src 'none'"
"""A photo opened by itself may do nothing at all."""


@pytest.fixture
def answers(town):
    """By address, what the first who gets each answer got; forms that were filled in wrongly; an error of ours."""
    made = world(town)
    known, browsers = things(town, made), crowd(town, made["M"])
    found = {}
    for name, words, get, post, data in ROWS:
        address = reverse(name, args=[known.get(word, word) for word in words])
        for method, promised, sent in (("get", get, {}), ("post", post, data)):
            for who, status in firsts(promised):
                with undone(browsers[who]):
                    found[f"{method} {address} {who} {status}"] = getattr(browsers[who], method)(address, sent)
    return found | {"broken": broken(browsers["own"])}


def firsts(promised):
    """For each answer that is a page, the first who gets it."""
    by_status = {}
    for who, status in told(promised).items():
        by_status.setdefault(status, who)
    return [(who, status) for status, who in by_status.items() if promised != NOT and status not in {"in", "302"}]


def broken(client):
    """A page whose table is gone."""
    with undone(client):
        with connection.cursor() as cursor:
            cursor.execute("alter table follows_follow rename to follows_gone")
        return client.get("/mine/")


def test_every_answer_has_its_guards_and_every_page_can_be_read_aloud(answers):
    pages = {address: answer for address, answer in answers.items() if is_page(answer)}

    assert {answer.status_code for answer in pages.values()} == {200, 403, 404, 409, 422, 500}
    assert {address: bare for address, answer in answers.items() if (bare := unguarded(answer))} == {}
    assert {address: wrong for address, answer in pages.items() if (wrong := Page(answer.content.decode()).wrong)} == {}


def is_page(answer):
    return answer.headers.get("Content-Type", "").startswith("text/html")


def unguarded(answer):
    """The guards that an answer lacks."""
    is_photo = answer.headers.get("Content-Type") == "image/jpeg"
    wanted = GUARDS | ({"Content-Security-Policy": PICTURES} if is_photo else {})
    return {name: answer.headers.get(name) for name, value in wanted.items() if answer.headers.get(name) != value}


WELL = '<html lang="zh-Hans"><title>t</title><main><h1>h</h1>{}</main></html>'
PLANTS = {
    "<script>1</script>": ["an inline script"],
    '<p style="color: red">': ["an inline style"],
    "<style>p {}</style>": ["an inline style"],
    '<p onclick="1">': ["onclick on p"],
    '<a href="javascript:1">x</a>': ["a javascript address"],
    '<img src="/x">': ["a picture without words"],
    '<input name="text">': ["no label for text"],
    '<label for="b">b</label><input id="a" name="text">': ["no label for text"],
    "<button></button>": ["a button that says nothing"],
    '<a href="/"><svg></svg></a>': ["a a that says nothing"],
    "<h1>2</h1>": ["2 times h1"],
    "<main></main>": ["2 times main"],
    '<p id="a"><p id="a">': ["twice the id a"],
}
NEIGHBOURS = (
    '<script src="/x.js"></script>',
    '<img src="/x" alt="">',
    '<label for="a">a</label><input id="a" name="text">',
    '<label>a <input name="text"></label>',
    '<input name="q" aria-label="Search">',
    '<input type="hidden" name="next">',
    '<a href="/"><svg></svg> Home</a>',
    '<button><svg role="img" aria-label="Close"></svg></button>',
)


@pytest.mark.parametrize("plant", PLANTS)
def test_what_is_wrong_with_a_page_is_found(plant):
    assert Page(WELL.format(plant)).wrong == PLANTS[plant]


@pytest.mark.parametrize("neighbour", NEIGHBOURS)
def test_what_is_right_with_a_page_is_let_be(neighbour):
    assert Page(WELL.format(neighbour)).wrong == []


def test_a_page_without_language_or_title_is_found():
    assert Page("<html><main><h1>h</h1></main></html>").wrong == ["no language", "no title"]
