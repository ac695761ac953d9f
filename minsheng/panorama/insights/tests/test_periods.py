"""Months, quarters, years, chosen days, and what they are compared with."""

from datetime import date

import pytest

from minsheng.panorama.insights.queries.periods import period

TODAY = date(2026, 9, 9)


def span(found):
    return f"{found.since} {found.until}"


@pytest.mark.parametrize(
    ("kind", "day", "now", "before"),
    [
        ("month", date(2026, 8, 5), "2026-08-01 2026-08-31", "2026-07-01 2026-07-31"),
        ("month", date(2026, 1, 31), "2026-01-01 2026-01-31", "2025-12-01 2025-12-31"),
        ("month", date(2026, 9, 1), "2026-09-01 2026-09-09", "2026-08-01 2026-08-09"),
        ("quarter", date(2026, 5, 31), "2026-04-01 2026-06-30", "2026-01-01 2026-03-31"),
        ("quarter", TODAY, "2026-07-01 2026-09-09", "2026-04-01 2026-06-10"),
        ("year", date(2025, 2, 1), "2025-01-01 2025-12-31", "2024-01-01 2024-12-31"),
    ],
)
def test_a_period_that_still_runs_is_compared_with_as_many_days_of_the_one_before(kind, day, now, before):
    found = period(kind, day, None, TODAY)
    assert (span(found), span(found.before)) == (now, before)


def test_chosen_days_are_compared_with_as_many_days_before_them():
    found = period("days", date(2026, 3, 1), date(2026, 3, 10), TODAY)
    assert (span(found), span(found.before)) == ("2026-03-01 2026-03-10", "2026-02-19 2026-02-28")


def test_a_running_month_that_is_longer_than_the_one_before_is_compared_with_all_of_that():
    found = period("month", date(2026, 3, 30), None, date(2026, 3, 30))
    assert span(found.before) == "2026-02-01 2026-02-28"


def test_one_can_go_on_only_to_what_has_begun():
    assert [period("month", day, None, TODAY).later for day in (date(2026, 7, 1), TODAY)] == [date(2026, 8, 1), None]
