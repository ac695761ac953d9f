"""Nothing gets out: what is planted is found where it may be, by whom it may be, and nowhere else."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from tests.leaks.crawler import crawl
from tests.leaks.planted import plant
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
    "phone in the words": "own deputy office director district auditor",
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
    m, h, p, a = (planted.made[letter].number for letter in "MHPA")
    phone, name = planted.marks["phone"], planted.marks["name"]
    searches = {
        "/opinions/": ("栏杆", "好处费", phone, name, m, h),
        "/opinions/export.csv": ("好处费", phone),
        "/desk/": ("栏杆", "好处费", h),
        "/public/": ("栏杆", "好处费", "灌木", m, h, phone),
    }
    return [
        *(f"/opinions/?open={number}" for number in (m, h)),
        *("/", "/mine/", "/me/", "/here/", "/notices/", "/report/", "/about/", "/rules/", "/signin/", "/desk/"),
        *("/year/received/", "/opinions/", "/opinions/confidential/", "/public/", "/public/map.json"),
        *(f"/opinions/export.{kind}" for kind in ("csv", "xlsx", "json")),
        *(f"{address}?q={quote(words)}" for address, sought in searches.items() for words in sought),
        *(f"/o/{number}/" for number in (m, h, p, a)),
        *(f"/public/{number}/" for number in (m, h, p)),
        *(f"/o/{number}/{step}/" for number in (m, h) for step in ("publish", "reveal")),
        *(f"/orders/{number}-1/answer/" for number in (m, h)),
        *(f"/follow/opinions.opinion/{number}/" for number in (m, h)),
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

    from collections import Counter
    print(Counter(p.who for p in pages)); print(Counter(p.route for p in pages))
    for n,m in planted.marks.items():
        for p in pages:
            if m in p.text and p.who not in ALLOWED[n].split(): print(n, p.who, p.address, p.response.status_code)
    assert readers(planted, pages) == ALLOWED


def everything(planted, browsers):
    return [page for who, client in browsers.items() for page in crawl(who, client, starts(planted))]
