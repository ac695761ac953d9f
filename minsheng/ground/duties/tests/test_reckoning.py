"""Why something is due when it is: every day on the way has its reason, and the way leads to the due time."""

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minsheng.ground.duties import actions
from minsheng.ground.duties.queries import open_duty
from minsheng.ground.duties.reckoning import _days, plainly, reckoned
from minsheng.ground.policies.queries import calendar
from minsheng.kernel import clock
from minsheng.kernel.clock import Span

pytestmark = pytest.mark.django_db
BEFORE_NATIONAL_DAY = datetime(2026, 9, 30, 16, 0, tzinfo=clock.ZONE)
MOMENTS = st.integers(0, 1_000 * 24 * 60).map(lambda i: datetime(2024, 1, 2, tzinfo=clock.ZONE) + timedelta(minutes=i))


@pytest.fixture
def handed(town):
    """A duty of four working hours, or of one working day, opened before National Day."""
    with clock.at(BEFORE_NATIONAL_DAY):
        yield {"hours": town.lead(town.opinion("sent")), "days": town.opinion("transferred")}


def lines(found):
    return [(day.date.isoformat()[5:], day.counts, day.why) for day in found.days]


def test_each_day_is_counted_or_skipped_by_name(handed):
    found = reckoned(open_duty(handed["days"].key))
    assert (found.label, found.plain) == ("人大办研判", "周六、周日和节假日不计。")
    said = lines(found)
    assert said[0] == ("09-30", False, "当日起算，次日开始计入")
    assert [(day, counts) for day, counts, _why in said[1:]] == [
        *[(f"10-0{i}", False) for i in range(1, 8)],
        ("10-08", True),
    ]
    assert ("国庆" in said[1][2], said[-1][2]) == (True, "工作日")
    assert (found.due, found.changed) == (found.duty.due, False)


def test_of_office_hours_each_day_says_from_when_to_when(handed):
    found = reckoned(open_duty(handed["hours"].key))
    counted = [(day.date.isoformat()[5:], day.opening, day.closing) for day in found.days if day.counts]
    assert counted == [("09-30", time(16), time(17, 30)), ("10-08", time(8, 30), time(11))]
    assert clock.local(found.due).isoformat() == "2026-10-08T11:00:00+08:00"


def test_a_day_worked_instead_of_another_says_so(town):
    with clock.at(datetime(2026, 9, 19, 10, 0, tzinfo=clock.ZONE)):  # a Saturday before a Sunday that is worked
        found = reckoned(open_duty(town.opinion("transferred").key))
    assert [(day.counts, "调休" in day.why) for day in found.days] == [(False, False), (True, True)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=MOMENTS, amount=st.integers(1, 15), unit=st.sampled_from(["working_days", "working_hours"]))
def test_the_days_lead_to_the_due_time(db, start, amount, unit):
    worked, span = calendar(), Span(amount, unit)
    end = clock.due(start, span, worked).at
    days = list(_days(span, start, end, worked))
    counted = [day for day in days if day.counts]
    assert (days[0].date, counted[-1].date) == (start.date(), end.date())
    if unit == "working_days":
        assert len(counted) == amount
    else:
        spent = sum((on(day.closing) - on(day.opening) for day in counted), timedelta())
        assert spent == timedelta(hours=amount)


def on(moment):
    return datetime.combine(date(2026, 1, 1), moment)


def test_a_year_without_a_calendar_is_named(town):
    with clock.at(datetime(2026, 12, 31, 16, 0, tzinfo=clock.ZONE)):
        duty = open_duty(town.opinion("transferred").key)
        found = reckoned(duty)
    assert duty.provisional is True
    assert found.days[-1].why == "该年度工作日历尚未公布，暂按周一至周五计算"


def test_residents_read_it_in_a_sentence(town, handed):
    order = handed["hours"]
    assert plainly(open_duty(order.key)) == "按规定为 4 个工作小时。只计办公时间。"
    actions.postpone(order.key, until=BEFORE_NATIONAL_DAY + timedelta(days=20))
    assert plainly(open_duty(order.key)).endswith("本件已批准延期。")
    with clock.at(BEFORE_NATIONAL_DAY):
        rate = open_duty(town.opinion("answered").key)
    assert plainly(rate) == "按规定为 7 天。按自然日计算，周末也计入。"


def page(person, duty, *, strong=True):
    client = Client()
    client.force_login(person)
    session = client.session
    session["strong"] = strong
    session.save()
    return client.get(f"/duties/{duty.pk}/")


def test_whoever_sees_the_matter_reads_why_and_nobody_else(town, handed):
    opinion = handed["days"]
    duty = open_duty(opinion.key)
    people = ("hb.office", "hb.director", "district", "kx.office", "hb.pm", "admin")
    found = {who: page(town.person(who), duty).status_code for who in people}
    assert found == {
        "hb.office": 200,
        "hb.director": 200,
        "district": 200,
        "kx.office": 404,
        "hb.pm": 404,
        "admin": 404,
    }
    shown = page(town.person("hb.office"), duty).text
    assert [words in shown for words in ("待确认", "产品建议值", "国庆", opinion.text)] == [True, True, True, False]
    town.hide(opinion)
    assert [page(town.person(who), duty).status_code for who in ("hb.office", "district")] == [200, 404]


def test_what_has_no_due_time_has_no_page(town, client):
    assert client.get("/duties/1/").status_code == 302
    assert page(town.person("hb.office"), type("Nothing", (), {"pk": 999_999})).status_code == 404
