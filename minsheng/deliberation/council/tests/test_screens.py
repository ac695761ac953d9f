"""Pages of the council: who finds what there, what must not show, how many questions a page asks."""

import io
from datetime import timedelta

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minsheng.deliberation.council import actions, queries
from minsheng.deliberation.council.models import Meeting, Nomination
from minsheng.deliberation.council.tests.conftest import DAY, NAME, OBJECTION, PHONE, WEDNESDAY
from minsheng.ground.files.actions import keep_document
from minsheng.ground.files.queries import document_url
from minsheng.ground.journal.models import Entry
from minsheng.ground.papers.layout import Sheet, drawn
from minsheng.instruments.activities.models import Invitation
from minsheng.instruments.opinions import actions as opinions
from minsheng.kernel import clock

MASKED = "199****0091"
FORM = {
    "title": "年初会议",
    "day": "2026-09-21",
    "since": "14:00",
    "until": "16:00",
    "address": "三楼会议室",
    "about": "",
    "form-TOTAL_FORMS": "5",
    "form-INITIAL_FORMS": "0",
    "form-0-title": "听取工作报告",
    "form-0-kind": "report",
    "form-0-speaker": "主任",
    "form-2-title": "年度计划",
    "form-2-kind": "plan",
} | {f"form-{n}-kind": "other" for n in (1, 3, 4)}


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def text_of(content):
    """All that a document says, cells first."""
    made = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(one.text for one in made.paragraphs)])


def test_a_director_enters_a_member_from_before_once_and_with_a_day_of_this_term(council, browser):
    director, began = browser("hb.director"), queries.term(council.place.pk)[0]
    form = {"name": NAME, "phone": PHONE, "category": "resident", "community": council.town.community().code}
    early = director.post("/council/enter/", form | {"since": began - DAY})
    assert (early.status_code, NAME in early.content.decode(), Nomination.objects.count()) == (422, True, 0)

    assert director.post("/council/enter/", form | {"since": began}).status_code == 302
    again = director.post("/council/enter/", form | {"since": began})

    entered = Nomination.objects.get()
    assert (entered.state, entered.appointment.since, entered.phone) == ("appointed", began, "")
    assert (again.status_code, "已经是议事会成员" in again.content.decode()) == (422, True)
    assert NAME in page(director, f"/council/members/{council.place.code}/")
    assert PHONE not in page(director, f"/council/members/{council.place.code}/")


@pytest.fixture
def recommendation(council):
    return {
        "name": NAME,
        "phone": "+86 199-0000-0091",
        "category": "resident",
        "community": council.town.community().code,
        "about": "退休教师",
        "why": "热心楼道里的事。",
        "how": "self",
    }


def test_a_resident_recommends_and_finds_how_it_stands(council, browser, recommendation):
    client = browser(council.town.resident(7))
    answer = client.post("/council/recommend/", recommendation)
    made = Nomination.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/council/n/{made.number}/")
    assert (made.phone, made.place, made.by_id) == (PHONE, council.place, council.town.resident(7).person_id)
    assert "已推荐" in page(client, answer.url)
    assert NAME in page(client, "/council/")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"phone": "12345"}, "这不是手机号"),
        ({"how": "organisation"}, "请填写推荐组织"),
        ({"how": "residents", "signers": "9"}, "至少要有 10 人签名"),
        ({"community": "0"}, "请"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(change, said, council, browser, recommendation):
    answer = browser(council.town.resident(7)).post("/council/recommend/", recommendation | change)
    text = answer.content.decode()
    assert (answer.status_code, said in text, "热心楼道里的事。" in text) == (422, True, True)
    assert Nomination.objects.count() == 0


def test_an_office_recommends_in_its_own_street_only(council, browser, recommendation):
    elsewhere = recommendation | {"community": council.town.community("KX").code}
    assert browser("hb.office").post("/council/recommend/", elsewhere).status_code == 422
    assert browser("hb.office").post("/council/recommend/", recommendation).status_code == 302


def test_the_phone_is_masked_for_officials_and_shown_to_nobody_else(council, browser):
    made = council.nomination("announced")
    council.object(made)
    address = f"/council/n/{made.number}/"
    readers = ["hb.office", "hb.director", "district", "auditor"]
    pages = [page(browser(who), address) for who in readers]
    others = [page(browser(who), address) for who in (None, council.town.resident(7), council.member(), "hb.gov")]
    assert [PHONE in text for text in pages + others] == [False] * 8
    assert [MASKED in text for text in pages + others] == [True] * 4 + [False] * 4


def test_a_look_at_the_phone_needs_a_reason_and_is_written_down(council, browser):
    made = council.nomination()
    address, client = f"/council/n/{made.number}/reveal/", browser("hb.office")
    assert client.post(address, {"note": ""}).status_code == 422
    assert (PHONE in page(client, address), Entry.objects.filter(step="reveal").count()) == (False, 0)
    assert PHONE in client.post(address, {"note": "核实条件"}).content.decode()
    assert Entry.objects.get(step="reveal").words.note == "核实条件"
    assert browser("district").get(address).status_code == 404


def test_who_objected_and_with_what_is_read_by_officials_alone(council, town, browser):
    made = council.nomination("announced")
    council.object(made)
    objector = town.resident(8).name
    address = f"/council/n/{made.number}/"
    inside = page(browser("hb.director"), address)
    assert (OBJECTION in inside, objector in inside) == (True, True)
    for who in (None, town.resident(7), town.resident(9), council.member(), "hb.gov", "kx.office"):
        text = page(browser(who), address)
        assert (OBJECTION in text, objector in text) == (False, False)


def test_somebody_objects_by_the_form_of_the_notice(council, town, browser):
    made = council.nomination("announced")
    address = f"/council/n/{made.number}/contest/"
    assert browser().get(address).status_code == 302
    client = browser(town.resident(8))
    assert client.post(address, {"words": ""}).status_code == 422
    assert client.post(address, {"words": OBJECTION}).status_code == 302
    assert made.objections.get().person_id == town.resident(8).person_id
    assert "您的异议已收到" in page(client, f"/council/n/{made.number}/")


def test_what_is_not_announced_is_not_there_for_others(council, town, browser):
    made = council.nomination("vetted")
    for who in (None, town.resident(9), council.member(), "hb.gov", "kx.office", "kx.director"):
        assert browser(who).get(f"/council/n/{made.number}/").status_code == 404
        assert NAME not in page(browser(who), "/council/")


def test_members_stand_in_the_order_of_strokes_for_everybody(council, browser):
    council.nomination("appointed", name="丁一")
    with clock.at(WEDNESDAY + timedelta(days=8)):
        text = page(browser(), f"/council/members/{council.place.code}/")
        paper = browser().get(f"/council/members/{council.place.code}/roster.docx").content
    names = ["丁一", *(council.member(n).name for n in range(5))]
    assert min(text.index(name) for name in names) == text.index("丁一")
    assert (str(council.town.community()) in text, PHONE in text) == (True, False)
    assert text_of(paper).startswith("丁一")


def test_a_meeting_is_convened_with_agenda_and_materials(council, browser):
    paper = drawn(Sheet(title="计划"), number="", edition=1, made_at=clock.now(), day=clock.today())
    file = SimpleUploadedFile("年度计划.docx", paper)
    answer = browser("hb.office").post("/council/convene/", FORM | {"documents": file})
    assert answer.status_code == 302
    meeting = Meeting.objects.get()
    assert list(meeting.agenda.values_list("position", "kind", "title")) == [
        (1, "report", "听取工作报告"),
        (2, "plan", "年度计划"),
    ]
    assert Invitation.objects.filter(activity=meeting.activity).count() == 5
    text = page(browser(council.member()), f"/council/m/{meeting.number}/")
    assert ("年度计划.docx" in text, "听取工作报告" in text) == (True, True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"form-0-title": "", "form-2-title": ""}, "请至少填写一项议题。"),
        ({"day": "2026-09-01"}, "这个时间已经过去"),
        ({"until": "13:00"}, ""),
        ({"title": ""}, ""),
    ],
)
def test_a_meeting_that_cannot_be_is_not_convened_and_stays_typed(change, said, council, browser):
    answer = browser("hb.office").post("/council/convene/", FORM | change)
    text = answer.content.decode()
    assert (answer.status_code, said in text, "三楼会议室" in text, Meeting.objects.count()) == (422, True, True, 0)


def test_materials_open_to_members_and_officials_of_the_street_alone(council, town, browser):
    meeting = council.meeting()
    content = drawn(Sheet(title="计划"), number="", edition=1, made_at=clock.now(), day=clock.today())
    file = keep_document(SimpleUploadedFile("计划.docx", content), by=council.office)
    actions.attach(meeting, documents=[file], by=council.office)
    who = [council.member(), "hb.office", "district", None, town.resident(9), "kx.office", town.deputy(), "hb.gov"]
    found = [browser(one).get(document_url(file)).status_code for one in who]
    address = f"/council/m/{meeting.number}/"
    assert [browser(one).get(address).status_code for one in who] == [200] * 3 + [404] * 5
    assert found == [200] * 3 + [404] * 5


def test_a_member_reads_the_minutes_once_they_are_confirmed_and_no_other_opinions(council, town, browser):
    meeting = council.meeting("drafted", there=(0, 1, 2))
    with clock.at(meeting.activity.starts):
        facts = {"channel": "activity", "activity": meeting.activity.number}
        own = opinions.submit(opinions.Report("建议增加老年食堂。", town.where(), **facts), by=council.member())
        other = opinions.submit(opinions.Report("地下车库太暗。", town.where(), **facts), by=council.member(1))
    address, client = f"/council/m/{meeting.number}/", browser(council.member())
    text = page(client, address)
    assert ("一、听取报告。" in text, own.number in text, other.number in text) == (False, True, False)
    actions.confirm(meeting, by=council.director)
    assert "一、听取报告。" in page(client, address)
    inside = page(browser("hb.office"), address)
    assert (own.number in inside, other.number in inside) == (True, True)


def test_the_answer_to_an_opinion_stands_beside_it(council, town, browser):
    meeting = council.meeting("held")
    opinion = town.opinion("answered")
    type(opinion).objects.filter(pk=opinion.pk).update(activity=meeting.activity.number)
    assert "已补种灌木 40 株。" in page(browser("hb.office"), f"/council/m/{meeting.number}/")


def test_the_form_of_the_minutes_comes_filled_in(council, browser):
    meeting = council.meeting("held", there=(0, 1, 2))
    address, client = f"/council/m/{meeting.number}/draft/", browser("hb.office")
    assert "应到成员 5 名，实到 3 名" in page(client, address)
    assert client.post(address, {"minutes": "一、听取报告。"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.state) == ("一、听取报告。", "drafted")
    assert client.get(f"/council/m/{meeting.number}/confirm/").status_code == 409


def test_the_director_answers_each_plan_by_a_form(council, browser):
    meeting = council.meeting("held")
    plan = meeting.agenda.get(kind="plan")
    address, client = f"/council/m/{meeting.number}/take_up/", browser("hb.director")
    assert client.post(address, {}).status_code == 422
    answer = {f"taken_{plan.pk}": "partly", f"words_{plan.pk}": "列入计划。"}
    assert client.post(address, answer).status_code == 302
    assert "列入计划。" in page(browser(council.member()), f"/council/m/{meeting.number}/")


@pytest.mark.parametrize(
    ("what", "said"),
    [("notice", "听取工作报告"), ("sheet", "签到表"), ("minutes", "一、听取报告。")],
)
def test_papers_of_a_meeting(what, said, council, browser):
    meeting = council.meeting("confirmed", there=(0,))
    address = f"/council/m/{meeting.number}/paper/{what}/"
    assert said in text_of(browser("hb.office").post(address).content)
    assert [browser(who).post(address).status_code for who in (council.member(), "district", "kx.office")] == [404] * 3


def test_there_are_no_minutes_on_paper_before_there_are_any(council, browser):
    meeting = council.meeting("held")
    assert browser("hb.office").post(f"/council/m/{meeting.number}/paper/minutes/").status_code == 404
    assert browser("hb.office").post(f"/council/m/{meeting.number}/paper/riddle/").status_code == 404


def test_a_member_answers_the_invitation_from_their_own_page(council, browser):
    meeting = council.meeting()
    client = browser(council.member())
    text = page(client, "/council/")
    own = Invitation.objects.get(activity=meeting.activity, person=council.member().person_id)
    assert (meeting.title in text, f"/activities/invitations/{own.number}/accept/" in text) == (True, True)


def test_the_activity_leads_to_the_agenda_for_those_who_may_read_it(council, town, browser):
    meeting = council.meeting()
    link, address = f"/council/m/{meeting.number}/", f"/activities/{meeting.activity.number}/"
    found = [link in page(browser(who), address) for who in (council.member(), "hb.office", town.resident(9), None)]
    assert found == [True, True, False, False]


@pytest.mark.parametrize(
    ("who", "address", "most"),
    [
        ("hb.director", "/council/", 30),
        ("district", "/council/", 30),
        ("member", "/council/", 60),
        (None, "/council/", 12),
        ("hb.office", "/council/m/{meeting}/", 50),
        (None, "/council/members/{place}/", 12),
    ],
)
def test_a_page_asks_no_more_of_the_database_with_more_members(who, address, most, council, browser):
    meeting = council.meeting("confirmed", there=(0, 1, 2))
    council.nomination("announced")
    client = browser(council.member() if who == "member" else who)
    path = address.format(meeting=meeting.number, place=council.place.code)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    council.seat(15, 16, 17, 18)
    with CaptureQueriesContext(connection) as again:
        client.get(path)
    assert (len(again), len(asked) <= most) == (len(asked), True), len(asked)
