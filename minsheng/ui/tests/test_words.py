from datetime import date, datetime, timedelta
from types import SimpleNamespace as Thing

import pytest
from django.utils import translation

from minsheng.kernel import clock
from minsheng.ui import words

FRIDAY = datetime(2026, 10, 9, 10, 16, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True)
def _friday_morning():
    with clock.at(FRIDAY), translation.override("zh-hans"):
        yield


def at(month: int, day: int, hour: int = 17, minute: int = 30, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=clock.ZONE)


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (at(10, 9), "今天 17:30 前"),
        (at(10, 10, 10, 0), "明天 10:00 前"),
        (at(10, 12), "周一 17:30 前"),
        (at(10, 15), "周四 17:30 前"),
        (at(10, 16), "10月16日 17:30 前"),
        (at(2, 28, 23, 59, 2027), "2027年2月28日结束前"),
    ],
)
def test_a_deadline_is_said_by_the_clock_on_the_wall(due, said):
    assert words.until(due) == said


def test_a_deadline_is_said_in_chinas_time_wherever_the_server_stands():
    assert words.until(datetime(2026, 10, 9, 9, 30, tzinfo=clock.UTC)) == "今天 17:30 前"


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (timedelta(seconds=10), "已超时 1 分钟"),
        (timedelta(minutes=20), "已超时 20 分钟"),
        (timedelta(hours=2, minutes=50), "已超时 2 小时"),
        (timedelta(days=1, hours=3), "已超时 1 天"),
    ],
)
def test_what_is_overdue_says_for_how_long(late, said):
    lamp = words.lamp(Thing(due=FRIDAY - late))
    assert (lamp.tone, lamp.words) == ("late", said)


@pytest.mark.parametrize(
    ("thing", "tone", "said"),
    [
        (Thing(due=at(10, 9)), "soon", "今天 17:30 前"),
        (Thing(due=at(10, 12)), "calm", "周一 17:30 前"),
        (clock.Due(at(10, 12), provisional=True), "calm", "周一 17:30 前"),
        (at(10, 12), "calm", "周一 17:30 前"),
        (Thing(due=at(10, 9), closed=at(10, 9, 9, 0)), "done", "按时完成"),
        (Thing(due=at(10, 6), closed=at(10, 8, 18, 0)), "late", "超时 2 天完成"),
        (Thing(due=None), "none", "不限时"),
    ],
)
def test_a_lamp_has_a_tone_and_words(thing, tone, said):
    lamp = words.lamp(thing)
    assert (lamp.tone, lamp.words) == (tone, said)


def test_a_provisional_deadline_keeps_its_mark():
    assert words.lamp(clock.Due(at(10, 12), provisional=True)).provisional is True


def test_in_the_small_hours_what_is_due_in_an_hour_is_soon_though_it_is_tomorrow():
    with clock.at(at(10, 9, 23, 30)):
        assert words.lamp(at(10, 10, 0, 30)).tone == "soon"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (FRIDAY, "今天 10:16"),
        (FRIDAY - timedelta(days=1), "昨天 10:16"),
        (at(9, 30, 8, 5), "9月30日 08:05"),
        (at(10, 9, 10, 16, 2025), "2025年10月9日 10:16"),
        (date(2026, 10, 9), "今天"),
        (date(2026, 10, 1), "10月1日"),
    ],
)
def test_a_moment_is_said_as_people_say_it(moment, said):
    assert words.when(moment) == said


def test_english_says_the_same():
    with translation.override("en"):
        assert [words.until(at(10, 12)), words.when(FRIDAY), words.lamp(at(10, 8)).words] == [
            "Mon by 17:30",
            "Today 10:16",
            "Overdue by 16 hours",
        ]
