"""One planting and one crawl by everybody, for all tests here."""

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import override_settings

from minsheng.ground.notices.actions import deliver, send_code
from minsheng.kernel import clock
from minsheng.kernel.http import JsonLines
from tests.leaks.crawler import crawl, look
from tests.leaks.planted import Planted, link, plant
from tests.town import Town
from tests.walk.people import STAFF, crowd, quiet

EXPORTS = tuple(f"/opinions/export.{kind}" for kind in ("csv", "xlsx", "json"))
PUBLIC = ("/public/", "/public/map.json", "/year/received/")


class Lines(logging.Handler):
    """The log as it is written."""

    def __init__(self):
        super().__init__(logging.INFO)
        self.setFormatter(JsonLines())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@dataclass
class Crawled:
    """What was planted, who read what, and what was written beside: messages sent and log lines."""

    planted: Planted
    browsers: dict
    pages: list = field(default_factory=list)
    messages: list = field(default_factory=list)
    log: list = field(default_factory=list)


@pytest.fixture(scope="module")
def crawled(django_db_setup, django_db_blocker, tmp_path_factory):
    """Everything happens in one transaction, which is undone when the module's tests are through."""
    data, log = tmp_path_factory.mktemp("data"), Lines()
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DATA=data):
        root = logging.getLogger()
        level = root.level
        root.addHandler(log)
        root.setLevel(logging.INFO)  # as the product writes it; the suite itself is quieter
        planted = plant(Town())
        planted.marks["token of a link"] = link(planted)
        made = Crawled(planted, crowd(Town(), planted.made["M"]), log=log.lines)
        send_code(planted.marks["phone"], "10.0.0.1")
        with clock.at(clock.now() + timedelta(hours=14)):
            deliver()
        made.messages = [line.split("\t")[1:] for line in (data / "sms.log").read_text().splitlines()]
        made.pages = [page for who, one in made.browsers.items() for page in crawl(who, one, starts(planted, who))]
        look("whoever holds the link", quiet(), f"/l/{planted.marks['token of a link']}/")
        root.removeHandler(log)
        root.setLevel(level)
        yield made
        transaction.set_rollback(True)


def starts(planted, who):
    """Where a reader begins: the homes, the lists, the searches, the files, and every address that names a number."""
    return [*_numbered(planted), *SIDES["staff" if who in STAFF.split() else "service"], *_searches(planted, who)]


SIDES = {
    "staff": ("/", "/desk/", "/opinions/", "/opinions/confidential/", "/notices/", "/rules/", *EXPORTS, *PUBLIC),
    "service": ("/", "/mine/", "/me/", "/here/", "/notices/", "/report/", "/about/", "/signin/", *EXPORTS[:1], *PUBLIC),
}


def _numbered(planted):
    m, h, p, a = (planted.made[letter].number for letter in "MHPA")
    others = [planted.made[letter].number for letter in "EKWLUV"]
    return [
        *(f"/opinions/?open={number}" for number in (h, m)),
        *(f"/o/{number}/" for number in (m, h, p, a, *others)),
        *(f"/public/{number}/" for number in (h, p)),
        *(f"/orders/{number}-1/answer/" for number in (m, h)),
        *(f"/follow/opinions.opinion/{number}/" for number in (m, h)),
        f"/o/{h}/publish/",
    ]


def _searches(planted, who):
    """Officials search their lists; what everybody may search is the same for everybody."""
    phone, name, h = planted.marks["phone"], planted.marks["name"], planted.made["H"].number
    everybodys = {"/public/": ("栏杆", "好处费", "灌木", h, phone)} if who in {"nobody", "own"} else {}
    officials = {
        "/opinions/": ("栏杆", "好处费", phone, name),
        "/opinions/export.csv": ("好处费", phone),
        "/desk/": (h,),
    }
    asked = officials if who in STAFF.split() else everybodys
    return [f"{address}?q={quote(words)}" for address, sought in asked.items() for words in sought]
