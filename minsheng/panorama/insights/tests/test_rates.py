"""The rates: formulas on a known vote, sums equal to a recount of the journal, splits that add up, ranks."""

from collections import Counter
from datetime import timedelta
from fractions import Fraction

import pytest
from django.utils.translation import override

from minsheng.ground.figures import actions as figures
from minsheng.ground.figures import queries as counts
from minsheng.ground.figures.figures import MEASURES, percent
from minsheng.ground.people.actors import SYSTEM
from minsheng.instruments.escalations import actions as escalations
from minsheng.instruments.opinions.actions import after
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from minsheng.kernel.workflow import take
from minsheng.panorama.insights.queries import BY, Ask, numbers
from minsheng.panorama.insights.queries.courses import Curve
from minsheng.panorama.insights.queries.numbers import Compared
from minsheng.panorama.insights.queries.periods import period
from minsheng.panorama.insights.tests.conftest import WEDNESDAY
from minsheng.panorama.insights.views.asking import all_rates
from minsheng.panorama.insights.views.tables import Row, changed, ranked, shown


def rate(code):
    return next(rate for rate in all_rates() if rate.code == code)


def ask(**more):
    today = clock.today()
    return Ask("330102", period("quarter", today, None, today), **more)


def vote(**levels):
    return {f"opinions.rated.{level[1:]}": n for level, n in levels.items()}


def test_one_vote_gives_three_numbers_and_each_says_by_which_formula():
    """17 satisfied, 11 mostly, 1 not: the vote of domain.md §2.5 (c); and 21 who did not rate."""
    sums = vote(_4=17, _3=11, _2=1) | {"opinions.unrated": 21}
    found = [rate(code).of(sums) for code in ("satisfied", "good", "good_of_all", "unrated")]
    assert [(percent(one.part), one.n) for one in found] == [
        ("58.6 %", 29),
        ("96.6 %", 29),
        ("56.0 %", 50),
        ("42.0 %", 50),
    ]
    with override("en"):
        assert [str(rate(code).formula) for code in ("satisfied", "good", "good_of_all")] == [
            "(very satisfied + satisfied) ÷ rated",
            "(very satisfied + satisfied + mostly satisfied) ÷ rated",
            "(very satisfied + satisfied + mostly satisfied) ÷ (rated + not rated)",
        ]


def test_nobody_who_did_not_rate_is_taken_for_satisfied():
    assert [percent(rate(code).of({"opinions.unrated": 5}).part) for code in ("satisfied", "good", "good_of_all")] == [
        "–",
        "–",
        "0.0 %",
    ]


def test_halves_are_rounded_up_in_decimal_numbers():
    assert [percent(Fraction(n, 2000)) for n in (1, 3, 1999)] == ["0.1 %", "0.2 %", "100.0 %"]
    assert changed(Fraction(586, 1000), Fraction(966, 1000))[:5] == "-38.0"


@pytest.fixture(scope="module")
def built(shared_town):
    """A quarter of life in 湖滨 and 凯旋: answers quick and late, ratings good and bad, a return, a second round."""
    town = shared_town
    with clock.at(WEDNESDAY - timedelta(days=100)):
        town.opinion("closed")
    with clock.at(WEDNESDAY - timedelta(days=20)):
        badly = town.opinion("callback")
        late = town.opinion("accepted")
        town.opinion("not_accepted", initials="KX")
    with clock.at(WEDNESDAY - timedelta(days=4)):
        town.finish(late)
        after.rate(late, rating=4, by=town.resident())
        after.reopen(badly, by=town.by("hb.office"), note="还没补齐")
        town.handle(badly)
        hidden = town.opinion("accepted", initials="KX")
        town.hide(hidden, at="kx")
        returned = town.opinion("sent")
        town.send_back(town.lead(returned), by=town.by("hb.pm"))
        escalations.escalate(returned, reason="by_hand", level=1, by=town.by("hb.office"))
    with clock.at(WEDNESDAY):
        take(badly, "close", by=SYSTEM)
    return [one.number for one in (badly, late, hidden, returned)]


@pytest.fixture
def lived(built, wednesday):
    """Of that quarter: the one rated badly and taken up again, a late one, a confidential one, a returned one."""
    return [Opinion.objects.get(number=number) for number in built]


def sums(found):
    return {code: (one.top, one.n) for code in CODES for one in [rate(code).of(found)]}


CODES = (
    "received",
    "answered",
    "escalated",
    "accepted",
    "quick",
    "satisfied",
    "unrated",
    "returned",
    "reopened",
    "called_back",
    "called_back_in_time",
)


def test_the_rates_of_a_quarter(lived):
    assert sums(numbers.whole(ask(), all_rates()).now) == {
        "received": (5, 0),
        "answered": (3, 0),
        "escalated": (1, 0),
        "accepted": (5, 6),
        "quick": (1, 3),
        "satisfied": (1, 2),
        "unrated": (1, 3),
        "returned": (1, 5),
        "reopened": (1, 3),
        "called_back": (1, 1),
        "called_back_in_time": (1, 1),
    }
    before = sums(numbers.whole(ask(), all_rates()).before)
    assert {code: before[code] for code in ("received", "answered", "called_back")} == {
        "received": (1, 0),
        "answered": (1, 0),
        "called_back": (1, 1),
    }


def test_the_sums_are_what_the_journal_says(lived):
    kinds = {name: kind for (kind, _step), found in MEASURES.items() for name in [m.name for m in found]}
    names = sorted({name for rate in all_rates() for name in rate.measures if name in kinds})
    since = ask().period.since
    told = {
        name: sum(n for (day, *_where), n in counts.recount(kinds[name], name).items() if day >= since)
        for name in names
    }
    assert told == {name: n for name, n in numbers.whole(ask(), all_rates()).now.items() if name in kinds}
    assert told["opinions.in_hand"] == 5


def test_folded_or_not_the_sums_are_the_same(lived):
    before = numbers.whole(ask(), all_rates())
    figures.fold()
    assert numbers.whole(ask(), all_rates()) == before


def added(found):
    return sum((Counter(one.now) for one in found.values()), Counter())


def test_the_streets_add_up_to_the_whole_and_the_other_splits_to_all_but_the_confidential(lived):
    whole = Counter({name: n for name, n in numbers.whole(ask(), all_rates()).now.items() if n})
    _badly, _late, hidden, _returned = lived
    kept = numbers.behind(ask(), ("opinions.submitted",))
    split = {by: added(numbers.split(ask(), all_rates(), by)) for by in BY}
    assert split["street"] == whole
    assert split["unit"] == split["category"] == split["channel"]
    assert whole["opinions.submitted"] - split["unit"]["opinions.submitted"] == 1
    assert hidden.number in kept


def test_an_opinion_counts_for_the_unit_that_led_it_then(town, lived):
    found = numbers.split(ask(), all_rates(), "unit")
    unit = found[str(town.unit().pk)].now
    assert {name: unit.get(name, 0) for name in ("opinions.answered", "opinions.rated.4", "orders.returned")} == {
        "opinions.answered": 3,
        "opinions.rated.4": 1,
        "orders.returned": 1,
    }


def test_what_is_behind_a_number_is_what_it_counts(town, lived):
    badly, late, hidden, returned = (one.number for one in lived)
    answered = numbers.behind(ask(), ("opinions.answered",))
    assert answered == {badly: 2, late: 1}
    assert numbers.behind(ask(), ("orders.returned",)) == {returned: 1}
    assert hidden not in numbers.behind(ask(channel="web"), ("opinions.submitted",))
    keys = counts.behind("opinions.submitted", since=ask().period.since)
    assert {number for _kind, number in keys} == set(numbers.behind(ask(), ("opinions.submitted",)))


def row(name, top, n, code="satisfied"):
    found = Compared({"opinions.rated.4": top, "opinions.rated.2": n - top}, {})
    by = shown(rate(code), found, 10, lambda *_a, **_k: "")
    return Row(name, name, "", [], Curve(), None, by)


def test_few_are_shown_grey_and_never_ranked():
    """Six rated, all satisfied: the best share, and no rank (golden vector 15)."""
    found = ranked([row("六", 6, 6), row("甲", 8, 10), row("乙", 19, 20), row("丙", 16, 20), row("零", 0, 0)])
    assert [(one.name, one.rank, one.few) for one in found] == [
        ("乙", 1, False),
        ("甲", 2, False),
        ("丙", 2, False),
        ("六", None, True),
        ("零", None, True),
    ]


def test_of_what_should_be_rare_the_least_is_the_best():
    def returned(name, top, n):
        found = Compared({"orders.returned": top, "orders.issued": n}, {})
        by = shown(rate("returned"), found, 10, lambda *_a, **_k: "")
        return Row(name, name, "", [], Curve(), None, by)

    assert [one.name for one in ranked([returned("多", 9, 20), returned("少", 1, 20)])] == ["少", "多"]


def test_a_number_of_few_is_compared_with_nothing():
    many, few = {"opinions.rated.4": 12}, {"opinions.rated.4": 3}
    said = [
        shown(rate("satisfied"), Compared(*both), 10, lambda *_a, **_k: "").change[:4]
        for both in [(many, many), (many, few), (few, many)]
    ]
    assert said == ["+0.0", "", ""]


def test_all_that_is_counted_has_a_measure_that_somebody_counts():
    """A typing error in a name would be a rate of nothing."""
    known = {m.name for found in MEASURES.values() for m in found}
    asked = {name for rate in all_rates() for name in rate.measures}
    assert {name for name in asked if not name.startswith(("on_time.", "late."))} - known == set()
    assert Opinion.kind() == "opinions.opinion"
