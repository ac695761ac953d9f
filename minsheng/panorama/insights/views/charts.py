"""Bars as SVG, laid out here: no script, and the same numbers stand in a table beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from minsheng.panorama.insights.queries.periods import Period

WIDTH: Final = 640
HEIGHT: Final = 120
MOST_DAYS: Final = 31
MOST_WEEKS: Final = 110
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """A pair of bars: what came in and what was answered, or pages and nothing."""

    label: str
    x: float
    width: float
    values: tuple[int, ...]
    heights: tuple[float, ...]

    @property
    def bars(self) -> list[tuple[float, float, float]]:
        """x, y and height of each bar of the pair."""
        return [(round(self.x + i * self.width, 1), HEIGHT - h, h) for i, h in enumerate(self.heights)]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a template needs to draw it."""

    bars: list[Bar]
    most: int
    width: int = WIDTH
    height: int = HEIGHT


def chart(period: Period, *series: Mapping[date, int]) -> Chart:
    """Bars by day, week or month, whichever is few enough to be read."""
    spans = _spans(period)
    sums = [tuple(_sum(one, since, until) for one in series) for since, until in spans]
    most = max((value for values in sums for value in values), default=0)
    step = WIDTH / max(len(spans), 1)
    width = round(step * 0.8 / max(len(series), 1), 1)
    bars = [
        Bar(
            _label(period, since), round(i * step + step * 0.1, 1), width, values, tuple(_high(v, most) for v in values)
        )
        for i, ((since, _until), values) in enumerate(zip(spans, sums, strict=True))
    ]
    return Chart(bars, most)


def _spans(period: Period) -> list[tuple[date, date]]:
    firsts = [day for day in (period.since + DAY * i for i in range(period.days)) if _begins(period, day)]
    lasts = [day - DAY for day in firsts[1:]] + [period.until]
    return list(zip(firsts, lasts, strict=True))


def _begins(period: Period, day: date) -> bool:
    if day == period.since or period.days <= MOST_DAYS:
        return True
    return day.weekday() == 0 if period.days <= MOST_WEEKS else day.day == 1


def _label(period: Period, since: date) -> str:
    return f"{since:%Y-%m}" if period.days > MOST_WEEKS else f"{since:%m-%d}"


def _sum(one: Mapping[date, int], since: date, until: date) -> int:
    return sum(value for day, value in one.items() if since <= day <= until)


def _high(value: int, most: int) -> float:
    return round(value / most * HEIGHT, 1) if most else 0.0
