"""The pages: what everybody reads, what organisers do, checking in from scan to list, rosters, codes and posters."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from minsheng.ground.codes.actions import code_for
from minsheng.ground.people.models import Person
from minsheng.instruments.activities import actions, queries
from minsheng.instruments.activities.models import Activity, Attendance, Invitation
from minsheng.instruments.activities.tests.conftest import HOUR, MINUTES, WEDNESDAY
from minsheng.kernel import clock
from minsheng.kernel.workflow import take

pytestmark = pytest.mark.django_db
NEW = {
    "what": "meeting",
    "title": "晴雨议事坊",
    "day": "2026-09-18",
    "since": "14:00",
    "until": "16:00",
    "public": "on",
}


def page(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def person(actor):
    return Person.objects.get(pk=actor.person_id)


# The list and the page.


def test_everybody_finds_what_is_public_in_its_month(client, calendar):
    calendar.activity()
    calendar.activity(title="闭门会", public=False)
    shown = client.get("/activities/?month=2026-09").content.decode()
    assert [words in shown for words in ("晴雨议事坊", "闭门会", "/activities/new/")] == [True, False, False]
    assert "本月没有活动" in page(client.get("/activities/?month=2026-10"))


def test_a_shift_that_is_there_already_is_said_beside_what_was_typed(desk, calendar):
    station, typed = calendar.station, "请带好材料，先到先谈。"
    sent = NEW | {"what": "shift", "station": station.pk, "about": typed}
    first, again = (desk("hb.office").post("/activities/new/", sent) for _ in range(2))
    shown = again.content.decode()
    assert (first.status_code, again.status_code, typed in shown, "该时段已有值班" in shown) == (302, 422, True, True)
    assert Activity.objects.filter(what="shift").count() == 1


def test_officials_of_a_street_find_its_activities_first_and_what_is_to_come_above_what_is_over(desk, town, calendar):
    over = calendar.activity(title="开过的会")
    calendar.activity(title="要开的会")
    take(over, "cancel", by=town.by("hb.office"), note="台风")
    sitting = desk("hb.office")
    own, other = page(sitting.get("/activities/?month=2026-09")), desk("kx.office")
    assert (
        own.index("即将开始 · 湖滨街道") < own.index("要开的会") < own.index("已结束或已取消") < own.index("开过的会")
    )
    shown = [page(other.get(f"/activities/?month=2026-09{more}")) for more in ("", "&where=all")]
    assert ["要开的会" in words for words in shown] == [False, True]


def test_a_list_of_many_costs_as_many_queries_as_a_list_of_one(desk, calendar, django_assert_max_num_queries):
    for _ in range(12):
        calendar.activity()
    sitting = desk("hb.office")
    sitting.get("/activities/?month=2026-09")
    with django_assert_max_num_queries(12):
        assert page(sitting.get("/activities/?month=2026-09")).count("晴雨议事坊") == 12


def test_everybody_reads_when_and_where_and_nobody_reads_who_is_invited_or_came(client, town, calendar):
    activity = calendar.activity()
    actions.invite(activity, deputies=[town.deputy_row("KX")], by=town.by("hb.office"))
    take(activity, "start", by=town.by("hb.office"))
    actions.mark(activity, name="沈阿婆", by=town.by("hb.office"))
    actions.draft(activity, minutes=MINUTES, by=town.by("hb.office"))
    shown = page(client.get(f"/activities/{activity.number}/"))
    secrets = (town.deputy_row("KX").person.name, "沈阿婆", MINUTES, activity.secret)
    assert [words in shown for words in ("2026年9月9日", "11:00–13:00", "加装电梯", "签到")] == [True] * 4
    assert [words for words in secrets if words in shown] == []


def test_of_a_shift_everybody_reads_which_deputies_receive(client, town, calendar):
    calendar.shift(1)
    shown = page(client.get(f"/activities/{Activity.objects.get().number}/"))
    assert [words in shown for words in ("代表接待值班", town.deputy_row().person.name)] == [True, True]


def test_those_who_organise_it_read_who_is_invited_and_who_came(town, calendar, desk):
    activity = calendar.activity("running")
    actions.invite(activity, deputies=[town.deputy_row()], by=town.by("hb.office"))
    actions.mark(activity, name="沈阿婆", by=town.by("hb.office"))
    shown = {who: page(desk(who).get(f"/activities/{activity.number}/")) for who in ("hb.station", "hb.gov", "auditor")}
    assert {who: "沈阿婆" in text for who, text in shown.items()} == {
        "hb.station": True,
        "hb.gov": False,
        "auditor": True,
    }
    assert [who for who, text in shown.items() if "显示签到码" in text] == ["hb.station"]


def test_what_is_not_public_is_not_there_for_others(client, calendar, desk):
    number = calendar.activity(public=False).number
    answers = [one.get(f"/activities/{number}/").status_code for one in (client, desk("kx.office"), desk("hb.gov"))]
    assert answers == [404, 404, 404]


def test_an_office_announces_a_meeting_and_lands_on_its_page(desk):
    answer = desk("hb.office").post("/activities/new/", NEW)
    made = Activity.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/activities/{made.number}/")
    assert (clock.local(made.starts).isoformat(), made.place.name) == ("2026-09-18T14:00:00+08:00", "湖滨街道")


def test_a_platform_is_announced_for_weeks(desk):
    desk("hb.office").post("/activities/new/", NEW | {"what": "platform", "title": "相约星期五", "times": "3"})
    assert list(Activity.objects.values_list("series", flat=True)) == ["相约星期五"] * 3


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"until": "13:00"}, "结束时间要晚于开始时间。"),
        ({"day": "2026-09-01"}, "这个时间已经过去，请选择以后的日期。"),
        ({"day": "2126-09-18"}, "超过两年以后了，请检查年份。"),
        ({"title": ""}, "请填写名称。"),
        ({"what": "shift"}, "请选择联络站。"),
    ],
)
def test_what_is_typed_wrongly_is_told_and_kept(desk, wrong, told):
    answer = desk("hb.office").post("/activities/new/", NEW | {"about": "加装电梯"} | wrong)
    assert (answer.status_code, told in page(answer), "加装电梯" in page(answer)) == (422, True, True)
    assert Activity.objects.count() == 0


def test_a_coordinator_announces_at_a_station_of_theirs_only(desk, calendar):
    sitting = desk("hb.station")
    told = [
        sitting.post("/activities/new/", NEW).status_code,
        sitting.post("/activities/new/", NEW | {"station": calendar.below.pk}).status_code,
        desk("kx.station").post("/activities/new/", NEW | {"station": calendar.below.pk}).status_code,
    ]
    assert told == [422, 302, 422]


def test_deputies_are_invited_on_the_page_and_answer_there(town, calendar, desk):
    activity = calendar.activity()
    office, deputy = desk("hb.office"), desk(town.deputy())
    office.post(f"/activities/{activity.number}/invite/", {"deputies": [town.deputy_row().pk]})
    invitation = Invitation.objects.get()
    asked = page(deputy.get(f"/activities/{activity.number}/"))
    declined = deputy.post(f"/activities/invitations/{invitation.number}/decline/", {"note": ""})
    deputy.post(f"/activities/invitations/{invitation.number}/accept/")
    invitation.refresh_from_db()
    assert ("邀请您参加" in asked, declined.status_code, invitation.state) == (True, 422, "coming")


def test_an_invitation_stands_in_the_inbox_and_leads_to_its_activity(town, calendar, desk):
    activity = calendar.activity()
    actions.invite(activity, deputies=[town.deputy_row()], by=town.by("hb.office"))
    inbox = desk(town.deputy()).get("/desk/").content.decode()
    assert [words in inbox for words in ("晴雨议事坊", f"/activities/{activity.number}/")] == [True, True]


def test_the_time_is_changed_before_it_begins(calendar, desk):
    activity, sitting = calendar.activity(), desk("hb.office")
    now = sitting.get(f"/activities/{activity.number}/edit/").content.decode()
    changed = {"title": "晴雨议事坊", "day": "2026-09-10", "since": "09:00", "until": "10:00", "address": "社区礼堂"}
    answer = sitting.post(f"/activities/{activity.number}/edit/", changed)
    activity.refresh_from_db()
    assert ('value="2026-09-09"' in now, answer.status_code, activity.address) == (True, 302, "社区礼堂")
    assert clock.local(activity.starts).isoformat() == "2026-09-10T09:00:00+08:00"


def test_minutes_are_written_confirmed_and_read(town, calendar, desk):
    activity, sitting = calendar.activity("held"), desk("hb.office")
    address = f"/activities/{activity.number}/"
    sitting.post(f"{address}draft/", {"minutes": MINUTES})
    sitting.post(f"{address}confirm/")
    readers = {who: desk(who).get(f"{address}minutes/").status_code for who in ("hb.station", "hb.gov", "kx.office")}
    assert MINUTES in page(sitting.get(f"{address}minutes/"))
    assert readers == {"hb.station": 200, "hb.gov": 404, "kx.office": 404}
    assert sitting.get(f"{address}draft/").status_code == 409


# Checking in.


def test_from_the_screen_over_the_scan_and_the_sign_in_to_the_list(town, calendar, desk):
    activity = calendar.activity("running")
    screen = desk("hb.station").get(f"/activities/{activity.number}/screen/").content.decode()
    code = queries.code_at(activity, clock.now())
    phone = Client()
    scanned = phone.get(f"/activities/{activity.number}/checkin/?code={code}")
    phone.force_login(person(town.resident()))
    with clock.at(clock.now() + timedelta(minutes=5)):
        asked = page(phone.get(f"/activities/{activity.number}/checkin/"))
        answer = phone.post(f"/activities/{activity.number}/checkin/", {})
    assert f"{code[:3]} {code[3:]}" in screen
    assert scanned.url == f"/signin/?next=/activities/{activity.number}/checkin/"
    assert ("已扫码，点一下即完成签到。" in asked, answer.url) == (True, f"/activities/{activity.number}/")
    assert Attendance.objects.get().person_id == town.resident().person_id


def test_looking_at_a_scanned_code_checks_nobody_in(town, calendar, desk):
    activity = calendar.activity("running")
    desk(town.resident()).get(f"/activities/{activity.number}/checkin/?code={queries.code_at(activity, clock.now())}")
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "told"), [("", "请输入屏幕上的六位数字。"), ("000", "签到码不对或已过期，请扫描或输入现在显示的码。")]
)
def test_a_wrong_code_is_told_on_the_same_page(town, calendar, desk, typed, told):
    activity = calendar.activity("running")
    answer = desk(town.resident()).post(f"/activities/{activity.number}/checkin/", {"code": typed})
    assert (answer.status_code, told in page(answer)) == (422, True)


def test_the_code_is_shown_to_those_only_who_hold_it(town, calendar, desk, client):
    number = calendar.activity("running").number
    answers = [one.get(f"/activities/{number}/screen/").status_code for one in (desk(town.deputy()), desk("kx.office"))]
    assert (answers, client.get(f"/activities/{number}/screen/").status_code) == ([404, 404], 302)


# The roster.


def test_a_roster_shows_who_receives_when(town, calendar, desk):
    station = calendar.shift(1)
    shown = page(desk("hb.office").get(f"/activities/roster/{station.code}/?month=2026-09"))
    assert [words in shown for words in ("11:00–13:00", town.deputy_row().person.name)] == [True, True]


def test_a_roster_is_opened_by_who_has_the_station_in_reach(calendar, desk, client, town):
    address = f"/activities/roster/{calendar.below.code}/"
    found = {who: desk(who).get(address).status_code for who in ("hb.station", "district", "kx.station", "hb.gov")}
    assert found == {"hb.station": 200, "district": 200, "kx.station": 404, "hb.gov": 403}
    assert client.get(address).status_code == 302


def test_a_table_goes_into_the_roster_and_its_bad_lines_are_listed(calendar, desk):
    table = "日期,时间,代表编号\n2026-09-11,09:00-11:00,HB-01\n2026-09-12,bad,HB-02\n"
    upload = SimpleUploadedFile("roster.csv", table.encode())
    answer = desk("hb.station").post(f"/activities/roster/{calendar.station.code}/import/", {"sheet": upload})
    shown = page(answer)
    assert (answer.status_code, Invitation.objects.count()) == (200, 1)
    assert "新排班 1 条，原已存在 0 条，不能使用 1 条。" in shown
    assert "3 2026-09-12, bad, HB-02 时间无法识别，请写成 09:00-11:00 的样子。" in shown


def test_a_table_without_any_good_line_is_refused(calendar, desk):
    upload = SimpleUploadedFile("roster.csv", b"a,b,c\n1,2,3\n")
    answer = desk("hb.station").post(f"/activities/roster/{calendar.station.code}/import/", {"sheet": upload})
    assert (answer.status_code, "表格中没有可用的行。" in page(answer)) == (422, True)


def test_shifts_are_added_swapped_and_taken_over_by_forms(town, calendar, desk):
    sitting, address = desk("hb.station"), f"/activities/roster/{calendar.station.code}"
    day = {"day": "2026-09-11", "since": "09:00", "until": "11:00", "weeks": "2"}
    added = sitting.post(f"{address}/add/", day | {"deputy": town.deputy_row().pk})
    calendar.shift(2, starts=WEDNESDAY + HOUR)
    first, second, third = queries.set_down(calendar.station)
    swapped = sitting.post(f"{address}/swap/", {"first": first.pk, "second": second.pk})
    taken = sitting.post(f"{address}/substitute/", {"shift": third.pk, "deputy": town.deputy_row("HB", 3).pk})
    assert {added.status_code, swapped.status_code, taken.status_code} == {302}
    assert [one.post.deputy.code for one in queries.set_down(calendar.station)] == ["HB-01", "HB-02", "HB-03"]


def test_a_swap_that_cant_be_made_is_told_on_the_form(calendar, desk):
    calendar.shift(1)
    one = queries.set_down(calendar.station)[0]
    answer = desk("hb.station").post(
        f"/activities/roster/{calendar.station.code}/swap/", {"first": one.pk, "second": one.pk}
    )
    assert (answer.status_code, "请选择两位代表的两个不同班次。" in page(answer)) == (422, True)


# Codes and posters.


def test_an_office_prints_the_codes_of_its_street(desk, calendar, town):
    sitting = desk("hb.office")
    shown = sitting.get("/activities/codes/").content.decode()
    names = (calendar.station.name, town.deputy_row().person.name, town.deputy_row("KX").person.name)
    assert [name in shown for name in names] == [True, True, False]
    whole = Document(BytesIO(sitting.get("/activities/codes/all.docx").content))
    assert len(whole.inline_shapes) == shown.count("/poster.docx")


def test_a_poster_names_the_station_and_its_code(desk, calendar):
    code = code_for(("places.station", calendar.station.code), "330102")
    sitting = desk("hb.station")
    words = [
        p.text for p in Document(BytesIO(sitting.get(f"/activities/codes/{code.short}/poster.docx").content)).paragraphs
    ]
    drawing = sitting.get(f"/activities/codes/{code.short}/poster.svg")
    assert [line in words for line in ("扫码反映", calendar.station.name, f"{code.short[:3]} {code.short[3:]}")] == [
        True
    ] * 3
    assert (drawing["Content-Type"], code.short in drawing.content.decode()) == ("image/svg+xml", True)


def test_who_prints_what(desk, calendar, town, client):
    short = code_for(("places.station", calendar.station.code), "330102").short
    who = ("hb.office", "hb.station", "district", "admin", "kx.office", "kx.station", "hb.gov", "auditor")
    answers = {one: desk(one).get(f"/activities/codes/{short}/poster.docx").status_code for one in who}
    assert answers == {
        "hb.office": 200,
        "hb.station": 200,
        "district": 200,
        "admin": 200,
        "kx.office": 404,
        "kx.station": 404,
        "hb.gov": 403,
        "auditor": 403,
    }
    assert [one.get("/activities/codes/").status_code for one in (client, desk(town.resident()))] == [302, 403]


def test_a_new_code_takes_the_place_of_the_old_one(desk, calendar, client):
    old = code_for(("places.station", calendar.station.code), "330102")
    refused = desk("kx.office").post(f"/activities/codes/{old.short}/replace/")
    desk("hb.office").post(f"/activities/codes/{old.short}/replace/")
    fresh = code_for(("places.station", calendar.station.code), "330102")
    assert (refused.status_code, fresh == old, client.get(f"/c/{old.short}/").status_code) == (404, False, 404)


def test_a_meetings_own_poster_is_printed_by_its_hosts(desk, calendar):
    activity = calendar.activity()
    code = code_for(activity.key, "330102")
    answers = [
        desk(who).get(f"/activities/codes/{code.short}/poster.svg").status_code for who in ("hb.office", "kx.office")
    ]
    assert answers == [200, 404]
