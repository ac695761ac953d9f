"""A recommendation becomes a member, a meeting becomes minutes, a year becomes a duty."""

from datetime import date, datetime

import pytest

from minsheng.deliberation.council import actions, papers, queries
from minsheng.deliberation.council.models import Convening, Nomination
from minsheng.deliberation.council.queries import reached
from minsheng.deliberation.council.tests.conftest import DAY, HOUR, NAME, OBJECTION, PHONE, WEDNESDAY
from minsheng.ground.duties.queries import open_duty
from minsheng.ground.figures.queries import counted, recount, this_year
from minsheng.ground.journal.models import Entry
from minsheng.ground.notices.models import Notice
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.people.models import Appointment, Contact
from minsheng.ground.people.queries import by_strokes, unfinished
from minsheng.ground.places.queries import streets
from minsheng.ground.policies.actions import decide
from minsheng.instruments.activities import actions as activities
from minsheng.instruments.activities.models import Invitation
from minsheng.instruments.activities.queries import code_at
from minsheng.instruments.opinions import actions as opinions
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours, TooOften, Wrong
from minsheng.kernel.workflow import take

JANUARY = datetime(2026, 1, 1, 0, 7, tzinfo=clock.ZONE)


def local(moment):
    return clock.local(moment).strftime("%m-%d %H:%M")


# Members.


def test_each_in_turn_finds_the_recommendation_among_their_duties_in_time(council):
    made, found = council.nomination(), []
    for step in (council.vetted, council.announced):
        duty = open_duty(made.key)
        found.append((duty.unit, local(duty.due)))
        step(made)
    duty = open_duty(made.key)
    assert found == [(made.office, "09-16 17:30"), (made.committee, "09-16 17:30")]
    assert (duty.unit, local(made.until), local(duty.due)) == (made.committee, "09-16 17:30", "09-22 17:30")


def test_who_was_appointed_is_a_member_until_the_term_ends_and_signs_in_by_phone(council):
    made = council.nomination("appointed")
    row = Appointment.objects.select_related("person", "post").get(pk=made.appointment_id)
    assert (row.person.name, row.post, row.since, row.until) == (
        NAME,
        council.post,
        date(2026, 9, 16),
        date(2027, 1, 31),
    )
    assert (Contact.objects.get(person=row.person).phone, made.phone, open_duty(made.key)) == (PHONE, "", None)


def test_nobody_is_appointed_before_the_notice_is_over(council):
    made = council.nomination("announced")
    with clock.at(made.until - HOUR), pytest.raises(NotYours):
        actions.appoint(made, by=council.director)
    assert Nomination.objects.get().state == "announced"


def test_an_objection_needs_an_answer_before_somebody_is_appointed(council):
    made = council.nomination("announced")
    council.object(made)
    with clock.at(made.until), pytest.raises(Wrong):
        actions.appoint(made, by=council.director)
    with clock.at(made.until):
        actions.appoint(made, findings="查签到表，到会八次。", by=council.director)
    assert (made.state, made.findings) == ("appointed", "查签到表，到会八次。")


def test_one_objects_once_and_only_while_the_notice_lasts(council):
    made = council.nomination("announced")
    council.object(made)
    with pytest.raises(NotYours):
        council.object(made)
    with clock.at(made.until), pytest.raises(NotYours):
        council.object(made, 9)
    assert list(made.objections.values_list("words", flat=True)) == [OBJECTION]


def test_who_recommended_hears_the_decision_and_the_reason_in_plain_words(council, town):
    made = council.nomination("vetted")
    actions.not_admit(made, refusal="在本街道居住未满一年。", by=council.director)
    told = Notice.objects.filter(person=town.resident(7).person_id, step="not_admit")
    assert (made.state, made.refusal, made.phone, told.count()) == ("not_admitted", "在本街道居住未满一年。", "", 1)


def test_a_member_is_not_appointed_twice(council):
    council.nomination("appointed")
    again = council.nomination("announced", by=council.town.resident(6))
    with clock.at(again.until), pytest.raises(NotNow):
        actions.appoint(again, by=council.director)
    assert Appointment.objects.filter(post=council.post, person__name=NAME).count() == 1


def test_what_was_withdrawn_keeps_no_phone(council, town):
    made = council.nomination()
    actions.withdraw(made, note="本人不愿意", by=town.resident(7))
    assert (made.state, made.phone, open_duty(made.key)) == ("withdrawn", "", None)


def test_nobody_floods_the_office_with_recommendations(council):
    for _n in range(10):
        council.nomination()
    with pytest.raises(TooOften):
        council.nomination()
    assert Nomination.objects.count() == 10


def test_data_can_be_deleted_when_what_one_recommended_is_decided(council, town):
    made, person = council.nomination("announced"), town.resident(8).person_id
    council.object(made)
    assert unfinished(town.resident(7).person_id) == [made.key]
    actions.not_admit(made, refusal="条件不符。", by=council.director)
    assert unfinished(town.resident(7).person_id) == []
    actions.forget(person, SYSTEM)
    actions.forget(town.resident(7).person_id, SYSTEM)
    made.refresh_from_db()
    assert (made.objections.get().words, made.name, made.why) == ("", "", "")


GOLDEN = (
    "丁若兰 习远帆 马清嘉 王安 王小满 王海棠 毛竹君 方听雨 尹知微 石松年 刘叔和 李干 李禾 李鸿 李书衡 李景明 "
    "何卫平 何立群 张又新 张国梁 陈文渊 陈吉安 陈敏行 欧阳若谷 赵令仪 袁维桢 黄汝霖 蔡菊仙"
)


def test_official_lists_go_by_strokes_then_stroke_by_stroke_the_shorter_name_first(council):
    names = GOLDEN.split()
    assert sorted(sorted(names), key=by_strokes) == names


def test_members_taken_over_from_before_stand_on_the_roster_with_category(council, town):
    row = Appointment.objects.filter(post=council.post).order_by("pk")[0]
    actions.enter(council.place, [(row, "deputy", town.community())], by=council.director)
    told = {one.person.pk: (one.category, one.community) for one in queries.members(council.place)}
    assert told[row.person_id] == ("人大代表", str(town.community()))
    assert Nomination.objects.get().state == "appointed"


# Meetings.


def test_every_member_is_asked_by_person_and_finds_it_among_their_duties(council):
    meeting = council.meeting()
    asked = Invitation.objects.filter(activity=meeting.activity)
    assert set(asked.values_list("person", "post")) == {(one.person.pk, None) for one in queries.members(council.place)}
    assert {open_duty(one.key).person_id for one in asked} == set(asked.values_list("person", flat=True))
    assert meeting.activity.purpose == meeting.key


def test_late_notice_is_said_and_timely_notice_is_not(council):
    late, timely = council.meeting(starts=WEDNESDAY + 3 * DAY), council.meeting(starts=WEDNESDAY + 7 * DAY)
    assert (queries.short_notice(late), queries.short_notice(timely)) == (True, False)


@pytest.mark.parametrize(
    ("count", "of", "share", "enough"),
    [(2, 4, "1/2", False), (3, 4, "1/2", True), (3, 5, "1/2", True), (4, 6, ">=2/3", True), (3, 6, ">=2/3", False)],
)
def test_more_than_half_is_strict_and_two_thirds_is_not(count, of, share, enough):
    assert reached(count, of, share) is enough


def test_the_share_that_makes_a_meeting_is_policy(council):
    meeting = council.meeting("held", there=(0, 1))
    assert (queries.there(meeting).count, queries.there(meeting).of, queries.there(meeting).quorum) == (2, 5, False)
    decide("council.quorum", {"share": ">=2/5"}, source="试行", by=SYSTEM)
    with clock.at(WEDNESDAY + 20 * DAY):
        later = council.meeting("held", starts=WEDNESDAY + 30 * DAY, there=(0, 1))
    assert queries.there(later).quorum is True


def test_members_who_check_in_count_and_neighbours_do_not(council, town):
    meeting = council.meeting()
    with clock.at(meeting.activity.starts):
        activities.turn_over()
        meeting.activity.refresh_from_db()
        code = code_at(meeting.activity, clock.now())
        for actor in (council.member(), town.resident(5)):
            activities.check_in(meeting.activity, code=code, at=clock.now(), by=actor)
    assert [one.person.pk for one in queries.there(meeting).present] == [council.member().person_id]


def test_the_minutes_begin_with_agenda_attendance_and_opinions_and_end_with_the_director(council, town):
    meeting = council.meeting("held", there=(0, 1, 2))
    with clock.at(meeting.activity.starts):
        report = opinions.Report(
            "建议增加老年食堂。", town.where(), channel="activity", activity=meeting.activity.number
        )
        said = opinions.register(report, author=None, by=town.by("hb.office"))
    text = papers.draft(meeting, council.office)
    assert "应到成员 5 名，实到 3 名，符合到会人数要求。" in text
    assert ("1. 听取工作报告（主任）" in text, said.number in text) == (True, True)
    assert open_duty(meeting.key).unit == meeting.office
    actions.draft(meeting, minutes=text, by=council.office)
    assert open_duty(meeting.key).unit == meeting.committee
    actions.draft(meeting, minutes=f"{text}\n改一处。", by=council.director)
    actions.confirm(meeting, by=council.director)
    assert (meeting.state, open_duty(meeting.key)) == ("confirmed", None)


def test_nobody_confirms_in_the_committees_name_but_its_director(council):
    meeting = council.meeting("drafted")
    with pytest.raises(NotYours):
        actions.confirm(meeting, by=council.office)
    meeting.refresh_from_db()
    assert meeting.state == "drafted"


def test_a_meeting_is_called_off_with_its_activity(council):
    meeting = council.meeting("cancelled")
    assert (meeting.state, meeting.activity.state) == ("cancelled", "cancelled")


def test_the_minutes_of_the_council_are_kept_with_its_meeting_alone(council):
    meeting = council.meeting("held")
    meeting.activity.refresh_from_db()
    with pytest.raises(NotYours):
        activities.draft(meeting.activity, minutes="另一份", by=council.office)
    assert meeting.activity.minutes == ""


def test_the_director_says_how_opinions_on_a_plan_were_taken_up(council):
    meeting = council.meeting("held")
    plan = meeting.agenda.get(kind="plan")
    actions.take_up(meeting, taken={plan.pk: ("partly", "老年食堂列入计划。")}, by=council.director)
    plan.refresh_from_db()
    assert (plan.taken, plan.answer, meeting.agenda.get(kind="report").taken) == ("partly", "老年食堂列入计划。", "")


def test_figures_of_the_council_equal_their_recount(council):
    meeting = council.meeting("confirmed", there=(0, 1))
    found = this_year("council.meetings", "council.members_there", "council.opinions", place=council.place)
    assert found == {"council.meetings": 1, "council.members_there": 2, "council.opinions": 0}
    for measure in found:
        assert counted(meeting.kind(), measure) == recount(meeting.kind(), measure)


# The duty of a year.


def test_every_street_owes_a_meeting_from_new_years_day_on_and_once(council):
    with clock.at(JANUARY):
        assert actions.begin_year(streets()) == 14
        assert actions.begin_year(streets()) == 0
    row = Convening.objects.get(place=council.place)
    duty = open_duty(row.key)
    assert (row.number, duty.unit, clock.local(duty.due).date()) == ("SC-HB-Y2026", row.committee, date(2026, 3, 31))


def test_the_duty_is_done_when_a_meeting_of_that_year_is_held(council):
    with clock.at(JANUARY):
        actions.begin_year(streets())
        council.meeting("held", starts=JANUARY + 30 * DAY)
    rows = Convening.objects.exclude(state="due")
    assert list(rows.values_list("place__initials", "state")) == [("HB", "held")]
    assert open_duty(rows.get().key) is None


def test_a_meeting_that_was_called_off_or_of_another_year_leaves_it_due(council):
    with clock.at(JANUARY):
        actions.begin_year(streets())
        council.meeting("cancelled", starts=JANUARY + 30 * DAY)
        council.meeting("held", starts=JANUARY + 370 * DAY)
    assert Convening.objects.get(place=council.place).state == "due"


def test_a_year_that_passed_without_a_meeting_says_so_when_the_next_begins(council):
    with clock.at(JANUARY):
        actions.begin_year(streets())
    with clock.at(JANUARY + 365 * DAY):
        actions.begin_year(streets())
    found = Convening.objects.filter(place=council.place).order_by("year").values_list("year", "state")
    assert list(found) == [(2026, "missed"), (2027, "due")]


def test_nobody_is_blamed_for_what_was_over_before_the_platform_began(council):
    assert actions.begin_year(streets()) == 0
    assert Convening.objects.count() == 0


def test_what_is_late_turns_red_for_the_committee(council):
    with clock.at(JANUARY):
        actions.begin_year(streets())
    row = Convening.objects.get(place=council.place)
    assert (open_duty(row.key).late, open_duty(row.key).unit) == (True, row.committee)


def test_looking_at_a_phone_is_an_entry_of_its_own(council):
    made = council.nomination()
    actions.reveal(made, note="核实条件", by=council.office)
    entry = Entry.objects.get(step="reveal", number=made.number)
    assert (entry.words.note, entry.signature.person_id) == ("核实条件", council.office.person_id)


def test_a_director_who_wants_to_recommend_is_refused(council):
    with pytest.raises(NotYours):
        council.nomination(by=council.director)
    assert Nomination.objects.count() == 0


def test_the_clerk_who_entered_a_recommendation_does_not_vet_it(council):
    made = council.nomination(by=council.office, how="organisation", organisation="社区党委")
    with pytest.raises(NotYours):
        council.vetted(made)
    take(made, "vet", by=council.director, note="已核实")
    assert made.state == "vetted"
