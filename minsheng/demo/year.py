"""What will happen within a year, planned before anything does: the same seed, size and end give the same year.

Pure: it asks no database. The numbers follow the time, whatever is grown first.
"""

import uuid
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Final

from minsheng.demo.stories import words
from minsheng.kernel import clock

YEAR: Final = 2000
"""Opinions."""
DAYS: Final = 365
SINCE_THEN: Final = 0.5
"""How busy the first day was, measured by the last: the town got used to it."""
NAMESPACE: Final = uuid.UUID("6f2d1b1e-0e2b-5f0f-9c57-6d696e736865")
HOUR: Final = 60
DAY: Final = 24 * HOUR

STAGES: Final = {
    "submitted": (20, 20 * HOUR),
    "received": (2 * HOUR, 22 * HOUR),
    "transferred": (4 * HOUR, 4 * DAY),
    "hidden": (DAY, 9 * DAY),
    "triaged": (8 * HOUR, 5 * DAY),
    "sent": (10 * HOUR, 5 * DAY),
    "returned": (DAY, 5 * DAY),
    "accepted": (DAY, 12 * DAY),
    "reported": (2 * DAY, 9 * DAY),
    "answered": (2 * DAY, 6 * DAY),
    "rated": (3 * DAY, 9 * DAY),
    "disputed": (2 * DAY, 5 * DAY),
    "promised": (6 * DAY, 25 * DAY),
    "callback": (4 * DAY, 9 * DAY),
    "not_accepted": (2 * DAY, 10 * DAY),
    "merged": (DAY, 8 * DAY),
    "handed_over": (2 * DAY, 6 * DAY),
    "withdrawn": (DAY, 8 * DAY),
    "asked": (104 * DAY, 116 * DAY),
}
"""Where matters still stand today, and how many minutes ago they may have been sent: some are late.

"sent" to "reported" and "disputed" are the states of the lead order, "hidden" is confidential; "rated" waits to be
called back; of what is "asked", its author was asked lately whether all is still well.
"""
SELDOM: Final = frozenset(
    {"disputed", "promised", "callback", "not_accepted", "merged", "handed_over", "withdrawn", "asked"}
)
"""What stands there in some streets only: those of PAPERS."""
BUSY: Final = 24
"""Streets of this weight have two of each."""
PAPERS: Final = ("HB", "KX", "SJQ")
A_STREET: Final = 4
"""Where earlier records on paper were taken over on the first days, and how many."""
BY_STAFF: Final = 0.06
UNITED: Final = 0.03
"""As many are reported by two, and united."""


@dataclass(frozen=True, slots=True)
class Plan:
    """When and in which street something happens; `seed` decides everything else about it.

    `stop` is the stage at which it still stands, "" for as far as it got by itself. `number` lacks the street's series;
    `before` is that of the report with which this one is united.
    """

    seed: str
    street: str
    at: datetime
    stop: str = ""
    way: str = "submit"
    number: str = ""
    before: str = ""

    @property
    def sending(self) -> uuid.UUID:
        """By which it is known again when it has happened."""
        return uuid.uuid5(NAMESPACE, self.seed)

    @property
    def sending_before(self) -> uuid.UUID:
        return uuid.uuid5(NAMESPACE, f"{self.seed}:before")

    @property
    def reports(self) -> int:
        """How many numbers it needs."""
        return 2 if self.way == "unite" else 1


class Year:
    """All that happens until a moment."""

    def __init__(self, until: datetime, *, count: int = YEAR, seed: int = 1) -> None:
        self.until, self.count, self.seed = until, count, seed
        self.dice = Random(seed)  # noqa: S311 (a repeatable sample, no secret)
        self.weights: dict[str, int] = words()["streets"]

    @cached_property
    def plans(self) -> list[Plan]:
        """Oldest first, numbered street by street."""
        standing, papers = self._standing(), self._papers()
        usual = [self._usual(i) for i in range(self.count - len(standing) - len(papers))]
        return numbered([*standing, *papers, *usual])

    def first(self, count: int) -> list[Plan]:
        """What people look at first: what still stands, and the latest of what is over. Oldest first."""
        order = sorted(self.plans, key=lambda plan: (not plan.stop or plan.seed.endswith(":1"), -plan.at.timestamp()))
        return sorted(order[:count], key=lambda plan: plan.at)

    def _standing(self) -> list[Plan]:
        wanted = [
            (street, stage, i)
            for street, weight in self.weights.items()
            for stage in STAGES
            for i in range(_standing(street, stage, weight))
        ]
        return [
            Plan(f"{self.seed}:{street}:{stage}:{i}", street, self._ago(*STAGES[stage]), stage, _way(stage))
            for street, stage, i in wanted
        ]

    def _ago(self, least: int, most: int) -> datetime:
        return self.until - timedelta(minutes=least + (most - least) * self.dice.random())

    def _papers(self) -> list[Plan]:
        start = self.until - timedelta(days=DAYS)
        whens = [(street, i, start + timedelta(hours=i)) for street in PAPERS for i in range(A_STREET)]
        return [Plan(f"{self.seed}:{street}:paper:{i}", street, at, way="enter") for street, i, at in whens]

    def _usual(self, i: int) -> Plan:
        lot = self.dice.random()
        way = "register" if lot < BY_STAFF else "unite" if lot > 1 - UNITED else "submit"
        street = self.dice.choices(list(self.weights), list(self.weights.values()))[0]
        return Plan(f"{self.seed}:{i}", street, self._moment(), way=way)

    def _moment(self) -> datetime:
        """A day by season, weekday and how far the year has gone; an hour when people have their phone in hand."""
        days, weights = self._days
        day = self.dice.choices(days, cum_weights=weights)[0]
        hour = self.dice.choices(range(24), words()["hours"])[0]
        at = day.replace(hour=hour, minute=self.dice.randrange(60), second=self.dice.randrange(60))
        return at if at < self.until - timedelta(hours=1) else at - timedelta(days=1)

    @cached_property
    def _days(self) -> tuple[list[datetime], list[float]]:
        last = clock.local(self.until)
        days = [last - timedelta(days=DAYS - 1 - i) for i in range(DAYS)]
        sums, total = [], 0.0
        for i, day in enumerate(days):
            usual = SINCE_THEN + (1 - SINCE_THEN) * i / DAYS
            total += usual * words()["months"][day.month - 1] * words()["weekdays"][day.weekday()]
            sums.append(total)
        return days, sums


def _standing(street: str, stage: str, weight: int) -> int:
    """How many stand at a stage in a street."""
    if stage in SELDOM:
        return int(street in PAPERS)
    return 2 if weight >= BUSY else 1


def _way(stage: str) -> str:
    return "unite" if stage == "merged" else "submit"


def numbered(plans: list[Plan]) -> list[Plan]:
    """The plans in the order of time, each with the number that its street gives it then."""
    last: Counter[tuple[str, int]] = Counter()
    found = []
    for plan in sorted(plans, key=lambda plan: (plan.at, plan.seed)):
        series = (plan.street, clock.local(plan.at).year)
        last[series] += plan.reports
        before, number = (f"{series[1]}-{last[series] - back:06}" for back in (1, 0))
        found.append(replace(plan, number=number, before=before if plan.reports > 1 else ""))
    return found
