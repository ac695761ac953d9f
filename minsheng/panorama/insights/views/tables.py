"""Numbers as they are shown: percentages, what they changed by, rows of the table in their order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from minsheng.ground.figures.figures import Rate, Share, percent, rounded
from minsheng.panorama.insights.queries.courses import Curve
from minsheng.panorama.insights.queries.numbers import Compared

COLUMNS: Final = ("first", "answered", "on_time", "quick", "*", "unrated", "returned", "reopened")
"""The rates of the table; the star stands for the formulas of satisfaction.

The first is what came in: a unit is given orders, elsewhere matters are received."""

type Link = Callable[..., str]


def changed(now: Fraction | None, before: Fraction | None) -> str:
    """By how many points a share has changed, as the rounded shares show it."""
    if now is None or before is None:
        return ""
    points = rounded(now) - rounded(before)
    return _("%(n)s points") % {"n": f"{points:+}"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A rate as it is shown: grey where it is of few, and then compared with nothing."""

    now: Share
    before: Share
    least: int
    top_href: str = ""
    base_href: str = ""
    source: str = ""

    @property
    def rate(self) -> Rate:
        return self.now.rate

    @property
    def few(self) -> bool:
        return bool(self.rate.base) and self.now.n < self.least

    @property
    def value(self) -> str:
        return percent(self.now.part) if self.rate.base else str(self.now.top)

    @property
    def earlier(self) -> str:
        """The same of the period before."""
        return percent(self.before.part) if self.rate.base else str(self.before.top)

    @property
    def change(self) -> str:
        """Since the period before."""
        if not self.rate.base:
            return f"{self.now.top - self.before.top:+}"
        return "" if self.few or self.before.n < self.least else changed(self.now.part, self.before.part)


def shown(rate: Rate, sums: Compared, least: int, link: Link, source: str = "") -> Shown:
    """A rate with the addresses of the lists behind it."""
    top, base = link(rate.code, part="top"), link(rate.code, part="base") if rate.base else ""
    return Shown(rate.of(sums.now), rate.of(sums.before), least, top, base, source)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. `rank` is None where it is not ranked, or of few."""

    key: str
    name: str | Promise
    href: str
    cells: list[Shown]
    curve: Curve
    rank: int | None = None
    by: Shown | None = field(default=None)

    @property
    def few(self) -> bool:
        """Whether what it is ranked by is of few."""
        return self.by is not None and self.by.few


def columns(rates: list[Rate], by: str, rank: Rate | None = None) -> list[Rate]:
    """The rates of the table, in its order; what it is ranked by comes first where it is no column anyway."""
    known = {rate.code: rate for rate in rates}
    known["first"] = known["issued" if by == "unit" else "received"]
    formulas = [rate for rate in rates if rate.rule == "insights.satisfaction"]
    usual = [rate for code in COLUMNS for rate in (formulas if code == "*" else [known[code]])]
    return [rank, *usual] if rank and rank not in usual else usual


def ranked(rows: Iterable[Row]) -> list[Row]:
    """The best first, equal ones on one rank; those of few after them, without a rank, in the order they came."""
    many: list[Row] = []
    few: list[Row] = []
    for row in rows:
        (few if row.by is None or row.few or row.by.now.part is None else many).append(row)
    many.sort(key=_merit, reverse=True)
    merits = [_merit(row) for row in many]
    return [_placed(row, merits.index(_merit(row)) + 1) for row in many] + few


def _merit(row: Row) -> Fraction:
    part = (row.by.now.part if row.by else None) or Fraction(0)
    return -part if row.by and row.by.rate.fewer else part


def _placed(row: Row, rank: int) -> Row:
    return Row(row.key, row.name, row.href, row.cells, row.curve, rank, row.by)
