"""The walk: everybody tries every address by GET and POST, and what each got is written down."""

from dataclasses import dataclass, field

from django.db import connection
from django.urls import reverse

from tests.walk.guards import unguarded
from tests.walk.page import Page
from tests.walk.people import told, undone
from tests.walk.table import NOT, ROWS

SAMPLE = ("nobody", "link", "own", "other", "office", "admin")
"""Those who try what is the same for everybody, and, with whoever is named, an address's second and further rows."""
FEW = ("nobody", "own", "office")
"""Those who try a method that an address doesn't have."""
WAYS_IN = ("/signin/", "/signin/staff/")


@dataclass(frozen=True)
class Answer:
    """What somebody got, as the table says it: a status, or `in`. `bare` are guards it lacks; a `page` was read too."""

    where: str
    expected: str
    got: str
    bare: dict = field(default_factory=dict)
    page: int = 0
    wrong: tuple = ()


def walk(known, browsers):
    """Everybody tries every address once; of each answer that is a page, the first that somebody gets is read."""
    tried = set()
    for name, words, get, post, data in ROWS:
        address = reverse(name, args=[known.get(word, word) for word in words])
        for method, promised, given in (("GET", get, {}), ("POST", post, data)):
            readers = firsts(promised)
            for who, expected in of(promised, readers, everybody=(name, method) not in tried).items():
                where = f"{method} {address} as {who}"
                yield answered(browsers[who], where, given, expected=expected, read=who in readers)
            tried.add((name, method))


def of(words, readers, *, everybody):
    """Who tries, with what each was promised."""
    found = told(words)
    differs = len(set(found.values())) > 1
    few = {*(FEW if words == NOT else SAMPLE), *readers, *(words.split() if differs else [])}
    return {who: answer for who, answer in found.items() if who in few or (everybody and differs)}


def firsts(promised):
    """For each answer that is a page, the first who gets it."""
    by_answer = {}
    for who, answer in told(promised).items():
        by_answer.setdefault(answer, who)
    return {who for answer, who in by_answer.items() if promised != NOT and answer not in {"in", "302"}}


def answered(client, where, data, *, expected, read):
    """What somebody gets. Whatever was done is undone."""
    method, address, *_ = where.split()
    with undone(client):
        response = getattr(client, method.lower())(address, data)
        drain(response)
    is_way_in = response.status_code == 302 and response.url.partition("?")[0] in WAYS_IN
    got = "in" if is_way_in else str(response.status_code)
    if not (read and response.headers.get("Content-Type", "").startswith("text/html")):
        return Answer(where, expected, got, unguarded(response))
    wrong = tuple(Page(response.content.decode()).wrong)
    return Answer(where, expected, got, unguarded(response), response.status_code, wrong)


def drain(response):
    """Have a streamed answer made too."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def broken(client):
    """A page whose table is gone."""
    with undone(client):
        with connection.cursor() as cursor:
            cursor.execute("alter table follows_follow rename to follows_gone")
        return answered(client, "GET /mine/ as own, broken", {}, expected="500", read=True)
