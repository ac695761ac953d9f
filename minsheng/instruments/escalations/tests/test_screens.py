"""The list of escalated matters, raising one by hand, its steps and its sheet."""

import pytest
from django.test import Client

from minsheng.ground.people.models import Person
from minsheng.instruments.escalations import actions
from minsheng.instruments.escalations.models import Escalation
from minsheng.instruments.escalations.queries import raise_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(town):
    def sit(who):
        client = Client()
        client.force_login(town.person(who))
        session = client.session
        session["strong"] = True
        session.save()
        return client

    return sit


def numbers(client, query=""):
    return [row.number for row, _card in client.get(f"/escalations/{query}").context["lines"]]


def test_the_district_desk_has_a_list_and_an_inbox_of_its_own(town, desk, raised):
    found, street = raised(level=2), raised(level=1)
    district = desk("district")
    inbox = [line.item.duty.number for group in district.get("/desk/").context["groups"] for line in group.lines]
    assert (numbers(district), inbox) == ([found.number, street.number], [found.number])
    assert numbers(desk("kx.director")) == []
    assert desk("hb.pm").get("/escalations/").status_code == 403


def test_a_matter_hidden_afterwards_shows_no_word_of_it_to_the_district(town, desk, raised, matter):
    found = raised(level=2)
    opinion = matter(found)
    town.hide(opinion)
    district = desk("district")
    pages = [district.get(path) for path in ("/escalations/", "/desk/", "/notices/")]
    assert [(found.number in page.text, opinion.text[:6] in page.text) for page in pages] == [(False, False)] * 3
    moved = [district.get(f"/escalations/{found.number}/"), district.get(f"/escalations/{found.number}/direct/")]
    assert [page.status_code for page in moved] == [404, 404]
    assert district.post(f"/escalations/{found.number}/paper/").status_code == 404


def test_the_tabs_count_what_is_open_and_what_is_settled(town, desk, raised, matter):
    one, _two = raised(), raised()
    actions.settle_all(matter(one))
    page = desk("hb.director").get("/escalations/")
    assert [tab["count"] for tab in page.context["tabs"]] == [1, 1, 0, 1]
    assert numbers(desk("hb.director"), "?state=settled") == [one.number]
    assert ">已提级</span>" in page.text


def test_the_office_brings_a_matter_before_the_district(town, desk):
    opinion = town.opinion("accepted")
    office, path = desk("hb.office"), raise_url(opinion, town.by("hb.office"))
    assert office.get(path).status_code == 200
    empty = office.post(path, {"level": "2", "reason": "by_hand", "note": ""})
    assert (empty.status_code, Escalation.objects.count()) == (422, 0)
    done = office.post(path, {"level": "2", "reason": "cross_district", "note": "涉及两个区"})
    found = Escalation.objects.get()
    assert (done.status_code, done["Location"]) == (302, f"/o/{opinion.number}/")
    assert (found.level, found.reason) == (2, "cross_district")
    assert office.post(path, {"level": "2", "reason": "by_hand", "note": "再次"}).status_code == 422


def test_a_level_that_is_taken_is_not_offered_and_without_any_the_page_says_so(town, desk, raised, matter):
    found = raised()
    opinion = matter(found)
    office, path = desk("hb.office"), f"/escalations/raise/opinions.opinion/{opinion.number}/"
    assert office.get(path).context["form"].fields["level"].choices == [(2, Escalation.Level.DISTRICT.label)]
    actions.escalate(opinion, level=2, reason="by_hand", by=town.by("hb.office"))
    assert office.get(path).status_code == 409
    assert desk("hb.pm").get(path).status_code == 409
    assert desk("kx.office").get(path).status_code == 404
    assert office.get("/escalations/raise/people.person/1/").status_code == 404


def test_the_director_gives_an_instruction_from_its_form_and_takes_the_sheet_along(town, desk, raised):
    found = raised()
    director = desk("hb.director")
    past = director.post(f"/escalations/{found.number}/direct/", {"instruction": "尽快办结", "until": "2020-01-01"})
    assert past.status_code == 422
    sent = {"instruction": "三日内办结", "until": "2026-09-14"}
    done = director.post(f"/escalations/{found.number}/direct/", sent)
    assert (done.status_code, done["Location"]) == (302, f"/o/{found.matter_number}/")
    paper = director.post(f"/escalations/{found.number}/paper/")
    assert (paper.status_code, paper.content[:2]) == (200, b"PK")
    assert desk("hb.pm").post(f"/escalations/{found.number}/paper/").status_code == 404
    assert director.get(f"/escalations/{found.number}/")["Location"] == f"/o/{found.matter_number}/"


def test_who_reads_of_no_escalations_finds_none_on_the_page_of_the_matter(town, desk, raised):
    found = raised()
    path, resident = f"/o/{found.matter_number}/", Client()
    resident.force_login(Person.objects.get(pk=town.resident().person_id))
    pages = {who: desk(who).get(path) for who in ("hb.office", "hb.director", "hb.pm", "district", "kx.station")}
    deputy = Client()
    deputy.force_login(town.deputy_row().person)
    pages |= {"deputy": deputy.get(path), "resident": resident.get(path)}
    shown = {who: "久拖未决" in page.text for who, page in pages.items() if page.status_code == 200}
    assert shown == {
        "hb.office": True,
        "hb.director": True,
        "hb.pm": True,
        "district": True,
        "deputy": False,
        "resident": False,
    }
    duty = resident.get(path).context["duty"]
    assert (duty.kind, "按规定为" in resident.get(path).text) == ("dispatch.order", True)
    assert f'href="/duties/{duty.pk}/"' in pages["hb.office"].text
