"""How long it takes until a matter is solved, with those that are not.

Kaplan and Meier's estimator (1958), by whole days. Of the matters that came in, each was either answered on some day,
or it is still open, or it left without an answer (not accepted, united, handed over elsewhere, withdrawn); the latter
two are known not to have been solved up to a day, and count as open until then. For each day: of those that were still
open when it began, how many were answered within it? The shares that were not, multiplied, are the share that is open
at its end. The median is the first day at the end of which no more than half are open; None while more than half are.
To leave out what is open would make the slowest disappear, and the quicker the slower they are.

Solved means answered now, in whatever round: what was promised counts as open until it is kept, what was taken up again
counts as open until it is answered anew. Time runs from the sending, or from the registration by staff; day 1 is the
first 24 hours. Records from before the platform have no times and are left out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from django.db import connection

from minsheng.kernel import clock
from minsheng.panorama.insights.queries import Ask

HALF: Final = Fraction(1, 2)
SOLVED: Final = ["answered", "rated", "callback", "closed"]
LEFT: Final = ["not_accepted", "merged", "handed_over", "withdrawn"]
STEPS: Final = ["conclude", "accept_answer", "decline", "merge", "hand_over", "withdraw"]

COURSES: Final = """
with courses as (
    select o.number, came.day, case %(by)s::text
        when 'street' then o.place_id::text
        when 'unit' then lead.unit_id::text
        when 'category' then case when %(category)s::text = '' then split_part(c.code, '.', 1) else c.code end
        when 'channel' then o.channel
        else '' end as key,
        case when o.state = any(%(solved)s::text[]) then 'solved'
             when o.state = any(%(left)s::text[]) then 'left' else 'open' end as how,
        extract(epoch from case when o.state = any(%(solved)s::text[] || %(left)s::text[])
            then coalesce(last.at, %(now)s::timestamptz) else %(now)s::timestamptz end - came.at) / 86400 as days
    from opinions_opinion o
    cross join lateral (
        select coalesce(o.entered_at, o.made_at) as at,
               (coalesce(o.entered_at, o.made_at) at time zone 'Asia/Shanghai')::date as day
    ) came
    left join policies_category c on c.id = o.category_id
    left join lateral (
        select max(j.at) as at from journal_entry j
        where j.kind = 'opinions.opinion' and j.number = o.number and j.step = any(%(steps)s::text[])
    ) last on true
    left join lateral (
        select l.unit_id from dispatch_order l
        where l.matter_kind = 'opinions.opinion' and l.matter_number = o.number and l.lead
          and (%(by)s::text = 'unit' or %(unit)s::bigint is not null)
        order by l.issued_at desc, l.id desc limit 1
    ) lead on true
    where o.district = %(district)s::text and not o.historical
      and (came.day between %(since)s::date and %(until)s::date
           or came.day between %(before_since)s::date and %(before_until)s::date)
      and (%(street)s::bigint is null or o.place_id = %(street)s::bigint)
      and (%(unit)s::bigint is null or lead.unit_id = %(unit)s::bigint)
      and (%(category)s::text = '' or c.code = %(category)s::text or starts_with(c.code, %(category)s::text || '.'))
      and (%(channel)s::text = '' or o.channel = %(channel)s::text)
      and (%(whole)s::boolean or o.hidden = 'no')
)
"""
BINS: Final = """
select coalesce(key, ''), day >= %(since)s::date, how,
       (case how when 'solved' then greatest(ceil(days), 1) else greatest(floor(days), 0) end)::int, count(*)
from courses group by 1, 2, 3, 4
"""
NUMBERS: Final = "select number, how from courses where day >= %(since)s::date order by 1"


@dataclass(slots=True)
class Curve:
    """Matters by how long they took or have been open: `solved` by the day they were, the others by full days.

    Where fewer than `least` are left to look at, since the others are not so old yet, no day says anything any more.
    """

    solved: Counter[int] = field(default_factory=Counter)
    still: Counter[int] = field(default_factory=Counter)
    left: Counter[int] = field(default_factory=Counter)
    least: int = 1

    def add(self, how: str, day: int, count: int) -> None:
        {"solved": self.solved, "open": self.still, "left": self.left}[how][day] += count

    @property
    def sizes(self) -> dict[str, int]:
        """How many are solved, still open, or have left."""
        return {"solved": self.solved.total(), "open": self.still.total(), "left": self.left.total()}

    @property
    def n(self) -> int:
        return sum(self.sizes.values())

    @property
    def median(self) -> int | None:
        """By the end of which day half are solved; None where nobody can know yet."""
        return next((day for day, share in self._open() if share is not None and share <= HALF), None)

    def solved_by(self, day: int) -> Fraction | None:
        """The share that is solved by the end of a day; None where nobody can know yet."""
        told = [share for at, share in self._open() if at <= day]
        share = told[-1] if told else Fraction(1)
        reached = max((*self.solved, *self.still, *self.left), default=0) >= day
        return 1 - share if self.n and share is not None and (reached or not share) else None

    def _open(self) -> Iterator[tuple[int, Fraction | None]]:
        """The share that is open at the end of each day on which some were solved, and None once too few are left."""
        share, at_risk, passed = Fraction(1), self.n, self.still + self.left
        for day in sorted(self.solved):
            gone = [at for at in passed if at < day]
            at_risk -= sum(passed.pop(at) for at in gone)
            if at_risk < self.least and passed.total() < self.sizes["open"] + self.sizes["left"]:
                yield day, None
                return
            share *= Fraction(at_risk - self.solved[day], at_risk)
            at_risk -= self.solved[day]
            yield day, share


def curves(ask: Ask, by: str = "", *, least: int = 1) -> tuple[dict[str, Curve], dict[str, Curve]]:
    """The courses of what came in, in this period and in the one before, by the key of a dimension."""
    now: dict[str, Curve] = defaultdict(lambda: Curve(least=least))
    before: dict[str, Curve] = defaultdict(lambda: Curve(least=least))
    for key, current, how, day, count in _rows(BINS, ask, by):
        (now if current else before)[key].add(how, day, count)
    return now, before


def numbers(ask: Ask, how: Iterable[str]) -> dict[str, int]:
    """The matters that came in and are solved, open or have left, each once. Whoever shows them filters by actor."""
    wanted = set(how)
    return {number: 1 for number, is_ in _rows(NUMBERS, ask) if is_ in wanted}


def _rows(statement: str, ask: Ask, by: str = "") -> list[Any]:
    given = {**ask.values(by), "now": clock.now(), "solved": SOLVED, "left": LEFT, "steps": STEPS}
    with connection.cursor() as cursor:
        cursor.execute(COURSES + statement, given)
        found: list[Any] = cursor.fetchall()
    return found
