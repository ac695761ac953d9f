"""Grows a town's past: opinions in every state, by the same actions as real use, with the clock moved.

The same size and seed give the same town, counted back from the moment at which it was founded, however many processes
make it and however often they are interrupted: a plan happens whole, in one transaction, or not at all.
"""

import re
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from itertools import chain, repeat
from multiprocessing import get_context
from typing import Final

import django
from django.db import connection, connections, transaction

from minsheng.demo.life import Life
from minsheng.demo.town import Town
from minsheng.demo.year import Plan, Year
from minsheng.ground.places.actions import next_numbers
from minsheng.ground.places.models import Tally
from minsheng.ground.places.queries import streets
from minsheng.ground.policies.models import Policy
from minsheng.ground.policies.queries import is_demo
from minsheng.instruments.opinions.models import Opinion

FIRST: Final = 200
"""As many are there when the first page is served; the rest of the year grows while it is used."""
NOTE: Final = re.compile(r"^a year of (\d+) opinions, seed (\d+)$")


def note(count: int, seed: int) -> str:
    """What is written beside the mark of demo data, so that whoever comes later grows the same year."""
    return f"a year of {count} opinions, seed {seed}"


def founded() -> Year | None:
    """The year of this town, as its mark says; none where no year was planned, or the data is no demo."""
    if not is_demo():
        return None
    marks = Policy.objects.filter(key="town.demo", place=None).order_by("valid_from")
    found = ((mark.valid_from, NOTE.match(mark.note)) for mark in marks)
    return next((Year(at, count=int(match[1]), seed=int(match[2])) for at, match in found if match), None)


def missing(plans: list[Plan]) -> list[Plan]:
    """Those that have not happened yet, the latest first.

    A later version of the product plans another year for the same town. Of that, what has a number that was given to
    something else, or to nothing yet, is left out: what is there already is not made twice, and what residents report
    finds its number free.
    """
    known = Opinion.objects.filter(sending__in=[plan.sending for plan in plans])
    done = set(known.values_list("sending", flat=True))
    left = _with_their_numbers([plan for plan in plans if plan.sending not in done])
    return sorted(left, key=lambda plan: plan.at, reverse=True)


def _with_their_numbers(plans: list[Plan]) -> list[Plan]:
    """Those whose numbers were given out, and to nothing else."""
    series = {street.initials: street.series for street in streets()}
    last = {f"{row.series}-{row.year}": row.last for row in Tally.objects.filter(letter="")}
    wanted = {plan: [f"{series[plan.street]}-{it}" for it in (plan.number, plan.before) if it] for plan in plans}
    rows = Opinion.objects.filter(number__in=chain.from_iterable(wanted.values()))
    taken = set(rows.values_list("number", flat=True))
    given = {number for numbers in wanted.values() for number in numbers if _count(number) <= last.get(number[:-7], 0)}
    return [plan for plan, numbers in wanted.items() if given.issuperset(numbers) and taken.isdisjoint(numbers)]


def _count(number: str) -> int:
    return int(number[-6:])


def reserve(plans: list[Plan]) -> None:
    """Give all numbers out, so that those of what grows later come before those of what is sent meanwhile."""
    town = Town()
    for initials, year in sorted({(plan.street, plan.number[:4]) for plan in plans}):
        found = [plan for plan in plans if (plan.street, plan.number[:4]) == (initials, year)]
        next_numbers(town.streets[initials], sum(plan.reports for plan in found), at=found[0].at)


def live(plans: list[Plan], until: datetime) -> int:
    """Let planned things happen, one after the other; how many did. Plans of different streets may run side by side."""
    town = Town()
    return sum(_happens(town, plan, until) for plan in plans)


@transaction.atomic
def _happens(town: Town, plan: Plan, until: datetime) -> bool:
    """Let one thing happen unless it has, whoever else grows the same town."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"demo {plan.sending}"])
    if Opinion.objects.filter(sending=plan.sending).exists():
        return False
    Life(town, plan, until).live()
    return True


def grow(plans: list[Plan], until: datetime, *, processes: int = 1) -> int:
    """Let them happen, streets side by side in several processes; how many did."""
    if processes == 1:
        return live(plans, until)
    streets = {plan.street for plan in plans}
    parts = [[plan for plan in plans if plan.street == street] for street in sorted(streets)]
    connections.close_all()
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=django.setup) as pool:
        return sum(pool.map(live, sorted(parts, key=len, reverse=True), repeat(until)))
