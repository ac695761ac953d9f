"""How long it takes, worked out by hand, with those that are still open."""

from collections import Counter
from datetime import timedelta
from fractions import Fraction

import pytest

from minsheng.instruments.opinions.actions import after, exits
from minsheng.kernel import clock
from minsheng.panorama.insights.queries import Ask, courses
from minsheng.panorama.insights.queries.courses import Curve
from minsheng.panorama.insights.queries.periods import period


def curve(solved=(), still=(), left=()):
    return Curve(Counter(solved), Counter(still), Counter(left))


def test_the_median_counts_what_is_still_open():
    """Six came in: solved on day 1, 2, 2 and 6; open for 3 and for 8 full days.

    Day 1: 1 of 6, so 5/6 are open. Day 2: 2 of 5, 5/6 × 3/5 = 1/2. Day 6: the one open for 3 days is no longer known
    of, so 1 of 2: 1/4. Of the solved ones alone half would be solved on day 2 as well, but all of them by day 6.
    """
    found = curve([1, 2, 2, 6], [3, 8])
    assert (found.n, found.median) == (6, 2)
    assert [found.solved_by(day) for day in (1, 3, 5, 8)] == [
        Fraction(1, 6),
        Fraction(1, 2),
        Fraction(1, 2),
        Fraction(3, 4),
    ]


def test_many_open_ones_move_the_median_that_the_solved_ones_alone_would_hide():
    """Solved on day 1, 1 and 9, five open for 10 days: the solved say 1 day, but 5 of 8 are open after day 9."""
    assert (curve([1, 1, 9]).median, curve([1, 1, 9], [10] * 5).median) == (1, None)


def test_nobody_can_know_yet_how_it_stands_on_a_day_that_none_has_reached():
    found = curve([1], [2, 2])
    assert [found.solved_by(day) for day in (1, 2, 3)] == [Fraction(1, 3), Fraction(1, 3), None]
    assert [curve([1, 1]).solved_by(15), curve().solved_by(1), curve().median] == [Fraction(1), None, None]


def test_where_few_are_left_to_look_at_nothing_more_is_told():
    """Ten of twelve are not older than a day: what the other two took by day 3 says nothing of the ten."""
    found = curve([1, 1, 3, 3], [1] * 8)
    found.least = 5
    assert [found.solved_by(day) for day in (1, 2, 3)] == [Fraction(2, 12), Fraction(2, 12), None]
    old = curve([1, 1, 3, 3])
    old.least = 5
    assert (found.median, old.median, old.solved_by(15)) == (None, 1, Fraction(1))


def test_what_left_without_an_answer_counts_as_open_until_then():
    """Day 1: 1 of 3. The one that left on the first day is not at risk on day 2: 1 of 1."""
    assert curve([1, 2], [], [0]).solved_by(1) == Fraction(1, 2)
    assert curve([1, 2], [], [1]).solved_by(1) == Fraction(1, 3)


def ask(town, **more):
    today = clock.today()
    return Ask("330102", period("quarter", today, None, today), **more)


def moved(opinion):
    opinion.refresh_from_db()
    return opinion


@pytest.fixture
def lived(town, wednesday):
    """Of ten days ago: one answered after two days, a hidden one after four, the others in hand.

    Beside them one that was withdrawn at once, one promised today, and one of a quarter before that is closed.
    """
    start = wednesday - timedelta(days=10)
    with clock.at(wednesday - timedelta(days=100)):
        town.opinion("closed")
    with clock.at(start):
        quick, slow, _another = (town.opinion("accepted") for _ in range(3))
        secret = town.opinion("answered_by_unit")
    with clock.at(start + timedelta(days=1)):
        early = town.report()
        exits.withdraw(early, by=town.resident())
    with clock.at(start + timedelta(days=2, hours=-1)):
        town.finish(quick)
    with clock.at(start + timedelta(days=4, hours=-1)):
        town._to_answered(secret, "hb")
    town.hide(moved(secret))
    town._promised("HB")
    return quick, slow, secret


def test_the_courses_of_a_quarter_as_they_stand_now(town, lived):
    now, before = courses.curves(ask(town))
    assert (now[""].solved, now[""].still, now[""].left) == (
        Counter({2: 1, 4: 1}),
        Counter({10: 2, 0: 1}),
        Counter({0: 1}),
    )
    assert before[""].n == 1


def test_a_confidential_matter_is_in_the_sum_of_the_street_and_in_no_narrower_one(town, lived):
    street = str(town.street().pk)
    found = {by: courses.curves(ask(town), by)[0] for by in ("street", "unit", "category", "channel")}
    solved = {by: sum(one.solved.total() for one in each.values()) for by, each in found.items()}
    assert solved == {"street": 2, "unit": 1, "category": 1, "channel": 1}
    assert set(found["street"]) == {street}
    assert courses.curves(ask(town, channel="web"))[0][""].solved == Counter({2: 1})


def test_what_is_taken_up_again_is_open_until_it_is_answered_anew(town, wednesday):
    with clock.at(wednesday - timedelta(days=5)):
        opinion = town.opinion("callback")
    assert courses.curves(ask(town))[0][""].solved == Counter({1: 1})
    after.reopen(opinion, by=town.by("hb.office"), note="还没补齐")
    assert courses.curves(ask(town))[0][""].still == Counter({5: 1})
    town.handle(moved(opinion))
    assert courses.curves(ask(town))[0][""].solved == Counter({5: 1})


def test_the_lists_behind_the_courses_hold_what_they_count(town, lived):
    now = courses.curves(ask(town))[0][""]
    sizes = {how: len(courses.numbers(ask(town), [how])) for how in ("solved", "open", "left")}
    assert sizes == {"solved": now.solved.total(), "open": now.still.total(), "left": now.left.total()}
