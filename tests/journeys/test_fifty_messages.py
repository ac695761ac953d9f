"""Fifty messages exactly as citizens wrote them go in through the report form and all the way round."""

import csv
import html
import re

import pytest
import rjieba

from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.publishing.models import Publication
from tests.cluster import ROOT
from tests.journeys.cast import client_of
from tests.journeys.photos import uploaded
from tests.journeys.words import many, zh

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

FILE = ROOT.parent / "shared" / "data" / "messages" / "unlabelled.csv"
OPINION, ORDER = "opinions.opinion", "dispatch.order"
FIFTY, SHORT, LONG = 50, 4, 2000
QUOTE = re.compile(r'<blockquote class="quote">(.*?)</blockquote>', re.DOTALL)
CHINESE = re.compile(r"^[\u4e00-\u9fff]{2,}$")
RATED = 4


def messages():
    """Fifty texts, spread evenly over the file, that the form takes."""
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        found = [row["text"] for row in csv.DictReader(file) if SHORT <= len(row["text"].strip()) <= LONG]
    return found[:: len(found) // FIFTY][:FIFTY]


class Round:
    """The people through whose hands all fifty go."""

    def __init__(self, town):
        self.where = {"street": town.street().code, "community": town.community().code, "address": ""}
        self.unit = town.unit()
        self.deputy = client_of(town.deputy_row().person)
        self.office, self.handler = client_of(town.person("hb.office")), client_of(town.person("hb.pm"))

    def reports(self, resident, text):
        """Through the form, as a browser without scripts sends it: line ends as CR LF. The number it got."""
        data = {"text": text.replace("\n", "\r\n"), **self.where}
        asked = resident.post("/report/", data)
        if asked.status_code != 302:  # it is asked whether somebody is in danger: nobody is
            asked = resident.post("/report/", data | {"calm": "on"})
        return self._moved(asked).split("/")[2]

    def handled(self, numbers):
        """From the deputy to the answer: together what can be taken together, as from a list; the answer one by one.

        What sounds like an accusation went to the office unseen, which finds that it is none.
        """
        orders = [f"{number}-1" for number in numbers]
        held = set(Opinion.objects.exclude(suspected="").values_list("number", flat=True))
        for number in held:
            self._moved(self.office.post(f"/o/{number}/unhide/", {"note": "不涉及检举控告"}))
        seen = [number for number in numbers if number not in held]
        self._together(self.deputy, OPINION, "receive", seen)
        self._together(self.deputy, OPINION, "transfer", seen)
        self._together(self.office, OPINION, "triage", numbers, category="01.05")
        self._together(self.office, OPINION, "dispatch", numbers, to=self.unit.pk)
        self._together(self.handler, ORDER, "accept", orders)
        for order in orders:
            data = {"answer_text": "已到现场处理。", "resolution": "solved", "photos": uploaded("after")}
            self._moved(self.handler.post(f"/orders/{order}/answer/", data))
        self._together(self.office, ORDER, "approve", orders)

    def _together(self, client, kind, step, numbers, **given):
        """A batch over all of them; what became of it is shown on a page of its own."""
        chosen = {"step": f"{kind}:{step}", "number": [f"{kind}/{number}" for number in numbers], "go": "1"}
        result = self._moved(client.post("/desk/batch/", chosen | {f"given-{name}": it for name, it in given.items()}))
        assert many("%(n)s is done.", "%(n)s are done.", len(numbers)) in client.get(result).content.decode()

    def rated(self, resident, number):
        self._moved(resident.post(f"/o/{number}/rate/", {"rating": RATED}))

    def read(self, number):
        """The resident's words on the office's page."""
        page = self.office.get(f"/o/{number}/").content.decode()
        return html.unescape(QUOTE.findall(page)[0].replace("<br>", "\n"))

    def finds(self, word, number):
        """Whether a search for a word lists the matter, on whichever page."""
        page, listed = 0, 'rel="next"'
        while f'<li id="{number}"' not in listed:
            if 'rel="next"' not in listed:
                return False
            page += 1
            listed = self.office.get("/opinions/", {"q": word, "sort": "number", "page": page}).content.decode()
        return True

    def _moved(self, response):
        assert (response.status_code, _said(response)) == (302, [])
        return response["Location"]


def _said(response):
    """Why something was refused."""
    return re.findall(r"<li>(.*?)</li>", response.content.decode()) if response.status_code != 302 else []


def a_word(text):
    """One of its words, a long one."""
    return max((word for word in rjieba.cut(text) if CHINESE.match(word)), key=len)


@pytest.mark.skipif(not FILE.exists(), reason="the messages are not here")
def test_fifty_messages_as_citizens_wrote_them_go_all_the_way_round(arrive, town):
    texts, way = messages(), Round(town)
    assert len(set(texts)) == FIFTY
    residents = [client_of(person) for person in town.residents(10)]
    authors = {text: residents[i % 10] for i, text in enumerate(texts)}
    numbers = {text: _types(arrive, way, authors[text], text) for text in texts[::10]}
    numbers |= {text: way.reports(authors[text], text) for text in texts if text not in numbers}
    way.handled(list(numbers.values()))
    for text, number in numbers.items():
        if text in texts[::10]:
            _rates(arrive, authors[text], number)
        else:
            way.rated(authors[text], number)
    as_typed = {number: _lines(text) for text, number in numbers.items()}
    assert {number: way.read(number) for number in as_typed} == as_typed
    rows = Opinion.objects.filter(number__in=as_typed).values_list("number", "text", "state", "rating")
    assert {number: rest for number, *rest in rows} == {n: [t, "closed", RATED] for n, t in as_typed.items()}
    lost = {number: a_word(text) for text, number in numbers.items() if not way.finds(a_word(text), number)}
    assert lost == {}
    assert Publication.objects.count() == 0


def _lines(text):
    return text.replace("\r\n", "\n")


def _types(arrive, way, resident, text):
    """The report form in a real browser; the office reads it in another one."""
    at_phone = arrive("resident").has_session_of(resident).go("/report/")
    at_phone.field("What is the matter?").fill(text)
    at_phone.field("Subdistrict").select_option(way.where["street"])
    at_phone.field("Community").select_option(way.where["community"])
    at_phone.press("Send")
    number = at_phone.path.split("/")[2]
    at_desk = arrive("office", desk=True).has_session_of(way.office).go(f"/o/{number}/")
    assert at_desk.page.locator("blockquote.quote").text_content() == _lines(text)
    return number


def _rates(arrive, resident, number):
    at_phone = arrive("resident").has_session_of(resident).go(f"/o/{number}/")
    at_phone.page.get_by_label(zh("Satisfied"), exact=True).check()
    at_phone.press("Send the rating")
    assert at_phone.page.locator("ol.rail [aria-current]").count() == 0
