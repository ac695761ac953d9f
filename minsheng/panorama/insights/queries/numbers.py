"""Sums of what was counted: whole ones as they are folded, split and narrowed ones from the single counts.

The parts of a matter (orders, requests for more time, escalations) and the duties know no category or channel, and an
opinion knows no unit. So a split goes from each count to its matter, by one statement: it takes the category and the
channel from there, and for an opinion the unit that led when it was counted. What is counted for a unit itself (its
orders, its duties) stays that unit's.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from minsheng.ground.figures import queries as figures
from minsheng.ground.figures.figures import Rate
from minsheng.panorama.insights.figures import measures
from minsheng.panorama.insights.queries import Ask

type Sums = dict[str, int]

COUNTED: Final = """
with counted as (
    select d.measure, d.value, d.day, o.number as matter, case %(by)s::text
        when 'street' then d.place_id::text
        when 'unit' then coalesce(d.unit_id, lead.unit_id)::text
        when 'category' then case when %(category)s::text = '' then split_part(c.code, '.', 1) else c.code end
        when 'channel' then o.channel
        else '' end as key
    from figures_delta d
    left join dispatch_order w on d.kind = 'dispatch.order' and w.number = d.number
    left join dispatch_extension x on d.kind = 'dispatch.extension' and x.number = d.number
    left join escalations_escalation e on d.kind = 'escalations.escalation' and e.number = d.number
    join opinions_opinion o on o.number = coalesce(w.matter_number, x.matter_number, e.matter_number, d.number)
    left join policies_category c on c.id = o.category_id
    left join lateral (
        select l.unit_id from dispatch_order l
        where l.matter_kind = 'opinions.opinion' and l.matter_number = o.number and l.lead and l.issued_at <= d.at
          and (%(by)s::text = 'unit' or %(unit)s::bigint is not null)
        order by l.issued_at desc, l.id desc limit 1
    ) lead on d.unit_id is null
    where d.measure = any(%(measures)s::text[]) and d.district = %(district)s::text
      and (d.day between %(since)s::date and %(until)s::date
           or d.day between %(before_since)s::date and %(before_until)s::date)
      and (%(street)s::bigint is null or d.place_id = %(street)s::bigint)
      and (%(unit)s::bigint is null or coalesce(d.unit_id, lead.unit_id) = %(unit)s::bigint)
      and (%(category)s::text = '' or c.code = %(category)s::text or starts_with(c.code, %(category)s::text || '.'))
      and (%(channel)s::text = '' or o.channel = %(channel)s::text)
      and (%(whole)s::boolean or o.hidden = 'no')
)
"""
SPLIT: Final = """
select coalesce(key, ''), day >= %(since)s::date, measure, sum(value)::bigint from counted group by 1, 2, 3
"""
SERIES: Final = """
select day, measure, sum(value)::bigint from counted where day >= %(since)s::date group by 1, 2
"""
BEHIND: Final = """
, found as (
    select matter, measure, sum(value)::bigint as value from counted
    where day >= %(since)s::date group by 1, 2 having sum(value) <> 0
)
select matter, sum(value)::bigint from found group by 1 order by 1
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """The sums of a period and of the one before."""

    now: Sums
    before: Sums


def whole(ask: Ask, rates: list[Rate]) -> Compared:
    """The sums of all that is asked for."""
    names = measures(rates)
    if ask.narrow:
        return split(ask, rates, "").get("", Compared({}, {}))
    spans = (ask.period, ask.period.before)
    where: dict[str, Any] = {"district": ask.district, "place": ask.street}
    now, before = (figures.totals(*names, **where, since=span.since, until=span.until) for span in spans)
    return Compared(now, before)


def split(ask: Ask, rates: list[Rate], by: str) -> dict[str, Compared]:
    """The sums by the key of a dimension: the id of a street or unit, the code of a category or channel."""
    found: dict[str, Compared] = defaultdict(lambda: Compared({}, {}))
    for key, now, measure, value in _rows(SPLIT, ask, measures(rates), by):
        (found[key].now if now else found[key].before)[measure] = value
    return dict(found)


def series(ask: Ask, *names: str) -> dict[str, dict[date, int]]:
    """The sums of some measures day by day."""
    found: dict[str, dict[date, int]] = {name: {} for name in names}
    for day, measure, value in _rows(SERIES, ask, list(names)):
        found[measure][day] = value
    return found


def behind(ask: Ask, names: tuple[str, ...]) -> dict[str, int]:
    """The matters that a number counts, and how often it counts each. Whoever shows them filters by actor."""
    return dict(_rows(BEHIND, ask, list(names)))


def _rows(statement: str, ask: Ask, names: list[str], by: str = "") -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTED + statement, {**ask.values(by), "measures": names})
        found: list[Any] = cursor.fetchall()
    return found
