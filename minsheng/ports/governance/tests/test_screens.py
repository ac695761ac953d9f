"""The inbox, the shell around it, and the pages of a batch."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minsheng.ground.people.models import Person
from minsheng.instruments.opinions import actions
from minsheng.kernel import clock
from minsheng.kernel.workflow import take

pytestmark = pytest.mark.django_db

NUMBER = re.compile(r'row-link" href="/o/([\w-]+)/')
NOT_COUNTED = ("django_session", "people_", "SAVEPOINT", "pg_database")
"""Who is signed in and as whom, and whether the rules changed: every page asks."""


def waiting(client, query=""):
    response = client.get(f"/desk/{query}")
    assert response.status_code == 200
    return NUMBER.findall(response.content.decode())


def groups(client, query=""):
    return [
        (g.name, [line.item.card.number for line in g.lines]) for g in client.get(f"/desk/{query}").context["groups"]
    ]


def tabs(client):
    return [(str(tab["label"]), tab["count"]) for tab in client.get("/desk/").context["tabs"]]


def counted(client):
    entries = client.get("/desk/").context["governance_nav"]
    return next(entry["count"] for entry in entries if "count" in entry)


@pytest.fixture
def three(town, wednesday):
    """One that is late, one due today, one due tomorrow."""
    with clock.at(wednesday - timedelta(days=2)):
        late = town.opinion("transferred")
    with clock.at(wednesday - timedelta(days=1)):
        today = town.opinion("transferred")
    return late, today, town.opinion("triaged")


def test_what_waits_stands_in_groups_the_most_urgent_first(desk, three):
    late, today, tomorrow = (opinion.number for opinion in three)
    office = desk("hb.office")
    assert groups(office) == [("late", [late]), ("today", [today]), ("later", [tomorrow])]
    assert office.get("/desk/").context["urgent"] == {"late": 1, "today": 1, "later": 1}


def test_what_is_to_be_done_narrows_the_list(desk, three):
    late, today, tomorrow = (opinion.number for opinion in three)
    office = desk("hb.office")
    assert tabs(office) == [("全部", 3), ("待研判", 2), ("待流转", 1)]
    assert [waiting(office, f"?do={name}") for name in ("triage", "dispatch", "nonsense")] == [
        [late, today],
        [tomorrow],
        [late, today, tomorrow],
    ]


def test_everybody_has_an_inbox_of_their_own(town, desk):
    sent, handed = town.report(), town.opinion("sent")
    assert [waiting(desk(who)) for who in (("HB", 1), ("KX", 1), "hb.pm", "hb.le", "hb.office")] == [
        [sent.number],
        [],
        [handed.number],
        [],
        [],
    ]


def test_a_matter_that_was_hidden_leaves_the_inbox_and_the_count_of_who_may_not_see_it(town, desk):
    opinion = town.report("举报某某收了好处")
    deputy = desk(("HB", 1))
    before = (waiting(deputy), counted(deputy))
    actions.hide(opinion, by=town.by("hb.office"), note="涉及检举")
    assert (before, (waiting(deputy), counted(deputy))) == (([opinion.number], 1), ([], 0))


def test_the_office_still_has_to_do_with_what_is_hidden_but_no_search_finds_it(town, desk):
    opinion = town.opinion("transferred", text="举报某某收了好处")
    actions.hide(opinion, by=town.by("hb.office"), note="涉及检举")
    office = desk("hb.office")
    found = [office.get(f"/opinions/?q={q}").context["lines"] for q in (opinion.number, "好处")]
    assert (waiting(office), found) == ([opinion.number], [[], []])


def test_what_waits_is_named_by_what_is_to_be_done_not_by_what_comes_of_it(town, desk):
    for state in ("sent", "answered_by_unit", "rated"):
        town.opinion(state)
    returned = town.opinion("sent")
    town.send_back(town.lead(returned), by=town.by("hb.pm"))
    town.report(), town.opinion("received")
    named = {who: tabs(desk(who)) for who in ("hb.office", ("HB", 1))}
    assert named["hb.office"] == [("全部", 3), ("待回访", 1), ("待审核", 1), ("待改派", 1)]
    assert named["HB", 1] == [("全部", 2), ("待接收", 1), ("待转交", 1)]
    page = desk("hb.pm").get("/desk/").content.decode()
    assert re.findall(r'badge badge-seal">.*?<span>(.*?)</span>', page) == ["待签收"]


def test_one_search_box_looks_for_everything(town, desk):
    town.opinion("transferred")
    page = desk("hb.office").get("/desk/").content.decode()
    assert re.findall(r'<form class="search[^"]*"[^>]* action="([^"]*)"', page) == ["/opinions/"]


def test_what_can_be_done_together_says_with_how_many_of_the_page(town, desk):
    for i in range(22):
        town.opinion("transferred", by=town.resident(1 + i))
    office = desk("hb.office")
    offered = [office.get(f"/desk/?page={n}").context["batch_steps"] for n in (1, 2)]
    assert [[str(step["label"]) for step in steps] for steps in offered] == [
        ["研判（本页 20 件）"],
        ["研判（本页 2 件）"],
    ]


def test_places_are_named_in_the_readers_language(town, desk):
    opinion = town.opinion("transferred")
    office = desk("hb.office")
    office.cookies["language"] = "en"
    page = office.get("/desk/").content.decode()
    assert [name in page for name in (opinion.community.name_en, opinion.community.name)] == [True, False]


def test_an_empty_inbox_says_what_to_do(desk):
    page = desk("hb.office").get("/desk/").content.decode()
    assert [text in page for text in ("没有待办事项", 'href="/opinions/"', '<form id="batch"')] == [True, True, False]


def test_an_inbox_of_twenty_costs_six_queries(town, desk):
    for i in range(21):
        town.opinion("answered_by_unit" if i % 2 else "transferred", by=town.resident(1 + i))
    office = desk("hb.office")
    office.get("/desk/")
    with CaptureQueriesContext(connection) as asked:
        assert len(waiting(office)) == 20
    ours = [query["sql"] for query in asked if not any(word in query["sql"] for word in NOT_COUNTED)]
    assert len(ours) <= 6, ours


def test_a_row_opens_beside_the_list_and_the_one_behind_it_after_a_step(desk, three):
    _late, today, tomorrow = (opinion.number for opinion in three)
    office = desk("hb.office")
    opened = office.get(f"/desk/?open={today}")
    assert (opened.context["opened"].pane, "data-open" in opened.content.decode()) == (
        f"/o/{today}/?next=%2Fdesk%2F%3Fopen%3D{tomorrow}",
        True,
    )
    assert 'hx-disinherit="*"' in opened.content.decode()  # else the forms of the steps would be cut out too
    lines = [line for group in opened.context["groups"] for line in group.lines]
    assert [line.pane.split("%3D")[-1] for line in lines] == [today, tomorrow, today]


def test_a_step_leads_back_to_the_inbox_with_the_next_one_open(desk, three):
    late, today, _tomorrow = three
    office, onward = desk("hb.office"), f"/desk/?open={today.number}"
    shown = office.get(f"/o/{late.number}/triage/?next={onward}").content.decode()
    assert f'name="next" value="{onward}"' in shown
    answer = office.post(f"/o/{late.number}/triage/", {"category": "01.05", "next": onward}, follow=True)
    assert (answer.redirect_chain[-1][0], answer.context["opened"].item.card.number) == (onward, today.number)
    assert "已完成：研判" in answer.content.decode()


def test_something_open_that_is_not_in_the_list_opens_nothing(town, desk, three):
    page = desk("hb.office").get(f"/desk/?open={town.report().number}").content.decode()
    assert 'id="opened" hx-get' not in page
    assert "data-open" not in page


def test_the_inbox_has_pages(town, desk):
    for i in range(22):
        town.opinion("transferred", by=town.resident(1 + i))
    office = desk("hb.office")
    assert [len(waiting(office, f"?page={n}")) for n in (1, 2, "last")] == [20, 2, 20]


def test_where_those_begin_who_have_nothing_to_do_or_see_nothing(town, desk, client):
    town.report()
    assert client.get("/desk/").headers["Location"] == "/signin/?next=/desk/"
    assert desk("auditor").get("/desk/").headers["Location"] == "/opinions/"
    page = desk("admin").get("/desk/").content.decode()
    assert [text in page for text in ("系统管理员负责系统运行", "/rules/", "SC-HB", 'href="/opinions/"')] == [
        True,
        True,
        False,
        False,
    ]
    client.force_login(Person.objects.get(pk=town.resident().person_id))
    assert (client.get("/desk/").status_code, client.post("/desk/batch/").status_code) == (403, 403)


def test_the_navigation_shows_what_is_built_what_is_planned_and_where_one_is(town, desk):
    opinion = town.report()
    office = desk("hb.office")
    here = {
        path: [str(entry["label"]) for entry in office.get(path).context["governance_nav"] if entry.get("current")]
        for path in ("/desk/", "/opinions/", f"/o/{opinion.number}/", f"/o/{opinion.number}/?next=/desk/", "/notices/")
    }
    assert list(here.values()) == [["待办"], ["意见"], ["意见"], ["待办"], []]
    planned = [str(e["label"]) for e in office.get("/desk/").context["governance_nav"] if e["planned"]]
    assert planned == ["监督工作", "代表工作"]


def ticks(*rows):
    return [f"{row.kind()}/{row.number}" for row in rows]


def test_several_are_triaged_with_one_form(town, desk):
    rows = [town.opinion("transferred") for _ in range(3)]
    handed = town.opinion("triaged")
    office = desk("hb.office")
    chosen = {"step": "opinions.opinion:triage", "number": ticks(*rows, handed), "next": "/desk/?do=triage"}
    form = office.get("/desk/batch/", chosen)
    page = form.content.decode()
    assert [
        text in page for text in ("研判：3 件", 'name="given-category"', "所选中有 1 件不在这一步", handed.number)
    ] == [True] * 4
    sent = {"step": "opinions.opinion:triage", "number": ticks(*rows), "go": "1", "next": "/desk/?do=triage"}
    wrong = office.post("/desk/batch/", sent)
    assert (wrong.status_code, "given-category" in wrong.content.decode()) == (422, True)
    done = office.post("/desk/batch/", {**sent, "given-category": "01.05", "since": form.context["since"]}, follow=True)
    assert [text in done.content.decode() for text in ("已办 3 件。", 'href="/desk/?do=triage"', "没有办成")] == [
        True,
        True,
        False,
    ]
    for row in rows:
        row.refresh_from_db()
    assert {row.state for row in rows} == {"triaged"}


def test_a_batch_with_something_missing_is_corrected_in_place_and_its_result_is_a_page_of_its_own(town, desk):
    office, sent = desk("hb.office"), {"step": "opinions.opinion:triage", "number": ticks(town.opinion("transferred"))}
    script = {"HX-Request": "true"}
    wrong = office.post("/desk/batch/", sent | {"go": "1"}, headers=script)
    assert (wrong.status_code, wrong.headers["HX-Reselect"]) == (422, "form[data-inplace]")
    done = office.post("/desk/batch/", sent | {"go": "1", "given-category": "01.05"}, headers=script)
    assert (done.status_code, done.headers["HX-Redirect"]) == (200, "/desk/batch/")


def test_a_script_whose_session_has_ended_is_led_to_sign_in_as_a_whole_page(town, desk, client):
    opinion = town.opinion("transferred")
    script = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/desk/?open={opinion.number}"}
    looked = [client.get(f"/o/{opinion.number}/{path}", headers=script) for path in ("", "triage/")]
    back = f"/signin/?next=/desk/%3Fopen%3D{opinion.number}"
    assert [(answer.status_code, answer.headers["HX-Redirect"]) for answer in looked] == [(200, back)] * 2


def test_what_was_typed_before_the_session_ended_is_said_to_be_kept_and_is_there_afterwards(town, desk, client):
    opinion = town.opinion("transferred")
    script = {"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/"}
    path = f"/o/{opinion.number}/triage/"
    answer = client.post(path, {"note": "先看看现场"}, headers=script)
    assert answer.headers["HX-Redirect"] == f"/signin/?next={path}"
    assert "您填写的内容已保留" in client.get(answer.headers["HX-Redirect"]).content.decode()
    client.force_login(town.person("hb.office"))
    session = client.session
    session["strong"] = True
    session.save()
    assert "先看看现场" in client.get(path).content.decode()


def test_one_that_somebody_was_faster_with_is_named_and_stays_chosen(town, desk):
    rows = [town.opinion("submitted") for _ in range(2)]
    sent = {"step": "opinions.opinion:receive", "number": ticks(*rows), "go": "1"}
    take(rows[0], "transfer", by=town.deputy())
    done = desk(("HB", 1)).post("/desk/batch/", sent, follow=True).content.decode()
    assert [text in done for text in ("已办 1 件。", "1 件没有办成", f'value="{ticks(rows[0])[0]}" checked')] == [
        True
    ] * 3
    assert rows[1].number not in done


def test_the_same_batch_sent_twice_says_the_same(town, desk):
    rows = [town.opinion("submitted") for _ in range(2)]
    sent = {"step": "opinions.opinion:receive", "number": ticks(*rows), "go": "1", "since": clock.now().isoformat()}
    deputy = desk(("HB", 1))
    said = [deputy.post("/desk/batch/", sent, follow=True).context["done"] for _ in range(2)]
    assert said == [[row.number for row in rows]] * 2


def test_a_batch_that_makes_no_sense_leads_back_with_a_sentence(town, desk):
    opinion = town.opinion("transferred")
    office = desk("hb.office")
    posts = (
        {},
        {"step": "opinions.opinion:triage"},
        {"step": "opinions.opinion:conclude", "number": ticks(opinion)},
        {"step": "opinions.opinion:hide", "number": ticks(opinion)},
        {"step": "nobody:knows", "number": ticks(opinion)},
        {"step": "opinions.opinion:dispatch", "number": ticks(opinion), "go": ""},
        {"step": "opinions.opinion:triage", "number": ["nonsense", "a/b"], "next": "//evil.example/"},
    )
    for data in posts[:5] + posts[6:]:
        for send in (office.post, office.get):
            answer = send("/desk/batch/", {"next": "/desk/", **data}, follow=True)
            assert (answer.redirect_chain, bool(list(answer.context["messages"]))) == ([("/desk/", 302)], True)
    opinion.refresh_from_db()
    assert opinion.state == "transferred"


def test_nobody_takes_a_step_with_what_they_do_not_see(town, desk):
    opinion = town.opinion("transferred")
    sent = {"step": "opinions.opinion:triage", "number": ticks(opinion), "go": "1", "given-category": "01.05"}
    for who in ("kx.office", "hb.pm", "auditor"):
        desk(who).post("/desk/batch/", sent)
    opinion.refresh_from_db()
    assert opinion.state == "transferred"


def test_the_result_is_not_lost_by_a_reload_and_there_is_none_without_a_batch(town, desk):
    deputy = desk(("HB", 1))
    assert deputy.get("/desk/batch/").headers["Location"] == "/desk/"
    deputy.post("/desk/batch/", {"step": "opinions.opinion:receive", "number": ticks(town.report()), "go": "1"})
    assert [deputy.get("/desk/batch/").status_code for _ in range(2)] == [200, 200]
