"""Nothing gets out: what is planted is found where it may be, by whom it may be, and nowhere else."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from tests.leaks.crawler import crawl
from tests.leaks.planted import HIDDEN, PRIVATE, PUBLIC, plant
from tests.walk.people import EVERYBODY, crowd

pytestmark = pytest.mark.django_db

OFFICIALS = "deputy office director handler district auditor"
ALLOWED = {
    "private words": f"own link {OFFICIALS}",
    "number of the private one": f"own link {OFFICIALS}",
    "hidden words": "own office director",
    "number of the hidden one": "own office director",
    "door": "own deputy office director district auditor",
    "address": f"own link {OFFICIALS}",
    "name": "own",
    "phone": "",
    "note": OFFICIALS,
    "answer not yet checked": OFFICIALS,
    "words with a rating": f"own {OFFICIALS}",
    "reason for a look": OFFICIALS,
    "exact point": "",
    "exact point in GeoJSON": "",
    "where the camera was": "",
    "whose camera it was": "",
}
"""By mark, who reads it on any page that can be reached. Nobody else does, anywhere."""


def starts(planted):
    """Where a reader begins: the homes, the lists, the searches, the files, and every address that names a number."""
    sought = [PRIVATE, HIDDEN, PUBLIC, planted.marks["phone"], planted.marks["name"]]
    sought += [opinion.number for opinion in planted.made.values()]
    lists = ["/opinions/", "/opinions/export.csv", "/opinions/export.xlsx", "/opinions/export.json", "/public/", "/desk/"]
    numbers = [opinion.number for opinion in planted.made.values()]
    steps = ("triage", "publish", "hide", "unhide", "reveal", "rate", "close", "reopen")
    return [
        *("/", "/mine/", "/me/", "/here/", "/notices/", "/report/", "/about/", "/privacy/", "/rules/", "/signin/"),
        *("/year/received/", "/year/answered/", "/year/rated/", "/opinions/confidential/", "/public/map.json"),
        *lists,
        *(f"{address}?q={quote(words)}" for address in lists for words in sought),
        *(f"/o/{number}/" for number in numbers),
        *(f"/public/{number}/" for number in numbers),
        *(f"/o/{number}/{step}/" for number in numbers for step in steps),
        *(f"/orders/{number}-1/" for number in numbers),
        *(f"/orders/{number}-1/{step}/" for number in numbers for step in ("approve", "answer")),
        *(f"/follow/opinions.opinion/{number}/" for number in numbers),
        *(f"/opinions/?open={number}" for number in numbers),
    ]


def readers(planted, pages):
    """By mark, who read it."""
    return {
        name: " ".join(who for who in EVERYBODY if any(mark in page.text for page in pages if page.who == who))
        for name, mark in planted.marks.items()
    }


def test_what_is_planted_is_read_by_whom_it_concerns_and_by_nobody_else(town):
    planted = plant(town)

    pages = everything(planted, crowd(town, planted.made["M"]))

    assert readers(planted, pages) == ALLOWED


def everything(planted, browsers):
    return [page for who, client in browsers.items() for page in crawl(who, client, starts(planted))]
