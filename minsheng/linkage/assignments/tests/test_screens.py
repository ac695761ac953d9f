"""The pages: a task written and given on one page, a street's checklist and report, the streets side by side."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document

from minsheng.ground.places.queries import streets
from minsheng.instruments.activities import actions as activities
from minsheng.instruments.surveys.models import Survey
from minsheng.kernel import clock
from minsheng.kernel.workflow import take
from minsheng.linkage.assignments import actions
from minsheng.linkage.assignments.models import StreetTask, Task
from minsheng.linkage.assignments.tests.conftest import HOUR, QUESTIONS, REPORT, WEDNESDAY, state_of

pytestmark = pytest.mark.django_db
UNSIGNED = "还没定稿的汇报，先不要外传"


def page(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def new(desk, **more):
    return {
        "what": "inspection",
        "title": "无障碍设施提升改造",
        "mandate": desk.mandate().number,
        "about": "查看坡道、盲道和电梯，听取意见。",
        "streets": ["330102003", "330102008"],
        "due": "2026-09-18",
        "minimum": "10",
        "outputs": ["opinions", "attendance"],
        "questions": QUESTIONS,
        "issue": "1",
    } | more


def codes(town, *initials):
    return [town.street(name).code for name in initials]


def test_the_district_gives_a_task_to_several_streets_on_one_page(town, desk, seat):
    sitting = seat("district")
    assert "新建任务" in page(sitting.get("/tasks/"))
    answer = sitting.post("/tasks/new/", new(desk, streets=codes(town, "HB", "KX")))
    task = Task.objects.get()
    assert (answer.url, task.state) == (f"/tasks/{task.number}/", "issued")
    assert sorted(task.parts.values_list("place__initials", flat=True)) == ["HB", "KX"]
    assert clock.local(task.due).isoformat() == "2026-09-18T23:59:59+08:00"
    shown = page(sitting.get(answer.url))
    words = ("各街道对照", "湖滨街道", "凯旋街道", "待签收", "年度监督计划", "2026 年第 3 项", "任务书")
    assert [word for word in words if word not in shown] == ["年度监督计划"]


def test_all_streets_are_one_tick(desk, seat):
    sitting = seat("district")
    sitting.post("/tasks/new/", new(desk, streets=[], everywhere="on", questions=""))
    assert Task.objects.get().parts.count() == 14


def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(desk, seat):
    sent = new(desk, streets=[], due="2026-09-01", questions="一 |", outputs=["survey"])
    answer = seat("district").post("/tasks/new/", sent)
    shown = answer.content.decode()
    said = ("请至少选择一个街道。", "这一天已经过去", "第 1 行")
    assert (answer.status_code, [words in shown for words in said]) == (422, [True] * 3)
    assert ("查看坡道、盲道和电梯，听取意见。" in shown, Task.objects.count()) == (True, 0)


def test_a_draft_is_kept_changed_and_given(town, desk, seat):
    sitting = seat("district")
    sent = {name: value for name, value in new(desk, streets=codes(town, "HB")).items() if name != "issue"}
    address = sitting.post("/tasks/new/", sent).url
    assert "起草任务" in page(sitting.get(address))
    form = sitting.get(f"{address}edit/").content.decode()
    assert [words in form for words in ("无障碍设施提升改造", "坡道是否好走", "2026-09-18")] == [True] * 3
    sitting.post(f"{address}edit/", sent | {"title": "无障碍回头看", "streets": codes(town, "KX")})
    sitting.post(f"{address}issue/", {})
    assert list(StreetTask.objects.values_list("place__initials", "task__title")) == [("KX", "无障碍回头看")]


def test_the_street_sees_at_once_what_is_asked_until_when_and_what_is_missing(town, desk, seat):
    part = desk.part("running", minimum=3, outputs=["opinions", "photos"], questions=QUESTIONS)
    activities.mark(desk.activity(part), name="沈阿婆", by=town.by("hb.office"))
    desk.say(part)
    sitting = seat("hb.office")
    assert "无障碍设施提升改造" in page(sitting.get("/tasks/"))
    shown = page(sitting.get(f"/tasks/streets/{part.number}/"))
    words = ("完成时限 2026-09-18", "到场 1/3", "意见 1/1", "照片 0/1", "还缺", "收集意见 1 件", "东门坡道太陡")
    assert [word for word in words if word not in shown] == []


def test_a_report_that_lacks_something_comes_back_with_what_was_typed(town, desk, seat):
    part = desk.part("running")
    sitting, address = seat("hb.office"), f"/tasks/streets/{part.number}/report/"
    assert "一、基本情况" in sitting.get(address).content.decode()
    answer = sitting.post(address, {"report": REPORT})
    shown = answer.content.decode()
    assert (answer.status_code, "还不能汇报，尚缺：到场 0/2; 意见 0/1。" in shown, REPORT in shown) == (422, True, True)
    for name in ("沈阿婆", "周阿公"):
        activities.mark(desk.activity(part), name=name, by=town.by("hb.office"))
    desk.say(part)
    assert sitting.post(address, {"report": REPORT}).status_code == 302
    assert state_of(part) == "reported"


def test_the_director_plans_on_one_form_with_the_activity(town, desk, seat):
    part = desk.part("signed")
    sent = {
        "plan": "分两组查看。",
        "title": "无障碍设施检查",
        "day": "2026-09-10",
        "since": "09:00",
        "until": "11:30",
        "address": "东坡路口",
        "public": "on",
        "deputies": [str(town.deputy_row().pk)],
    }
    sitting, address = seat("hb.director"), f"/tasks/streets/{part.number}/plan/"
    wrong = sitting.post(address, sent | {"until": "08:00"})
    assert (wrong.status_code, "分两组查看。" in wrong.content.decode()) == (422, True)
    sitting.post(address, sent)
    activity = desk.activity(part)
    assert (state_of(part), clock.local(activity.starts).isoformat()) == ("planned", "2026-09-10T09:00:00+08:00")
    assert f"/tasks/streets/{part.number}/" in sitting.get(f"/activities/{activity.number}/").content.decode()


def test_another_streets_part_is_not_there(desk, seat):
    part = desk.bring(desk.parts("HB", "SJQ")[0], "reported")
    for who in ("kx.office", "sjq.office", "hb.gov", "hb.pm"):
        assert seat(who).get(f"/tasks/streets/{part.number}/").status_code == 404
    assert seat("kx.office").get(f"/tasks/{part.task.number}/").status_code == 404


def test_a_draft_report_is_read_by_its_street_alone(town, desk, seat):
    part = desk.bring(desk.parts("HB", "SJQ")[0], "reported")
    StreetTask.objects.filter(pk=part.pk).update(report=UNSIGNED)
    take(part, "send_back", by=town.by("hb.director"), note="内部先改改")
    pages = {
        (who, address): seat(who).get(address).content.decode()
        for who in ("hb.office", "hb.director", "district", "auditor", "sjq.office")
        for address in (f"/tasks/streets/{part.number}/", f"/tasks/{part.task.number}/")
    }
    assert {at for at, shown in pages.items() if UNSIGNED in shown} == {
        ("hb.office", f"/tasks/streets/{part.number}/"),
        ("hb.director", f"/tasks/streets/{part.number}/"),
    }
    assert {who for (who, _address), shown in pages.items() if "内部先改改" in shown} == {"hb.office", "hb.director"}


def test_an_opinion_says_at_which_activity_and_for_which_task_it_was_collected(desk, seat):
    part = desk.part("running")
    said = desk.say(part)
    shown = {who: seat(who).get(f"/o/{said.number}/").content.decode() for who in ("hb.office", "district")}
    links = (f"/activities/{desk.activity(part).number}/", f"/tasks/streets/{part.number}/")
    assert {who: [link in text for link in links] for who, text in shown.items()} == {
        "hb.office": [True, True],
        "district": [True, True],
    }


def test_what_was_collected_for_a_task_can_be_filtered_and_exported_from_the_list_of_opinions(town, desk, seat):
    part = desk.part("running")
    said, other = desk.say(part), town.opinion("triaged")
    office = seat("hb.office")
    link = f"/opinions/?at={part.number}"
    assert f'href="{link}"' in office.get(f"/tasks/streets/{part.number}/").content.decode()

    shown = office.get(link).content.decode()
    table = office.get(f"/opinions/export.csv?at={part.number}").getvalue().decode()

    assert [number in text for text in (shown, table) for number in (said.number, other.number)] == [True, False] * 2
    assert f"收集场合 {part.number}" in shown
    assert said.number in office.get(f"/opinions/?at={desk.activity(part).number}").content.decode()


def test_a_hidden_opinion_is_in_no_list_and_no_count(town, desk, seat):
    part = desk.part("running")
    said = desk.say(part, "有人在工程里收了好处。")
    town.hide(said)
    for who in ("hb.office", "hb.director", "district", "auditor"):
        for address in (f"/tasks/streets/{part.number}/", f"/tasks/{part.task.number}/"):
            shown = seat(who).get(address).content.decode()
            assert (said.number in shown, "收了好处" in shown, "收集意见" in shown) == (False, False, False)


def test_whoever_is_invited_reads_the_theme_and_nothing_of_the_streets(desk, seat, town):
    part = desk.bring(desk.parts("HB", "KX")[0], "reported")
    deputy = seat(town.deputy())
    shown = page(deputy.get(f"/tasks/{part.task.number}/"))
    assert [words in shown for words in ("查看坡道、盲道和电梯", "各街道对照", REPORT)] == [True, False, False]
    assert deputy.get(f"/tasks/streets/{part.number}/").status_code == 404
    linked = deputy.get(f"/activities/{desk.activity(part).number}/").content.decode()
    assert f"/tasks/{part.task.number}/" in linked


def test_residents_and_visitors_see_the_activity_alone(client, desk, seat, town):
    part = desk.part("running", questions=QUESTIONS)
    address = f"/tasks/{part.task.number}/"
    assert client.get(address).status_code == 302
    assert seat(town.resident()).get(address).status_code == 404
    shown = client.get(f"/activities/{desk.activity(part).number}/").content.decode()
    assert (address in shown, f"/surveys/{Survey.objects.get().number}/" in shown) == (False, True)


def test_reports_are_merged_from_what_the_streets_wrote_and_all_streets_read_it(town, desk, seat):
    for part in desk.parts("HB", "KX", questions=QUESTIONS):
        desk.bring(part, "accepted")
    task, sitting = Task.objects.get(), seat("district")
    form = sitting.get(f"/tasks/{task.number}/merge/").content.decode()
    assert form.count("到场2人，收集意见建议1件") == 2
    sitting.post(f"/tasks/{task.number}/merge/", {"merged": "两个街道共查看 12 处。"})
    shown = page(seat("kx.office").get(f"/tasks/{task.number}/"))
    assert [words in shown for words in ("两个街道共查看 12 处。", "湖滨街道", REPORT)] == [True] * 3


def text_of(answer):
    paper = Document(BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in paper.paragraphs), *cells])


def test_the_letter_of_a_task_and_the_merged_report_are_papers_with_a_number(town, desk, seat):
    part = desk.part("accepted")
    task, sitting = Task.objects.get(), seat("district")
    letter = text_of(sitting.post(f"/tasks/{task.number}/paper/order/"))
    basis, asked = "无障碍环境建设执法检查（2026 年第 3 项）", "汇报、意见清单、活动签到"
    words = ("任务书", basis, "湖滨街道", "2026年9月18日", asked)
    assert [word for word in words if word not in letter] == []
    assert sitting.post(f"/tasks/{task.number}/paper/merged/").status_code == 404
    task.refresh_from_db()
    actions.merge(task, merged="一条街。", by=town.by("district"))
    merged = text_of(sitting.post(f"/tasks/{task.number}/paper/merged/"))
    said = f"{part.place.name}：到场2人，收集意见建议1件，照片0张，状态：已审收。"
    assert [word in merged for word in ("汇总报告", said, "一条街。")] == [True] * 3
    assert seat("hb.office").post(f"/tasks/{task.number}/paper/order/").status_code == 404


def test_lists_are_narrowed_by_state_and_kind(town, desk, seat):
    desk.part("accepted")
    desk.parts("HB", title="座谈调研", what="research")
    sitting = seat("hb.office")
    shown = {query: page(sitting.get(f"/tasks/?{query}")) for query in ("", "state=accepted", "what=research")}
    assert {query: ("无障碍设施提升改造" in text, "座谈调研" in text) for query, text in shown.items()} == {
        "": (True, True),
        "state=accepted": (True, False),
        "what=research": (False, True),
    }


def test_streets_that_have_none_and_other_roles(seat):
    assert "没有任务" in page(seat("hb.office").get("/tasks/"))
    assert [seat(who).get("/tasks/").status_code for who in ("hb.gov", "hb.pm", "admin")] == [403] * 3


def test_many_cost_as_many_queries_as_one(town, desk, seat, django_assert_max_num_queries):
    parts = desk.parts(*streets().values_list("initials", flat=True))
    part = desk.bring(parts[0], "running")
    for n in range(12):
        desk.say(part, f"第 {n} 处坡道太陡。")
    district, office = seat("district"), seat(f"{part.place.initials.lower()}.office")
    pages = {
        (district, "/tasks/", "无障碍设施提升改造"): 18,
        (district, f"/tasks/{part.task.number}/", "待签收"): 30,
        (office, f"/tasks/streets/{part.number}/", "坡道太陡"): 42,
    }
    shown = {}
    for (sitting, address, words), most in pages.items():
        sitting.get(address)
        with django_assert_max_num_queries(most):
            shown[words] = page(sitting.get(address)).count(words)
    assert shown == {"无障碍设施提升改造": 1, "待签收": 13, "坡道太陡": 12}


def test_more_time_and_a_return_are_asked_with_a_reason(desk, seat):
    part = desk.part("submitted")
    sitting, address = seat("district"), f"/tasks/streets/{part.number}/"
    assert sitting.post(f"{address}hand_back/", {"note": ""}).status_code == 422
    sitting.post(f"{address}hand_back/", {"note": "请补充照片"})
    wrong = sitting.post(f"{address}extend/", {"until": "2026-09-18", "note": "台风"})
    assert (wrong.status_code, "请选择比现在的完成时限更晚的日期。" in wrong.content.decode()) == (422, True)
    sitting.post(f"{address}extend/", {"until": "2026-09-25", "note": "台风"})
    part.refresh_from_db()
    assert (part.state, clock.local(part.due).date().isoformat()) == ("returned", "2026-09-25")


def test_an_hour_later_the_lamp_of_the_signing_has_not_turned(desk, seat):
    part = desk.part()
    with clock.at(WEDNESDAY + HOUR):
        shown = page(seat("hb.office").get(f"/tasks/streets/{part.number}/"))
    assert ("待签收" in shown, "已超时" in shown) == (True, False)
    with clock.at(WEDNESDAY + timedelta(days=2)):
        assert "已超时" in page(seat("hb.office").get(f"/tasks/streets/{part.number}/"))
