"""Stories of tasks: given, signed for, planned, inspected, reported, returned, accepted, merged, taken back."""

from datetime import timedelta

import pytest

from minsheng.ground.duties.actions import sweep
from minsheng.ground.duties.models import Duty
from minsheng.ground.duties.queries import mine, open_duty
from minsheng.ground.figures.figures import measures
from minsheng.ground.figures.queries import counted, recount
from minsheng.ground.journal.models import Entry
from minsheng.ground.notices.models import Notice
from minsheng.instruments.activities import actions as activities
from minsheng.instruments.activities.models import Activity, Invitation
from minsheng.instruments.escalations import actions as escalations
from minsheng.instruments.escalations.models import Escalation
from minsheng.instruments.surveys.models import Question, Survey
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours, Wrong
from minsheng.kernel.workflow import take
from minsheng.linkage.assignments import actions, queries
from minsheng.linkage.assignments.actions import streets
from minsheng.linkage.assignments.models import StreetTask, Task
from minsheng.linkage.assignments.tests.conftest import FRIDAY_WEEK, HOUR, QUESTIONS, REPORT, WEDNESDAY, state_of
from tests.robust import sound

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def due_of(subject):
    return open_duty(subject.key).due


def test_a_task_given_to_three_streets_is_a_matter_of_each_with_its_own_duty(town, desk):
    parts = desk.parts("HB", "KX", "SJQ")
    assert [part.number for part in parts] == [f"SC-{at}-T2026-000001" for at in ("HB", "KX", "SJQ")]
    assert parts[0].task.number == "SC-T2026-000001"
    duties = {duty.unit: duty.due for duty in Duty.objects.open().filter(kind=StreetTask.kind())}
    signed = clock.local(WEDNESDAY).replace(day=10, hour=17, minute=30)
    assert duties == {part.office: signed for part in parts}
    assert (open_duty(parts[0].task.key), sound.problems()) == (None, [])


def test_a_draft_waits_at_the_desk_and_no_street_hears_of_it(town, desk):
    task = desk.draft("HB", "KX")
    assert (open_duty(task.key).unit, StreetTask.objects.count()) == (task.desk, 0)
    actions.edit(task, streets=[town.street("KX")], by=town.by("district"), title="无障碍设施回头看")
    actions.issue(task, by=town.by("district"))
    assert list(task.parts.values_list("place__initials", "task__title")) == [("KX", "无障碍设施回头看")]


def test_a_task_whose_day_is_over_is_not_given(town, desk):
    task = desk.draft(due=WEDNESDAY - DAY)
    with pytest.raises(Wrong):
        actions.issue(task, by=town.by("district"))
    assert (state_of(task), StreetTask.objects.count()) == ("drafted", 0)


def test_only_the_district_writes_a_task(town, desk):
    facts = {"what": "visit", "title": "视察", "about": "看看", "mandate": desk.mandate(), "due": FRIDAY_WEEK}
    with pytest.raises(NotYours):
        actions.draft(streets=[town.street()], by=town.by("hb.director"), **facts)
    assert Task.objects.count() == 0


def test_from_street_to_street_the_whole_way(town, desk):
    part = desk.part()
    turns = []
    for state in ("signed", "planned", "running", "reported", "submitted", "accepted"):
        desk.bring(part, state)
        duty = open_duty(part.key)
        turns.append((state, duty.unit.short, duty.clock))
    assert turns == [
        ("signed", "湖滨街道人大工委", "task.plan"),
        ("planned", "湖滨街道人大办", "task.report"),
        ("running", "湖滨街道人大办", "task.report"),
        ("reported", "湖滨街道人大工委", "task.report"),
        ("submitted", "区人大代表工委", "task.accept"),
        ("accepted", "区人大代表工委", "task.archive"),
    ]
    assert due_of(part) > WEDNESDAY
    assert sound.problems() == []


def test_the_plan_announces_the_activity_and_asks_deputies_and_members(town, desk):
    part = desk.part("planned")
    activity = desk.activity(part)
    assert (activity.purpose, activity.what, activity.unit) == (part.key, "visit", part.committee)
    asked = set(Invitation.objects.values_list("post", "person"))
    members = set(queries.members(part.place_id).values_list("pk", flat=True))
    assert asked == {(town.deputy_row().post_id, None)} | {(None, pk) for pk in members}
    assert members != set()


def test_the_first_activity_that_begins_sets_the_part_going_and_the_next_changes_nothing(town, desk):
    part = desk.part("planned")
    with clock.at(WEDNESDAY + HOUR):
        activities.turn_over()
        assert state_of(part) == "running"
        streets.arrange(part, by=town.by("hb.office"), **desk.meeting(title="再看一次"))
        take(Activity.objects.get(title="再看一次"), "start", by=town.by("hb.office"))
    part.refresh_from_db()
    assert (part.state, queries.tallies([part])[part.number]["held"]) == ("running", 2)


def test_too_few_people_and_no_opinions_are_named_and_nothing_is_written(town, desk):
    part = desk.part("running", outputs=["opinions", "photos"])
    activities.mark(desk.activity(part), name="沈阿婆", by=town.by("hb.office"))
    with pytest.raises(Wrong, match=r"1/2.*0/1.*0/1"):
        streets.report(part, report=REPORT, by=town.by("hb.office"))
    part.refresh_from_db()
    assert (part.state, part.report) == ("running", "")
    checks = [(check.have, check.need, check.done) for check in queries.checklist(part)]
    assert checks == [(1, 1, True), (1, 2, False), (0, 1, False), (0, 1, False)]


def test_photos_that_come_with_the_report_count(town, desk):
    part = desk.part("running", outputs=["photos"], minimum=0)
    by = town.by("hb.office")
    with pytest.raises(Wrong):
        streets.report(part, report=REPORT, by=by)
    streets.report(part, report=REPORT, photos=[town.photo(by)], by=by)
    assert (state_of(part), queries.tallies([part])[part.number]["photos"]) == ("reported", 1)


def test_the_director_may_send_the_report_back_to_the_office(town, desk):
    part = desk.part("reported")
    take(part, "send_back", by=town.by("hb.director"), note="请写明整改建议")
    streets.report(part, report="改好了。", by=town.by("hb.office"))
    part.refresh_from_db()
    assert (part.state, part.report) == ("reported", "改好了。")


def test_a_report_is_returned_twice_and_not_a_third_time(town, desk):
    part = desk.part("submitted")
    for n in (1, 2):
        streets.hand_back(part, by=town.by("district"), note="请补充照片")
        assert (part.returns, open_duty(part.key).unit) == (n, part.office)
        streets.report(part, report=f"第 {n} 次补充。", by=town.by("hb.office"))
        take(part, "submit", by=town.by("hb.director"))
    with pytest.raises(NotYours):
        streets.hand_back(part, by=town.by("district"), note="再补充")
    streets.accept(part, by=town.by("district"))
    take(part, "archive", by=town.by("district"))
    assert (state_of(part), state_of(part.task)) == ("archived", "gathered")


def test_a_returned_report_has_at_least_three_working_days(town, desk):
    part = desk.part("submitted")
    with clock.at(FRIDAY_WEEK):
        streets.hand_back(part, by=town.by("district"), note="请补充照片")
    assert clock.local(due_of(part)).date().isoformat() == "2026-09-22"  # the Sunday between is worked


def test_what_is_accepted_archives_itself_after_five_working_days(town, desk):
    part = desk.part("accepted")
    with clock.at(WEDNESDAY + 8 * DAY):
        sweep()
    assert (state_of(part), open_duty(part.key)) == ("archived", None)


def test_more_time_moves_the_duty_of_whoever_must_report_and_not_the_signing(town, desk):
    first, second = desk.parts("HB", "KX")
    desk.bring(second, "planned")
    signing, later = due_of(first), FRIDAY_WEEK + 3 * DAY
    for part in (first, second):
        streets.extend(part, until=later, by=town.by("district"), note="台风")
    assert (due_of(first), due_of(second)) == (signing, later)
    desk.bring(first, "planned")
    assert (due_of(first), Notice.objects.filter(step="extend").count()) == (later, 2)
    with pytest.raises(Wrong):
        streets.extend(first, until=FRIDAY_WEEK, by=town.by("district"), note="不行")


def test_when_the_last_street_is_accepted_the_desk_merges(town, desk):
    first, second = (desk.bring(part, "submitted") for part in desk.parts("HB", "KX", questions=QUESTIONS))
    streets.accept(first, by=town.by("district"))
    task = first.task
    assert state_of(task) == "issued"
    streets.accept(second, by=town.by("district"))
    assert (state_of(task), open_duty(task.key).clock) == ("gathered", "task.merge")
    task.refresh_from_db()
    actions.merge(task, merged="两个街道共查看 12 处。", by=town.by("district"))
    assert (state_of(task), Survey.objects.get().state, open_duty(task.key)) == ("merged", "closed", None)


def test_a_task_taken_back_is_taken_back_from_the_streets_that_have_not_finished(town, desk):
    done, open_ = desk.parts("HB", "KX")
    desk.bring(done, "accepted")
    actions.cancel(done.task, by=town.by("district"), note="并入年底检查")
    assert (state_of(done), state_of(open_)) == ("accepted", "cancelled")
    told = Notice.objects.filter(step="cancel").values_list("person__username", flat=True)
    assert set(told) == {"kx.office"}
    assert Duty.objects.open().filter(number=open_.number).count() == 0


def test_what_was_announced_for_a_task_that_is_taken_back_is_called_off_and_who_would_come_is_told(town, desk):
    planned, running = (
        desk.bring(part, state) for part, state in zip(desk.parts("HB", "KX"), ("planned", "running"), strict=True)
    )
    (asked,) = Invitation.objects.filter(activity=desk.activity(planned), post=town.deputy_row("HB").post)
    take(asked, "accept", by=town.deputy("HB"))

    actions.cancel(planned.task, by=town.by("district"), note="并入年底检查")

    assert [desk.activity(part).state for part in (planned, running)] == ["cancelled", "running"]
    told = Notice.objects.filter(kind=Invitation.kind(), step="cancel").values_list("person", flat=True)
    assert list(told) == [town.deputy("HB").person_id]
    entry = Entry.objects.select_related("words").get(kind=Activity.kind(), step="cancel")
    assert entry.words.note == "并入年底检查"


def test_taken_back_from_the_last_street_a_task_is_over_itself(town, desk):
    first, second = desk.parts("HB", "KX")
    for part in (first, second):
        streets.cancel(part, by=town.by("district"), note="另行安排")
    assert state_of(first.task) == "cancelled"


def test_taken_back_from_one_street_the_others_are_merged(town, desk):
    first, second = desk.parts("HB", "KX")
    desk.bring(first, "accepted")
    streets.cancel(second, by=town.by("district"), note="街道有防汛任务")
    assert state_of(first.task) == "gathered"


def test_what_was_accepted_is_not_taken_back(town, desk):
    part = desk.part("accepted")
    with pytest.raises(NotNow):
        streets.cancel(part, by=town.by("district"), note="不行")


def test_the_questionnaire_is_put_when_the_task_is_given(town, desk):
    desk.draft(questions=QUESTIONS)
    assert Survey.objects.count() == 0
    (part,) = desk.parts("HB", questions=QUESTIONS)
    survey = Survey.objects.get()
    assert (survey.purpose, list(Question.objects.order_by("position").values_list("kind", flat=True))) == (
        part.task.key,
        ["rating", "choice", "text"],
    )


def test_opinions_of_the_activity_are_the_parts_and_hidden_ones_are_not_counted(town, desk):
    first, second = (desk.bring(part, "running") for part in desk.parts("HB", "KX"))
    said = [desk.say(first), desk.say(first, "盲道被占。"), desk.say(second, "电梯按钮太高。")]
    town.hide(said[1])
    counted = queries.tallies([first, second])
    assert [counted[part.number]["opinions"] for part in (first, second)] == [1, 1]
    for who in ("hb.office", "hb.director", "district", "auditor"):
        assert [one.number for one in queries.opinions_of(first, town.by(who))] == [said[0].number]


def test_what_a_street_leaves_lying_comes_before_its_committee_and_is_settled_with_it(town, desk):
    part = desk.part()
    with clock.at(WEDNESDAY + 6 * DAY):
        escalations.sweep()
        assert list(Escalation.objects.values_list("matter_number", "state")) == [(part.number, "raised")]
        streets.cancel(part, by=town.by("district"), note="另行安排")
    assert Escalation.objects.get().state == "settled"


def test_the_figures_are_those_of_the_journal(town, desk):
    desk.bring(desk.parts("HB", "KX")[0], "accepted")
    for model in (Task, StreetTask):
        for measure in measures(model.kind()):
            assert counted(model.kind(), measure) == recount(model.kind(), measure)
    of_street = {name: sum(counted(StreetTask.kind(), name).values()) for name in measures(StreetTask.kind())}
    assert of_street == {
        "task.issued": 2,
        "task.signed": 1,
        "task.accepted": 1,
        "task.people": 2,
        "task.opinions": 1,
    }


def test_every_step_is_in_the_journal_once(town, desk):
    part = desk.part("archived")
    steps = Entry.objects.filter(matter_number=part.number, kind=StreetTask.kind()).order_by("id")
    assert list(steps.values_list("step", flat=True)) == [
        "issue", "sign", "plan", "start", "report", "submit", "accept", "archive",
    ]  # fmt: skip


def test_a_deputy_finds_the_invitation_and_the_director_the_plan_to_make(town, desk):
    part = desk.part("signed")
    assert [duty.number for duty in mine(town.by("hb.director"))] == [part.number]
    desk.bring(part, "planned")
    assert [duty.matter_number for duty in mine(town.deputy())] == [desk.activity(part).number]
