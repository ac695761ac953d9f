"""The list of officials, its search, its files, and the official's page of one opinion."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from minsheng.ground.journal.models import Entry
from minsheng.ground.people.models import Person
from minsheng.ground.policies.queries import category
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from minsheng.kernel.workflow import take

pytestmark = pytest.mark.django_db

NUMBER = re.compile(r'<li id="(SC-[\w-]+)"')
HIDDEN = "他收了施工队的好处"


def listed(client, query=""):
    response = client.get(f"/opinions/{query}")
    assert response.status_code == 200
    return NUMBER.findall(response.content.decode())


def last(verb):
    entry = Entry.objects.filter(step=verb).latest("id")
    return entry.words.facts


def hidden(town):
    opinion = town.opinion("transferred", text=HIDDEN)
    return actions.hide(opinion, by=town.by("hb.office"), note="涉及检举")


def test_the_office_finds_all_of_its_street_the_newest_first(town, desk):
    first, second, elsewhere = town.report(), town.report(), town.report(initials="KX")
    assert listed(desk("hb.office")) == [second.number, first.number]
    assert listed(desk("kx.office")) == [elsewhere.number]


def test_a_deputy_sees_only_what_was_sent_to_them(town, desk):
    mine, other = town.report(deputy=town.deputy_row("HB", 3)), town.report(deputy=town.deputy_row("HB", 2))
    assert (listed(desk(("HB", 3))), listed(desk(("HB", 2)))) == ([mine.number], [other.number])


def test_a_handler_sees_what_their_unit_got(town, desk):
    handed = town.opinion("sent")
    town.opinion("triaged")
    assert (listed(desk("hb.pm")), listed(desk("hb.le"))) == ([handed.number], [])


def test_the_district_and_the_auditor_see_every_street(town, desk):
    both = [town.report(initials="KX").number, town.report().number][::-1]
    assert (listed(desk("district")), listed(desk("auditor"))) == (both, both)


def test_filters_narrow_by_what_is_shown_as_the_state(town, desk):
    by_state = {state: town.opinion(state).number for state in ("submitted", "triaged", "sent", "accepted")}
    office = desk("hb.office")
    found = {
        key: listed(office, f"?state={key}") for key in ("submitted", "triaged", "in_hand.sent", "in_hand.accepted")
    }
    assert list(found.values()) == [[number] for number in by_state.values()]


def test_filters_narrow_by_category_difficulty_place_unit_and_rating(town, desk):
    plain, rated = town.report(), town.opinion("rated")
    office = desk("hb.office")
    place = plain.community.code
    asked = ("category=01", "category=01.05", "category=02", "tier=simple", f"place={place}", "rating=2", "rating=none")
    found = [listed(office, f"?{query}") for query in (*asked, f"unit={town.unit().pk}")]
    only = [rated.number]
    assert found == [only, only, [], only, [rated.number, plain.number], only, [], only]


def test_filters_narrow_by_the_days_between_which_it_was_reported(town, desk, wednesday):
    today = town.report()
    with clock.at(wednesday - timedelta(days=1)):
        before = town.report()
    office = desk("hb.office")
    queries = ("?since=2026-09-09", "?until=2026-09-08", "?since=2026-09-08&until=2026-09-09")
    assert [listed(office, q) for q in queries] == [[today.number], [before.number], [today.number, before.number]]


def test_the_overdue_ones_are_a_filter(town, desk, wednesday):
    with clock.at(wednesday - timedelta(days=2)):
        late = town.report()
    town.report()
    assert listed(desk("hb.office"), "?late=1") == [late.number]


def test_open_and_unrated_are_filters_too(town, desk):
    answered, closed = town.opinion("answered"), town.opinion("answered")
    take(closed, "rate", by=town.resident(), changes={"rating": 5}, rating=5)
    office = desk("hb.office")
    assert (listed(office, "?state=open"), listed(office, "?rating=none")) == ([answered.number], [answered.number])


def test_a_filter_that_makes_no_sense_is_left_out_and_said(town, desk):
    opinion = town.report()
    response = desk("hb.office").get("/opinions/?tier=enormous&since=yesterday")
    page = response.content.decode()
    assert (NUMBER.findall(page), response.context["form"].errors.keys()) == ([opinion.number], {"tier", "since"})


def test_the_list_can_be_sorted_four_ways(town, desk, wednesday):
    with clock.at(wednesday - timedelta(hours=5)):
        old = town.opinion("transferred")
    new = town.report()
    office = desk("hb.office")
    found = [listed(office, f"?sort={sort}")[0] for sort in ("newest", "oldest", "due", "number", "nonsense")]
    assert found == [new.number, old.number, new.number, old.number, new.number]


def test_a_page_has_twenty_and_opens_beside_the_list_with_the_next_one_after_it(town, desk):
    numbers = [town.report(by=town.resident(1 + i)).number for i in range(21)][::-1]
    office = desk("hb.office")
    assert (listed(office), listed(office, "?page=2")) == (numbers[:20], numbers[20:])
    page = office.get(f"/opinions/?state=open&open={numbers[0]}").content.decode()
    onward = f"/o/{numbers[0]}/?next=%2Fopinions%2F%3Fstate%3Dopen%26open%3D{numbers[1]}"
    back = f"/o/{numbers[0]}/?next=%2Fopinions%2F%3Fstate%3Dopen%23{numbers[0]}"
    assert [text in page for text in (f'hx-get="{onward}"', f'href="{back}"', "data-open")] == [True] * 3


def test_twenty_rows_cost_as_many_queries_as_two(town, desk):
    office = desk("hb.office")
    town.opinion("sent"), town.opinion("answered_by_unit")
    with CaptureQueriesContext(connection) as few:
        office.get("/opinions/")
    for i in range(18):
        town.opinion(("answered_by_unit", "accepted", "submitted")[min(i % 9, 2)], by=town.resident(2 + i))
    with CaptureQueriesContext(connection) as many:
        assert len(NUMBER.findall(office.get("/opinions/").content.decode())) == 20
    assert (len(many), len(many) <= 20) == (len(few), True)


def test_search_finds_a_number_its_last_digits_and_words(town, desk):
    lamp, bush = town.report("路灯坏了三盏，孩子晚自习回来很黑"), town.report()
    office = desk("hb.office")
    asked = (lamp.number, lamp.number.lower(), "1", "路灯", "灌木", "直升机")
    assert [listed(office, f"?q={q}") for q in asked] == [[lamp.number]] * 4 + [[bush.number], []]
    assert not Entry.objects.filter(step="search").exists()


def test_a_search_by_phone_or_name_finds_and_is_recorded_with_the_person_masked(town, desk):
    opinion = town.report(by=town.resident(2))
    town.report(by=town.resident(3))
    office, name = desk("hb.office"), town.resident(2).name
    recorded = []
    for q in ("19900000002", "199 0000 0002", name):
        assert listed(office, f"?q={q}") == [opinion.number]
        recorded.append(last("search"))
    masked = f"{name[0]}{'*' * (len(name) - 1)}"
    assert recorded == [{"sought": text, "found": 1} for text in ("199****0002", "199****0002", masked)]
    signed = Entry.objects.filter(step="search").latest("id").signature
    assert signed.person == town.person("hb.office")


def test_a_phone_that_nobody_has_was_sought_all_the_same(desk):
    assert (listed(desk("hb.office"), "?q=19900000099"), last("search")) == ([], {"sought": "199****0099", "found": 0})


def test_who_may_not_see_phones_finds_nobody_by_them(town, desk):
    town.report(by=town.resident(2))
    assert (listed(desk("auditor"), "?q=19900000002"), Entry.objects.filter(step="search").count()) == ([], 0)


def test_a_search_for_a_person_stays_within_what_one_sees(town, desk):
    town.report(by=town.resident(2))
    assert listed(desk("kx.office"), "?q=19900000002") == []


def test_a_hidden_opinion_is_in_no_list_search_or_file(town, desk):
    opinion, plain = hidden(town), town.report()
    office = desk("hb.office")
    for path in ("/opinions/", "/opinions/?state=transferred", f"/opinions/?q={opinion.number}", "/opinions/?q=施工队"):
        page = office.get(path).content.decode()
        assert (HIDDEN[:4] in page, opinion.number in NUMBER.findall(page)) == (False, False)
    files = [b"".join(office.get(f"/opinions/export.{kind}")).decode() for kind in ("csv", "json")]
    assert [(opinion.number in file, HIDDEN in file, plain.number in file) for file in files] == [
        (False, False, True)
    ] * 2


def test_hidden_opinions_have_a_list_of_their_own_for_those_who_decide(town, desk):
    opinion = hidden(town)
    pages = [desk(who).get("/opinions/confidential/") for who in ("hb.office", "hb.director")]
    assert [opinion.number in page.content.decode() for page in pages] == [True, True]
    assert opinion.number not in desk("kx.office").get("/opinions/confidential/").content.decode()
    others = ("hb.pm", "hb.gov", "district", "auditor", ("HB", 1), "admin")
    assert {desk(who).get("/opinions/confidential/").status_code for who in others} == {403}


def test_the_csv_has_what_the_filters_show_in_the_order_of_the_list(town, desk):
    office = desk("hb.office")
    numbers = [town.opinion("accepted").number, town.opinion("answered").number]
    town.report()
    for query in ("?category=01&sort=number", "?category=01"):
        text = b"".join(office.get(f"/opinions/export.csv{query}")).decode()
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert text.startswith("\ufeff")
        assert [row[0] for row in rows[1:]] == listed(office, query)
    assert sorted(row[0] for row in rows[1:]) == sorted(numbers)
    assert dict(zip(rows[0], rows[1], strict=True))["类别"] == str(category("01.05"))
    assert last("export") == {"form": "csv", "filters": {"category": "城市管理（全部）"}, "count": 2}


def test_the_three_files_say_the_same(town, desk):
    office = desk("hb.office")
    town.opinion("answered"), town.opinion("sent"), town.report()
    data = json.loads(b"".join(office.get("/opinions/export.json")))
    text = b"".join(office.get("/opinions/export.csv")).decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(b"".join(office.get("/opinions/export.xlsx")))).active
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows == list(csv.reader(io.StringIO(text)))
    assert rows[1:] == [[str(value) for value in row.values()] for row in data]
    assert [entry["state"] for entry in data] == ["待代表接收", "待签收", "待评价"]


def test_a_file_names_and_reaches_nobody(town, desk):
    author = town.resident(2)
    opinion = town.report(f"我是{author.name}，电话19900000002，3幢2单元501室水管漏了", by=author)
    rated = town.opinion("answered")
    office = desk("hb.office")
    for kind in ("csv", "json", "xlsx"):
        raw = b"".join(office.get(f"/opinions/export.{kind}"))
        text = raw.decode() if kind != "xlsx" else str(list(load_workbook(io.BytesIO(raw)).active.values))
        people = (author.name, "19900000002", "501", town.resident().name, "19900000001")
        assert [word in text for word in (opinion.number, rated.number, *people)] == [True, True] + [False] * 5


def test_a_cell_never_begins_a_formula(town, desk):
    town.report('=HYPERLINK("http://x","点我")')
    office = desk("hb.office")
    row = list(csv.reader(io.StringIO(b"".join(office.get("/opinions/export.csv")).decode("utf-8-sig"))))[1]
    sheet = load_workbook(io.BytesIO(b"".join(office.get("/opinions/export.xlsx")))).active
    assert [row[5][:2], sheet.cell(2, 6).data_type, sheet.cell(2, 6).value[:2]] == ["'=", "s", "'="]


def test_a_search_for_a_person_is_masked_in_the_record_of_its_export(town, desk):
    opinion = town.report(by=town.resident(2))
    text = b"".join(desk("hb.office").get("/opinions/export.csv?q=19900000002")).decode()
    assert (opinion.number in text, last("export")["filters"]) == (True, {"q": "199****0002"})


def test_the_list_is_for_officials_who_see_matters(town, desk, client):
    paths = ("/opinions/", "/opinions/confidential/", "/opinions/export.csv", "/opinions/export.xlsx")
    assert {client.get(path).headers["Location"] for path in paths} == {f"/signin/?next={path}" for path in paths}
    client.force_login(Person.objects.get(pk=town.resident().person_id))
    assert [[one.get(path).status_code for path in paths] for one in (client, desk("admin"))] == [[403] * 4] * 2


def test_a_deputy_receives_and_passes_on_with_two_taps(town, desk):
    opinion = town.report()
    deputy = desk(("HB", 1))
    page = f"/o/{opinion.number}/?next=/desk/"
    taps = []
    for _ in range(2):
        shown = deputy.get(page).content.decode()
        form = re.search(r'<form method="post" action="(/o/[\w/-]+)">.*?name="next" value="([^"]*)"', shown, re.DOTALL)
        answer = deputy.post(form[1], {"next": form[2].replace("&amp;", "&")})
        taps.append((form[1].split("/")[-2], answer.headers["Location"]))
    opinion.refresh_from_db()
    assert (opinion.state, taps) == ("transferred", [("receive", page), ("transfer", "/desk/")])


def test_the_button_of_the_page_moves_the_matter_and_never_only_records(town, desk):
    accepted = town.opinion("accepted")
    page = desk("hb.office").get(f"/o/{accepted.number}/").content.decode()
    assert ("button-primary" in page.split("</article>")[0], "公开" in page) == (False, True)


def test_only_pages_of_ours_are_led_back_to(town, desk):
    opinion = town.report()
    office = desk("hb.office")
    pages = [office.get(f"/o/{opinion.number}/?next={to}").content.decode() for to in ("//evil.example/", "/desk/")]
    assert ["返回列表" in page for page in pages] == [False, True]
    assert Opinion.objects.count() == 1
