"""The registry: what each room counts, how a subject says where it belongs, and shares of what is counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final

from django.utils.functional import Promise

from minsheng.kernel import clock
from minsheng.kernel.workflow import Subject, Taken

type Act = tuple[str, str]
type Value = int | Callable[[Taken], int]
type Moment = Callable[[Taken], datetime]
type Words = str | Promise

TENTH: Final = Decimal("0.1")
HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is counted when a step is taken: one each time, or what a function says of the act.

    It counts for the day of the act, or for that of an earlier one that `at` finds.
    """

    name: str
    value: Value = 1
    at: Moment | None = None

    def of(self, taken: Taken) -> int:
        """How much this act counts; 0 is not kept."""
        return int(self.value(taken) if callable(self.value) else self.value)

    def day(self, taken: Taken) -> date:
        """The day that this act counts for."""
        return clock.local(self.at(taken) if self.at else taken.at).date()


MEASURES: dict[Act, list[Measure]] = {}
"""By kind and step: what is counted when it is taken."""

MOVES: set[Act] = set()
"""Steps after which a subject may belong somewhere else."""


def count(kind: str, step: str, measure: str, value: Value = 1, *, at: Moment | None = None) -> None:
    """Count something each time a step of a kind is taken.

    A function gets the `Taken` and gives a whole number or a bool. It reads the subject or ids among the facts; when a
    recount calls it, the subject is as it is now, and facts whose words were erased are gone.

    `at` makes a share of a cohort: what follows on something else, a call-back on a rating, counts for the day of that,
    so it never is more than what it is a share of. It is asked only where there is something to count.
    """
    MEASURES.setdefault((kind, step), []).append(Measure(measure, value, at))


def moves(kind: str, step: str) -> None:
    """Say that a step may change where a subject belongs: what was counted of it before moves along, by reversals."""
    MOVES.add((kind, step))


def measures(kind: str) -> set[str]:
    """The names of all that is counted of a kind."""
    return {measure.name for (of, _step), found in MEASURES.items() if of == kind for measure in found}


def spot(subject: Subject) -> dict[str, Any]:
    """Where a subject belongs, read from its fields of these names: `place`, `unit`, `category`, `channel`."""
    return {
        "district": subject.district,
        "place_id": getattr(subject, "place_id", None),
        "unit_id": getattr(subject, "unit_id", None),
        "category": _code(subject),
        "channel": getattr(subject, "channel", ""),
    }


def _code(subject: Any) -> str:
    """The category's code, which stays when a new version of the category begins; no query where it is loaded."""
    return str(subject.category.code) if getattr(subject, "category_id", None) else ""


@dataclass(frozen=True, slots=True)
class Rate:
    """How often `top` was done against `base`; without a base it is only a number. Both are sums of measures.

    `what` says what is counted, `formula` how; `rule` is the policy it comes from, where there is one.
    """

    code: str
    label: Words
    what: Words
    formula: Words
    top: tuple[str, ...]
    base: tuple[str, ...] = ()
    rule: str = ""
    fewer: bool = False
    """Whether less of it is better."""
    short: Words = ""
    """What it is called at the head of a column."""

    @property
    def heading(self) -> Words:
        return self.short or self.label

    @property
    def measures(self) -> frozenset[str]:
        return frozenset((*self.top, *self.base))

    def of(self, sums: Mapping[str, int]) -> "Share":
        """The rate in these sums."""
        top, base = (sum(sums.get(name, 0) for name in names) for names in (self.top, self.base))
        return Share(self, top, base)


@dataclass(frozen=True, slots=True)
class Share:
    """A rate with its numbers: `n` is what it is a share of."""

    rate: Rate
    top: int
    n: int

    @property
    def part(self) -> Fraction | None:
        """The share; None of nothing."""
        return Fraction(self.top, self.n) if self.n else None

    @property
    def percent(self) -> str:
        """The share in per cent."""
        return percent(self.part)


def percent(part: Fraction | None) -> str:
    """A share in per cent with one decimal, halves rounded up; a dash where there is none."""
    return f"{rounded(part)} %" if part is not None else "–"


def rounded(part: Fraction) -> Decimal:
    """A share in per cent with one decimal."""
    exact = Decimal(part.numerator * HUNDRED) / Decimal(part.denominator)
    return exact.quantize(TENTH, rounding=ROUND_HALF_UP)
