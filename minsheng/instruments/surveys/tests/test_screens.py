"""The page on a phone, the answers side by side, and what neither of them, no file and no log tells."""

import logging

import pytest
from django.test import Client

from minsheng.ground.journal.models import Entry, Words
from minsheng.ground.people.actions import erase
from minsheng.ground.people.models import Contact, Person
from minsheng.instruments.surveys.models import Answer, Response

from .conftest import TITLE, Inspection

GOOD = {"q1": "0", "q2": "5", "q3": "坡太陡"}


def test_a_resident_answers_at_the_visit_once(town, inspection, desk):
    phone = desk(town.resident())
    page = phone.get(f"/activities/{inspection.visits['HB'].number}/")
    assert f'href="{inspection.path()}"' in page.text
    shown = phone.get(inspection.path())
    assert (shown.status_code, shown.text.count('type="radio"'), shown.text.count("checked")) == (200, 8, 0)
    done = phone.post(inspection.path(), GOOD)
    assert (done.status_code, done["Location"], Response.objects.count()) == (302, inspection.path(), 1)
    after = phone.get(inspection.path())
    assert ("您已作答" in after.text, "<form" in after.text.partition('id="main"')[2].partition("</main>")[0]) == (
        True,
        False,
    )
    assert phone.post(inspection.path(), GOOD).status_code == 409


def test_a_deputy_answers_too(town, inspection, desk):
    assert desk(town.deputy()).post(inspection.path(), GOOD).status_code == 302


@pytest.mark.parametrize("missing", ["q1", "q2"])
def test_what_was_typed_stays_when_something_is_missing(town, inspection, desk, missing):
    page = desk(town.resident()).post(inspection.path(), GOOD | {missing: ""})
    assert (page.status_code, Response.objects.count()) == (422, 0)
    assert (">坡太陡</textarea>" in page.text.replace("\n", ""), page.text.count("checked")) == (True, 1)


def test_what_is_no_answer_is_a_422(town, inspection, desk):
    phone = desk(town.resident())
    for wrong in ({"q1": "9"}, {"q2": "0"}, {"q3": "长" * 1001}, {"q1": "x"}, {"q3": "\x00"}):
        assert phone.post(inspection.path(), GOOD | wrong).status_code == 422


def test_a_visitor_fills_it_in_and_signs_in_when_sending(town, inspection):
    phone = Client()
    assert phone.get(inspection.path()).status_code == 200
    sent = phone.post(inspection.path(), GOOD)
    assert (sent.status_code, sent["Location"].startswith("/signin/"), Response.objects.count()) == (302, True, 0)
    phone.force_login(Person.objects.get(pk=town.resident().person_id))
    page = phone.get(inspection.path())
    assert (">坡太陡</textarea>" in page.text.replace("\n", ""), page.text.count("checked")) == (True, 2)


def test_outside_its_time_and_matter_there_is_no_form(town, inspection, desk):
    phone = desk(town.resident())
    later = inspection.visits["HB"] = inspection.visit("HB", state="")
    page = phone.get(inspection.path())
    assert (page.status_code, 'name="q1"' in page.text, later.number in page.text) == (200, False, True)
    assert phone.post(inspection.path(), GOOD).status_code == 403
    inspection.visits["HB"] = inspection.visit("HB", purpose=None)
    assert phone.get(inspection.path()).status_code == 404
    assert phone.get(f"/surveys/{inspection.survey.number}/?at=SC-A2026-999999").status_code == 404
    assert Client().get(f"/surveys/{inspection.survey.number}/?at=SC-A2026-999999").status_code == 302


def test_when_it_is_closed_the_page_says_so(town, inspection, desk):
    inspection.close()
    phone = desk(town.resident())
    page = phone.get(inspection.path())
    assert ("问卷已关闭" in page.text, 'name="q1"' in page.text) == (True, False)
    assert phone.post(inspection.path(), GOOD).status_code == 409


def test_the_district_compares_and_closes(town, inspection, desk):
    inspection.answers(5, words="坡太陡")
    inspection.answers(5, "KX", option=1)
    district, path = desk("district"), f"/surveys/{inspection.survey.number}/"
    page = district.get(path)
    assert (page.status_code, TITLE in page.text, page.text.count("<meter")) == (200, True, 2 * 3 * 3 - 9 + 5 * 3)
    assert "坡太陡" in page.text
    assert district.post(f"{path}close/", {"note": ""}).status_code == 302
    assert "关闭后" not in district.get(path).text


def test_whoever_does_not_see_the_matter_finds_no_results_and_no_file(town, inspection, desk):
    path = f"/surveys/{inspection.survey.number}/"
    assert [desk("hb.office").get(f"{path}{end}").status_code for end in ("", "answers.csv", "close/")] == [404] * 3
    assert desk(town.resident()).get(path).status_code == 403
    assert Client().get(path).status_code == 302
    assert desk("auditor").get(f"{path}answers.csv").status_code == 200


def test_a_street_reads_its_own_answers_while_it_is_open_and_all_when_it_is_closed(town, desk):
    inspection = Inspection(town, public=True)
    inspection.answers(5, words="坡太陡")
    inspection.answers(5, "KX", words="没坡道")
    path = f"/surveys/{inspection.survey.number}/"
    seen = [("坡太陡" in page.text, "没坡道" in page.text) for page in [desk("hb.office").get(path)]]
    file = desk("hb.office").get(f"{path}answers.csv").text
    inspection.close()
    page = desk("hb.office").get(path)
    seen.append(("坡太陡" in page.text, "没坡道" in page.text))
    assert (seen, "没坡道" in file) == ([(True, False), (True, True)], False)
    assert desk(town.deputy()).get(f"{path}answers.csv").status_code == 404


def test_the_file_holds_the_numbers_and_no_formula(inspection, desk):
    for i, words in enumerate(["=1+1", "＝1", "a", "b", "c"], 1):
        inspection.answer(i, words=words)
    inspection.answers(2, "KX")
    file = desk("district").get(f"/surveys/{inspection.survey.number}/answers.csv")
    lines = file.text.removeprefix("\ufeff").splitlines()
    assert (lines[0], lines[1]) == ("问题,街道,回答,人数,n,占比,平均分", "1. 坡道能走吗,合计,能,5,5,100.0,")
    assert [line for line in lines if line.endswith(("'=1+1", "'＝1"))] == [
        "3. 还想说什么,湖滨街道,'=1+1",
        "3. 还想说什么,湖滨街道,'＝1",
    ]
    assert [line.rpartition(",能,")[2] for line in lines if ",能," in line and "湖滨" not in line][1:] == [",2,,"]


def test_who_answered_stands_in_no_page_no_file_no_log_and_no_entry(town, inspection, desk, caplog):
    names = []
    with caplog.at_level(logging.DEBUG):
        for i in range(1, 6):
            who = town.resident(i)
            phone = desk(who)
            assert phone.post(inspection.path(), GOOD).status_code == 302
            names += [who.name, Contact.objects.get(person=who.person_id, confirmed=True).phone]
    marks = list(Response.objects.values_list("respondent", flat=True))
    path, visit = f"/surveys/{inspection.survey.number}/", inspection.visits["HB"].number
    pages = [desk("district").get(one).text for one in (path, f"{path}answers.csv", f"/activities/{visit}/")]
    pages += [desk("hb.office").get(f"/activities/{visit}/").text, desk("admin").get("/desk/").text, caplog.text]
    pages += [str(list(Entry.objects.filter(kind="surveys.survey").values())), str(list(Words.objects.values()))]
    assert [secret for secret in [*names, *marks, inspection.survey.secret] for page in pages if secret in page] == []
    assert "坡太陡" in pages[0]


def test_whoever_is_erased_leaves_their_answers_which_nobody_can_find(town, inspection, desk):
    """The form says so before it is sent."""
    who = town.resident(1)
    phone = desk(who)
    assert "之后也无法查到、修改或删除" in phone.get(inspection.path()).text
    phone.post(inspection.path(), GOOD)
    erase(Person.objects.get(pk=who.person_id), by=who)
    assert (Response.objects.count(), Answer.objects.get(question__position=3).words) == (1, "坡太陡")


def test_the_pages_ask_the_database_little(town, inspection, desk, django_assert_max_num_queries):
    inspection.answers(6, words="坡太陡")
    phone, district = desk(town.resident(9)), desk("district")
    for client, path in ((phone, inspection.path()), (district, f"/surveys/{inspection.survey.number}/")):
        client.get(path)
        with django_assert_max_num_queries(30):
            client.get(path)
