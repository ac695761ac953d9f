"""Counting, moving what was counted, and adding it up."""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum

from minsheng.ground.figures.figures import MEASURES, measures, spot
from minsheng.ground.figures.models import Delta
from minsheng.kernel import clock
from minsheng.kernel.workflow import Key, Subject, Taken

SPOT = ("district", "place_id", "unit_id", "category", "channel")

FOLD = """
with edge as materialized (
    select xid as since, pg_snapshot_xmin(pg_current_snapshot()) as upto from figures_cursor
), fresh as (
    select measure, day, district, place_id, unit_id, category, sum(value)::bigint as value
    from figures_delta, edge where xid >= since and xid < upto
    group by measure, day, district, place_id, unit_id, category
), moved as (
    update figures_cursor set xid = upto from edge where xid < upto
), months as (
    insert into figures_monthtotal (measure, month, district, place_id, value)
    select measure, date_trunc('month', day)::date as month, district, place_id, sum(value)::bigint
    from fresh group by 1, 2, 3, 4
    on conflict (measure, month, district, place_id)
    do update set value = figures_monthtotal.value + excluded.value
)
insert into figures_total (measure, day, district, place_id, unit_id, category, value)
select * from fresh
on conflict (measure, day, district, place_id, unit_id, category)
do update set value = figures_total.value + excluded.value
"""


def write(acts: tuple[Taken, ...]) -> None:
    """Keep what acts count; called in their transaction."""
    rows = [row for taken in acts for row in _counted(taken)]
    if rows:
        Delta.objects.bulk_create(rows)


def _counted(taken: Taken) -> list[Delta]:
    found = [(m, m.of(taken)) for m in MEASURES.get((taken.subject.kind(), taken.step.name), [])]
    where = spot(taken.subject) if any(value for _measure, value in found) else {}
    key, at = taken.subject.key, taken.at
    return [_delta(m.name, value, at, key, where, m.day(taken)) for m, value in found if value]


def add(
    measure: str,
    *,
    key: Key,
    at: datetime,
    district: str,
    value: int = 1,
    place_id: int | None = None,
    unit_id: int | None = None,
    category: str = "",
) -> None:
    """Count something that no step says by itself, such as a duty done in time. A negative value takes back."""
    where = {"district": district, "place_id": place_id, "unit_id": unit_id, "category": category}
    _delta(measure, value, at, key, where).save(force_insert=True)


def move(subject: Subject) -> int:
    """Move what was counted of a subject to where it belongs now, on the days it was counted for; how many moved.

    What other rooms added with `add` stays where they said.
    """
    kind, number = subject.key
    there = spot(subject)
    counted = Delta.objects.filter(kind=kind, number=number, measure__in=measures(kind))
    sums = counted.values("measure", "day", *SPOT).annotate(sum=Sum("value")).exclude(sum=0)
    old = [row for row in sums if any(row[name] != there[name] for name in SPOT)]
    Delta.objects.bulk_create(delta for row in old for delta in _moved(row, subject.key, there))
    return len(old)


@transaction.atomic
def fold() -> int:
    """Add to the totals what was counted since the last time and can't get company any more; how many totals changed.

    Ids are not commit order, and neither are they the order of transactions: the cursor is a transaction id, and only
    transactions below the oldest running one are read, each exactly once.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select 1 from figures_cursor for update"
        )  # two folds at once: the second one waits and finds nothing
        cursor.execute(FOLD)
        return int(cursor.rowcount)


def _delta(measure: str, value: int, at: datetime, key: Key, where: dict[str, Any], day: date | None = None) -> Delta:
    kind, number = key
    day = day or clock.local(at).date()
    return Delta(measure=measure, value=value, at=at, day=day, kind=kind, number=number, **where)


def _moved(row: dict[str, Any], key: Key, there: dict[str, Any]) -> list[Delta]:
    """The reversal where it was, and the same where it belongs."""
    kind, number = key
    here = {name: row[name] for name in SPOT}
    same = {"measure": row["measure"], "day": row["day"], "at": clock.now(), "kind": kind, "number": number}
    return [Delta(value=-row["sum"], **same, **here), Delta(value=row["sum"], **same, **there)]
