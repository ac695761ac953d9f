"""A wall that somebody of the cast looks at, on a Wednesday at ten."""

import re
from datetime import datetime

import pytest
from django.test import Client

from minsheng.kernel import clock

WEDNESDAY = datetime(2026, 9, 9, 10, 0, tzinfo=clock.ZONE)


class Wall:
    """What one of the cast sees, and sees again."""

    def __init__(self, person=None):
        self.client, self.edition = Client(), ""
        if person:
            self.client.force_login(person)
            session = self.client.session
            session["strong"] = True
            session.save()

    def page(self, path="/wall/"):
        return self.client.get(path)

    def again(self):
        """What the page asks for every few seconds; it keeps the edition it was given."""
        seen = {"If-None-Match": self.edition} if self.edition else {}
        answer = self.client.get("/wall/", headers={"HX-Request": "true", **seen})
        self.edition = answer.headers.get("ETag", self.edition)
        return answer

    def numbers(self):
        """The numbers that lead to a list, by its address."""
        found = re.findall(r'<a[^>]*href="(/wall/[^"]+)"[^>]*>(.*?)</a>', self.again_whole(), re.DOTALL)
        return {href: int(n[-1]) for href, words in found if (n := re.findall(r">[^<>%\d]*(\d+)<", f">{words}<"))}

    def again_whole(self):
        self.edition = ""
        return self.again().content.decode()


@pytest.fixture(autouse=True)
def wednesday(db):
    with clock.at(WEDNESDAY):
        yield WEDNESDAY


@pytest.fixture
def at(town):
    """The wall as somebody of the cast sees it; `at("")` for nobody."""
    return lambda who: Wall(town.deputy_row(*who).person if isinstance(who, tuple) else who and town.person(who))
