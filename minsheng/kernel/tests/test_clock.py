from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from minsheng.kernel import clock
from minsheng.kernel.clock import ZONE, Due, Span, due


@dataclass(frozen=True)
class Works:
    """A work calendar: Monday to Friday, with days off and days worked besides."""

    years: frozenset[int] = frozenset(range(2000, 2100))
    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    hours: tuple[time, time] = field(default=(time(8, 30), time(17, 30)))

    def knows(self, year):
        return year in self.years

    def is_workday(self, day):
        return day in self.on or (day.weekday() < 5 and day not in self.off)


PLAIN = Works()
NATIONAL_DAY_2026 = Works(
    off=frozenset(date(2026, 10, day) for day in range(1, 8)),
    on=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
)


def shanghai(*parts):
    return datetime(*parts, tzinfo=ZONE)


# Friday 13 November 2026, 17:50: twenty minutes after closing. Monday 16 November: accepted.
SUBMITTED = shanghai(2026, 11, 13, 17, 50)
ACCEPTED = shanghai(2026, 11, 16, 9, 12)


def test_three_working_days_from_a_submission_on_friday_after_closing_end_on_wednesday_at_closing():
    assert due(SUBMITTED, Span(3, "working_days"), PLAIN) == Due(shanghai(2026, 11, 18, 17, 30))


def test_three_working_days_from_an_acceptance_on_monday_morning_end_on_thursday_at_closing():
    assert due(ACCEPTED, Span(3, "working_days"), PLAIN) == Due(shanghai(2026, 11, 19, 17, 30))


def test_three_natural_days_from_a_submission_on_friday_at_ten_to_six_end_on_monday_at_ten_to_six():
    assert due(SUBMITTED, Span(3, "days"), PLAIN) == Due(shanghai(2026, 11, 16, 17, 50))


def test_three_natural_days_from_an_acceptance_on_monday_morning_end_on_thursday_at_the_same_clock_time():
    assert due(ACCEPTED, Span(3, "days"), PLAIN) == Due(shanghai(2026, 11, 19, 9, 12))


@pytest.mark.parametrize(
    ("span", "last_day"),
    [
        (Span(3, "months"), date(2027, 2, 28)),
        (Span(6, "months"), date(2027, 5, 30)),
        (Span(10, "days"), date(2026, 12, 10)),
    ],
)
def test_a_suggestion_assigned_on_30_november_is_due_on_the_days_the_law_says(span, last_day):
    assert due(shanghai(2026, 11, 30, 10, 0), span, PLAIN).at.date() == last_day


def test_months_last_until_the_end_of_their_day_and_reach_29_february_in_a_leap_year():
    assert due(shanghai(2027, 11, 30, 10, 0), Span(3, "months"), PLAIN) == Due(shanghai(2028, 2, 29, 23, 59, 59))
    assert due(shanghai(2026, 12, 31, 10, 0), Span(12, "months"), PLAIN) == Due(shanghai(2027, 12, 31, 23, 59, 59))


def test_five_working_days_of_a_petition_objection_count_a_sunday_that_is_worked():
    thursday = shanghai(2026, 9, 17, 14, 0)
    assert due(thursday, Span(5, "working_days"), NATIONAL_DAY_2026) == Due(shanghai(2026, 9, 23, 17, 30))
    assert due(thursday, Span(5, "working_days"), PLAIN) == Due(shanghai(2026, 9, 24, 17, 30))


def test_working_days_pass_over_the_national_day_week_and_count_the_saturday_after_it():
    assert due(shanghai(2026, 9, 30, 9, 0), Span(3, "working_days"), NATIONAL_DAY_2026) == Due(
        shanghai(2026, 10, 10, 17, 30)
    )


def test_seventy_two_natural_hours_pay_no_heed_to_weekends():
    assert due(SUBMITTED, Span(72, "hours"), PLAIN) == Due(shanghai(2026, 11, 16, 17, 50))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (shanghai(2026, 11, 16, 9, 0), shanghai(2026, 11, 16, 13, 0)),
        (shanghai(2026, 11, 16, 13, 30), shanghai(2026, 11, 16, 17, 30)),
        (shanghai(2026, 11, 16, 16, 0), shanghai(2026, 11, 17, 11, 0)),
        (shanghai(2026, 11, 16, 7, 0), shanghai(2026, 11, 16, 12, 30)),
        (shanghai(2026, 11, 16, 17, 30), shanghai(2026, 11, 17, 12, 30)),
        (shanghai(2026, 11, 13, 17, 50), shanghai(2026, 11, 16, 12, 30)),
        (shanghai(2026, 11, 14, 11, 0), shanghai(2026, 11, 16, 12, 30)),
        (shanghai(2026, 9, 20, 16, 30), shanghai(2026, 9, 21, 11, 30)),
    ],
)
def test_four_working_hours_run_only_while_the_office_is_open(start, end):
    assert due(start, Span(4, "working_hours"), NATIONAL_DAY_2026) == Due(end)


def test_a_span_that_touches_a_year_without_data_is_provisional_and_takes_monday_to_friday():
    until_2026 = Works(years=frozenset({2026}))
    tuesday = shanghai(2026, 12, 29, 10, 0)
    assert due(tuesday, Span(2, "working_days"), until_2026) == Due(shanghai(2026, 12, 31, 17, 30), provisional=False)
    assert due(tuesday, Span(3, "working_days"), until_2026) == Due(shanghai(2027, 1, 1, 17, 30), provisional=True)
    assert due(tuesday, Span(25, "working_hours"), until_2026).provisional is False
    assert due(tuesday, Span(26, "working_hours"), until_2026).provisional is True


def test_natural_hours_natural_days_and_months_need_no_calendar():
    nothing = Works(years=frozenset())
    assert [due(SUBMITTED, Span(1, unit), nothing).provisional for unit in ("hours", "days", "months")] == [False] * 3


def test_a_moment_in_utc_is_read_as_the_clock_in_china_shows_it():
    sunday_in_utc = datetime(2026, 11, 15, 17, 0, tzinfo=UTC)
    assert due(sunday_in_utc, Span(1, "working_days"), PLAIN) == Due(shanghai(2026, 11, 17, 17, 30))


def test_what_is_no_span_and_no_moment_is_refused():
    with pytest.raises(ValueError, match="no unit of time: 'weeks'"):
        Span(1, "weeks")
    with pytest.raises(ValueError, match="no amount of time: 0"):
        Span(0, "days")
    with pytest.raises(ValueError, match="needs its time zone"):
        due(datetime(2026, 11, 16, 9, 0), Span(1, "days"), PLAIN)  # noqa: DTZ001 (the point of the test)


def test_the_clock_can_be_held_at_a_moment_and_goes_on_afterwards(monkeypatch):
    monkeypatch.setattr(clock, "shift", timedelta)
    with clock.at(shanghai(2026, 11, 14, 0, 30)):
        assert clock.now() == datetime(2026, 11, 13, 16, 30, tzinfo=UTC)
        assert clock.today() == date(2026, 11, 14)
        with clock.at(shanghai(2030, 1, 1)):
            assert clock.today() == date(2030, 1, 1)
        assert clock.today() == date(2026, 11, 14)
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)


def test_a_shift_moves_the_real_clock_but_not_a_held_one(monkeypatch):
    monkeypatch.setattr(clock, "shift", lambda: timedelta(days=3))
    before = datetime.now(UTC) + timedelta(days=3)
    assert before <= clock.now() <= datetime.now(UTC) + timedelta(days=3)
    with clock.at(SUBMITTED):
        assert clock.now() == SUBMITTED


moments = st.datetimes(datetime(2024, 1, 1), datetime(2031, 12, 31)).map(lambda moment: moment.replace(tzinfo=ZONE))  # noqa: DTZ001 (its zone follows)
days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
calendars = st.builds(
    Works,
    years=st.frozensets(st.integers(2024, 2032)),
    off=st.frozensets(days, max_size=40),
    on=st.frozensets(days, max_size=40),
    hours=st.sampled_from([(time(8, 30), time(17, 30)), (time(9, 0), time(12, 0)), (time(0, 0), time(23, 59))]),
)
units = st.sampled_from(clock.UNITS)
amounts = st.integers(1, 60)


def worked(day, calendar):
    return calendar.is_workday(day) if calendar.knows(day.year) else day.weekday() < 5


@given(moments, units, amounts, calendars)
def test_no_span_ends_before_it_starts(start, unit, amount, calendar):
    assert due(start, Span(amount, unit), calendar).at > start


@given(moments, moments, units, amounts, calendars)
def test_who_starts_later_is_not_due_earlier(one, other, unit, amount, calendar):
    early, late = sorted([one, other])
    assert due(early, Span(amount, unit), calendar).at <= due(late, Span(amount, unit), calendar).at


@given(moments, units, amounts, st.integers(1, 30), calendars)
def test_a_longer_span_ends_later(start, unit, amount, more, calendar):
    assert due(start, Span(amount, unit), calendar).at < due(start, Span(amount + more, unit), calendar).at


@given(moments, amounts, calendars)
def test_working_days_end_at_closing_of_a_working_day_after_exactly_so_many(start, amount, calendar):
    end = due(start, Span(amount, "working_days"), calendar).at
    counted = [start.date() + timedelta(days=1 + n) for n in range((end.date() - start.date()).days)]
    assert end == datetime.combine(end.date(), calendar.hours[1], tzinfo=ZONE)
    assert worked(end.date(), calendar)
    assert sum(worked(day, calendar) for day in counted) == amount


@given(moments, amounts, calendars)
def test_working_hours_end_while_the_office_is_open(start, amount, calendar):
    end = due(start, Span(amount, "working_hours"), calendar).at
    opening, closing = calendar.hours
    assert worked(end.date(), calendar)
    assert opening < end.time() <= closing


@given(moments, st.sampled_from(["working_days", "working_hours"]), amounts, calendars)
def test_a_result_is_firm_only_when_every_year_it_touches_is_known(start, unit, amount, calendar):
    result = due(start, Span(amount, unit), calendar)
    first = start.date() + timedelta(days=unit == "working_days")
    assume(first <= result.at.date())
    touched = range(first.year, result.at.date().year + 1)
    assert result.provisional == any(not calendar.knows(year) for year in touched)
