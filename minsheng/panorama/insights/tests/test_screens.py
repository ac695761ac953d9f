"""The page, the lists behind its numbers, and the file."""

import csv
from datetime import timedelta

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from minsheng.ground.people.models import Person
from minsheng.ground.places.models import Place
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from minsheng.panorama.insights.tests.conftest import WEDNESDAY
from minsheng.panorama.insights.views.export import _plain

pytestmark = pytest.mark.django_db

BUDGET = 20
SIGNED_IN = ("django_session", "people_person", "people_appointment", "people_substitution")


@pytest.fixture(scope="module")
def built(shared_town):
    """Some matters of two streets, one of them confidential."""
    with clock.at(WEDNESDAY - timedelta(days=6)):
        answered, hidden = shared_town.opinion("answered"), shared_town.opinion("accepted")
        shared_town.opinion("rated", initials="KX")
        shared_town.hide(hidden)
        shared_town.order_to_desk("returned")
    return answered.number, hidden.number


@pytest.fixture
def several(built, wednesday):
    """The answered and the confidential one of them."""
    return [Opinion.objects.get(number=number) for number in built]


def shares(page):
    return {one.rate.code: (one.now.top, one.now.n) for one in page.context["rates"] + page.context["counts"]}


def test_the_page_says_of_every_number_what_it_counts_of_how_many_and_by_which_formula(desk, several):
    page = desk("hb.office").get("/insights/")
    text = page.content.decode()
    assert shares(page)["returned"] == (1, 3)
    said = [one for one in page.context["rates"] if str(one.rate.what) in text and str(one.rate.formula) in text]
    assert said == page.context["rates"]
    assert [f">n {one.now.n}</a>" in text for one in page.context["rates"]] == [True] * len(said)


def test_everybody_reads_their_own_street_and_the_district_all(desk, several):
    received = {
        who: shares(desk(who).get("/insights/"))["received"][0] for who in ("hb.gov", "kx.director", "district")
    }
    assert received == {"hb.gov": 3, "kx.director": 1, "district": 4}
    assert shares(desk("district").get("/insights/?street=330102013"))["received"][0] in {0, 1}
    assert [desk(who).get("/insights/").status_code for who in ("hb.pm", ("HB", 1), "hb.station", "admin")] == [403] * 4


def test_another_street_can_not_be_asked_for(desk, several):
    kx = Place.objects.current().get(kind="street", initials="KX").code
    assert shares(desk("hb.office").get(f"/insights/?street={kx}"))["received"][0] == 3


def test_every_number_opens_the_list_of_what_it_counts(desk, several):
    client = desk("hb.office")
    page = client.get("/insights/")
    for one in page.context["rates"] + page.context["counts"]:
        for href, n in ((one.top_href, one.now.top), (one.base_href, one.now.n)):
            if href and n:
                assert (one.rate.code, client.get(href).context["acts"]) == (one.rate.code, n)


def test_a_confidential_matter_is_counted_and_not_listed_and_the_list_says_so(desk, several):
    answered, hidden = several
    for who, seen in {"hb.office": 3, "hb.gov": 3, "auditor": 4}.items():
        page = desk(who).get("/insights/figures/received/?part=top")
        text = page.content.decode()
        assert (who, page.context["matters"], len(page.context["rows"])) == (
            who,
            seen,
            seen - (2 if who == "hb.gov" else 1),
        )
        assert hidden.number not in text
    assert desk("auditor").get("/insights/figures/received/?part=top&channel=web").context["matters"] == 3
    assert answered.number in desk("auditor").get("/insights/figures/answered/?part=top").content.decode()


def test_no_page_names_anybody(town, desk, several):
    client = desk("district")
    pages = ["/insights/", "/insights/?by=unit", "/insights/table.csv", "/insights/figures/received/?part=top"]
    names = [name for name in Person.objects.exclude(name="").values_list("name", flat=True) if name != "民声"]
    own = town.person("district").name
    text = "".join(client.get(page).content.decode() for page in pages)
    assert {name for name in names if name in text} - {own} == set()


def test_a_list_that_there_is_not_is_not_found(desk):
    client = desk("hb.office")
    asked = ["riddle/", "received/?part=base", "quick/?part=some", "time/?part=half", "quick/", "time/"]
    assert [client.get(f"/insights/figures/{one}").status_code for one in asked] == [404] * 4 + [200] * 2


def test_times_open_their_lists(desk, several):
    client = desk("hb.office")
    page = client.get("/insights/")
    time = page.context["time"]
    assert [said in page.content.decode() for said in ("n = 3", "已办结 1<", "仍在办 2<", "未经答复结束 0<")] == [
        True
    ] * 4
    counted = {part: client.get(href).context["matters"] for part, href in time["href"].items()}
    assert counted == {"all": 3, "solved": 1, "open": 2, "left": 0}


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("period=days&since=2026-09-05&until=2026-09-01", "until", "末日早于首日。"),
        ("period=days&since=2026-09-05", "until", "请填写首日和末日。"),
        ("period=days&since=2020-01-01&until=2026-09-01", "until", "一次最多三年。"),
        ("since=2026-10-01", "since", "这一天还没有到。"),
        ("since=yesterday", "since", ""),
        ("by=moon", "by", ""),
        ("unit=999999999", "unit", ""),
    ],
)
def test_what_is_not_valid_is_said_and_the_rest_is_shown(desk, several, query, field, said):
    page = desk("hb.office").get(f"/insights/?{query}")
    errors = page.context["form"].errors
    told = errors[field][0]
    assert (page.status_code, set(errors), shares(page)["received"][0]) == (422, {field}, 3)
    assert (told, told in page.content.decode()) == (said or told, True)


def test_the_form_says_what_is_shown(desk, several):
    found = {who: desk(who).get("/insights/").context["form"] for who in ("district", "hb.office")}
    assert {who: (form["period"].value(), form["by"].value()) for who, form in found.items()} == {
        "district": ("quarter", "street"),
        "hb.office": ("quarter", "unit"),
    }


def test_the_table_leads_to_the_numbers_of_its_rows(desk, several):
    client = desk("district")
    rows = client.get("/insights/").context["rows"]
    inside = client.get(rows[0].href)
    assert [row.name for row in rows] == ["湖滨街道", "凯旋街道"]
    assert shares(inside)["received"][0] == rows[0].cells[0].now.top == 3
    assert [inside.context["by"], inside.context["form"].split_by] == ["承办单位", "unit"]


@pytest.mark.parametrize("by", ["street", "unit", "category", "channel"])
def test_the_page_costs_few_queries_however_many_rows_it_has(desk, several, monkeypatch, by):
    monkeypatch.setattr("django.db.models.query.DEFAULT_FETCH_MODE", models.FETCH_RAISE)
    client = desk("district")
    client.get("/insights/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/insights/?by={by}&rank=on_time").status_code == 200
    ours = [one["sql"] for one in asked if not any(table in one["sql"] for table in SIGNED_IN)]
    assert len(ours) <= BUDGET, "\n".join(ours)


def test_the_file_holds_the_numbers_that_the_page_shows(desk, several):
    answer = desk("district").get("/insights/table.csv")
    text = answer.content.decode()
    lines = list(csv.reader(text.removeprefix("\ufeff").splitlines()))
    assert (text[0], answer["Content-Type"]) == ("\ufeff", "text/csv; charset=utf-8")
    assert [line[0] for line in lines[1:]] == ["街道", "合计", "湖滨街道", "凯旋街道"]
    assert [line[1] for line in lines[2:]] == ["4", "3", "1"]
    assert {len(line) for line in lines[1:]} == {len(lines[1])}


def test_no_cell_of_the_file_can_be_a_formula():
    assert [_plain(cell) for cell in ("=1+1", " @sum", "－1", "湖滨街道", 3)] == [
        "'=1+1",
        "' @sum",
        "'－1",
        "湖滨街道",
        3,
    ]


def test_the_navigation_leads_there_for_whoever_may(desk):
    doors = {
        who: [
            entry.get("href")
            for entry in desk(who).get("/notices/").context["governance_nav"]
            if entry["icon"] == "gauge"
        ]
        for who in ("hb.office", "district", "auditor", "hb.pm")
    }
    assert doors == {
        "hb.office": ["/insights/"],
        "district": ["/insights/"],
        "auditor": ["/insights/"],
        "hb.pm": [None],
    }
