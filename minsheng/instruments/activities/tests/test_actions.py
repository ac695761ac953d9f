"""Stories of activities: announced, asked to, opened, attended, written down; and of the roster of a station."""

from datetime import timedelta

import pytest

from minsheng.ground.duties.queries import mine
from minsheng.ground.journal.models import Entry
from minsheng.ground.notices.models import Notice
from minsheng.instruments.activities import actions, queries
from minsheng.instruments.activities.actions import announce, announce_series, assign, check_in, invite, mark, set_down
from minsheng.instruments.activities.models import Activity, Attendance, Invitation
from minsheng.instruments.activities.tests.conftest import HOUR, WEDNESDAY
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours, TooOften, Wrong
from minsheng.kernel.workflow import take

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


def test_an_activity_gets_a_number_of_its_street_with_the_letter_a(town, calendar):
    first, second = calendar.activity(), calendar.activity()
    assert [first.number, second.number] == ["SC-HB-A2026-000001", "SC-HB-A2026-000002"]
    assert (first.unit, first.district) == (town.opinion().office, "330102")


def test_nobody_announces_for_another_street(town, calendar):
    with pytest.raises(NotYours):
        announce(calendar.plan(), by=town.by("kx.office"))
    assert Activity.objects.count() == 0


def test_a_standing_platform_is_announced_week_by_week_with_one_act_each(town, calendar):
    plan = calendar.plan("platform", title="相约星期五", starts=WEDNESDAY + 2 * timedelta(days=1))
    made = announce_series(plan, times=4, by=town.by("hb.office"))
    assert [clock.local(one.starts).date().isoformat() for one in made] == [
        "2026-09-11", "2026-09-18", "2026-09-25", "2026-10-02",
    ]  # fmt: skip
    assert {(one.series, one.title) for one in made} == {("相约星期五", "相约星期五")}
    assert Entry.objects.filter(kind=Activity.kind(), step="announce").count() == 4


def test_the_clock_opens_and_closes_what_nobody_opened_or_closed(calendar):
    activity = calendar.activity()
    states = []
    for hours in (0, 1, 3, 4):
        with clock.at(WEDNESDAY + hours * HOUR):
            moved = actions.turn_over()
        activity.refresh_from_db()
        states.append((moved, activity.state))
    assert states == [(0, "announced"), (1, "running"), (1, "held"), (0, "held")]


def test_an_invited_deputy_finds_it_among_what_is_to_be_done_and_answers(town, calendar):
    activity = calendar.activity()
    invite(activity, deputies=[town.deputy_row(), town.deputy_row("HB", 2)], by=town.by("hb.office"))
    waiting = [duty.matter_number for duty in mine(town.deputy())]
    take(Invitation.objects.get(post=town.deputy_row().post), "accept", by=town.deputy())
    assert (waiting, mine(town.deputy()).count()) == ([activity.number], 0)
    assert [one.state for one in queries.invited(activity)] == ["coming", "invited"]


def test_nobody_is_invited_twice_and_who_was_taken_off_may_be_asked_again(town, calendar):
    activity, office, deputy = calendar.activity(), town.by("hb.office"), town.deputy_row()
    first, second = (invite(activity, deputies=[deputy], by=office) for _ in range(2))
    take(first[0], "withdraw", by=office)
    third = invite(activity, deputies=[deputy], by=office)
    assert (second, third[0].number) == ([], f"{activity.number}-2")


def test_when_it_is_called_off_unanswered_invitations_end_and_who_would_come_is_told(town, calendar):
    activity, office = calendar.activity(), town.by("hb.office")
    invite(activity, deputies=[town.deputy_row()], by=office)
    assign(activity, town.deputy_row("HB", 2), by=office)
    take(activity, "cancel", by=office, note="台风")
    told = Notice.objects.filter(step="cancel").values_list("person", flat=True)
    assert [one.state for one in queries.invited(activity)] == ["withdrawn", "coming"]
    assert (list(told), mine(town.deputy()).count()) == ([town.deputy_row("HB", 2).person_id], 0)
    with pytest.raises(NotNow):
        invite(activity, deputies=[town.deputy_row()], by=office)


# Checking in.


def test_a_resident_checks_in_by_the_code_of_the_moment_once(town, calendar):
    activity, now = calendar.activity("running"), clock.now()
    code = queries.code_at(activity, now)
    for _ in range(2):
        check_in(activity, code=f" {code[:3]} {code[3:]}", at=now, by=town.resident())
    there = Attendance.objects.get()
    assert (there.person_id, there.how, there.at) == (town.resident().person_id, "code", now)
    assert Entry.objects.filter(step="check_in").count() == 1


@pytest.mark.parametrize(("seconds", "taken"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_code_is_taken_half_a_minute_before_and_after(calendar, seconds, taken):
    activity, start = calendar.activity("running"), WEDNESDAY.replace(second=0)
    code = queries.code_at(activity, start)
    assert queries.is_code(activity, code, start + timedelta(seconds=seconds)) is taken


def test_codes_are_six_digits_that_change_and_differ_between_activities(calendar):
    one, other = calendar.activity("running"), calendar.activity("running")
    codes = {queries.code_at(one, WEDNESDAY + timedelta(seconds=30 * n)) for n in range(40)}
    assert ({len(code) for code in codes}, len(codes) > 35) == ({6}, True)
    assert queries.code_at(one, WEDNESDAY) != queries.code_at(other, WEDNESDAY)
    assert [queries.is_code(one, typed, WEDNESDAY) for typed in ("", "12345", "１２３", "x" * 6)] == [False] * 4


def test_a_scanned_code_holds_while_somebody_signs_in_and_not_longer(town, calendar):
    activity, scanned = calendar.activity("running"), clock.now()
    code = queries.code_at(activity, scanned)
    with clock.at(scanned + timedelta(minutes=14)):
        check_in(activity, code=code, at=scanned, by=town.resident())
    with clock.at(scanned + timedelta(minutes=16)), pytest.raises(Wrong):
        check_in(activity, code=code, at=scanned, by=town.resident(2))
    assert Attendance.objects.count() == 1


def test_whoever_guesses_codes_must_wait(town, calendar):
    activity, told = calendar.activity("running"), []
    for _ in range(12):
        try:
            check_in(activity, code="not it", at=clock.now(), by=town.resident())
        except (Wrong, TooOften) as refusal:
            told.append(type(refusal))
    assert told == [Wrong] * 10 + [TooOften] * 2


@pytest.mark.parametrize("state", ["announced", "held", "cancelled"])
def test_one_checks_in_only_while_it_goes_on(town, calendar, state):
    activity = calendar.activity(state)
    with pytest.raises(NotNow):
        check_in(activity, code=queries.code_at(activity, clock.now()), at=clock.now(), by=town.resident())


def test_who_has_no_phone_is_noted_by_hand(town, calendar):
    activity = calendar.activity("running")
    mark(activity, name="沈阿婆", by=town.by("hb.station"))
    assert [(one.name, one.how, one.by) for one in queries.present(activity)] == [
        ("沈阿婆", "hand", town.person("hb.station"))
    ]
    with pytest.raises(NotYours):
        mark(activity, name="沈阿婆", by=town.deputy())


# The roster.


def test_deputies_of_the_same_time_are_on_one_shift(town, calendar):
    station = calendar.shift(1, 2)
    shift = queries.of_day(station)[0]
    assert (Activity.objects.count(), [deputy.code for deputy in shift.deputies]) == (1, ["HB-01", "HB-02"])
    assert (queries.title_of(shift.activity), shift.activity.number) == ("代表接待值班", "SC-HB-A2026-000001")


def test_the_same_roster_twice_changes_nothing(town, calendar):
    slots = [calendar.slot(1), calendar.slot(2, starts=WEDNESDAY + WEEK), calendar.slot(1, starts=WEDNESDAY + WEEK)]
    counts = [set_down(calendar.station, slots, by=town.by("hb.station")) for _ in range(2)]
    assert (counts, Activity.objects.count(), Invitation.objects.count()) == ([3, 0], 2, 3)


def test_a_deputy_is_told_once_of_however_many_shifts(town, calendar):
    slots = [calendar.slot(1, starts=WEDNESDAY + WEEK * n) for n in range(4)]
    set_down(calendar.station, slots, by=town.by("hb.station"))
    assert list(Notice.objects.filter(step="assign").values_list("person", "official")) == [
        (town.deputy_row().person_id, True)
    ]


def test_who_is_on_duty_is_known_for_every_moment(town, calendar):
    station = calendar.shift(1)
    calendar.shift(2, starts=WEDNESDAY + WEEK)
    moments = (WEDNESDAY, WEDNESDAY + HOUR, WEDNESDAY + 2 * HOUR, WEDNESDAY + 3 * HOUR, WEDNESDAY + WEEK)
    found = [[deputy.code for deputy in queries.on_duty(station, moment)] for moment in moments]
    assert found == [[], ["HB-01"], ["HB-01"], [], ["HB-02"]]
    assert [shift.deputies[0].code for shift in queries.next_shifts(station)] == ["HB-02"]


def test_two_deputies_swap_their_shifts(town, calendar):
    station = calendar.shift(1)
    calendar.shift(2, starts=WEDNESDAY + WEEK)
    actions.swap(*queries.set_down(station), by=town.by("hb.station"), note="出差")
    assert [one.post.deputy.code for one in queries.set_down(station)] == ["HB-02", "HB-01"]
    assert Entry.objects.filter(step__in=["withdraw", "assign"]).count() == 6


def test_a_shift_is_not_swapped_with_itself_or_with_the_same_deputy(town, calendar):
    station = calendar.shift(1, 2)
    calendar.shift(1, starts=WEDNESDAY + WEEK)
    one, two, later = queries.set_down(station)
    for first, second in ((one, one), (one, two), (one, later)):
        with pytest.raises(Wrong):
            actions.swap(first, second, by=town.by("hb.station"))
    assert [one.state for one in Invitation.objects.all()] == ["coming"] * 3


def test_a_swap_that_would_put_somebody_there_twice_changes_nothing(town, calendar):
    station = calendar.shift(1, 2)
    calendar.shift(2, 3, starts=WEDNESDAY + WEEK)
    one, _two, again, _three = queries.set_down(station)
    with pytest.raises(NotNow):
        actions.swap(one, again, by=town.by("hb.station"))
    assert {one.state for one in Invitation.objects.all()} == {"coming"}


def test_a_substitute_takes_a_shift_over(town, calendar):
    station = calendar.shift(1)
    actions.substitute(queries.set_down(station)[0], deputy=town.deputy_row("HB", 2), by=town.by("hb.office"))
    assert [deputy.code for deputy in queries.on_duty(station, WEDNESDAY + HOUR)] == ["HB-02"]


def test_a_roster_is_kept_by_its_own_coordinator_and_street(town, calendar):
    for who in ("kx.station", "kx.office", "hb.gov"):
        with pytest.raises(NotYours):
            set_down(calendar.station, [calendar.slot()], by=town.by(who))
    set_down(calendar.below, [calendar.slot()], by=town.by("hb.station"))
    assert Activity.objects.count() == 1


def test_a_called_off_shift_is_on_no_roster_and_may_be_announced_again(town, calendar):
    station = calendar.shift(1)
    take(Activity.objects.get(), "cancel", by=town.by("hb.station"), note="台风")
    gone = queries.of_day(station)
    calendar.shift(2)
    assert (gone, [d.code for d in queries.of_day(station)[0].deputies]) == ([], ["HB-02"])


def test_a_month_is_a_grid_of_days_and_times(town, calendar):
    station = calendar.shift(1)
    calendar.shift(2, starts=WEDNESDAY + timedelta(days=1, hours=4))
    grid = queries.roster(station, queries.first_of("2026-09"))
    cells = {
        day.date.day: [shift.deputies[0].code if shift else "" for shift in day.cells]
        for day in grid.days
        if any(day.cells)
    }
    assert (grid.columns, len(grid.days)) == (["11:00–13:00", "14:00–16:00"], 30)
    assert cells == {9: ["HB-01", ""], 10: ["", "HB-02"]}


def test_months_follow_each_other_over_the_year():
    december = queries.first_of("2026-12")
    days = [queries.following(december), queries.preceding(queries.first_of("2026-01")), queries.first_of("nonsense")]
    assert [day.isoformat() for day in days] == ["2027-01-01", "2025-12-01", "2026-09-01"]
