"""The demo town: repeatable, in order, and made by nothing but the rooms' own actions."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from minsheng.demo import cast, grow, stories
from minsheng.demo.year import PAPERS, SELDOM, STAGES, Year, numbered
from minsheng.ground.journal.models import Entry
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.people.models import Appointment, Contact, Deputy, Person, Post
from minsheng.ground.places.models import Station
from minsheng.ground.policies.actions import decide
from minsheng.ground.policies.models import Category
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from tests.robust import sound

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=clock.ZONE)


@pytest.fixture(scope="module")
def year():
    return Year(NOON)


@pytest.fixture
def sample(town, year):
    """One of 湖滨 at each stage, and two that went on to their end."""
    standing = [plan for plan in year.plans if plan.seed.startswith("1:HB:") and plan.seed.endswith(":0")]
    over = [plan for plan in year.plans if plan.street == "HB" and not plan.stop and plan.way == "submit"][:2]
    proxy = next(plan for plan in year.plans if plan.street == "KX" and plan.way == "register")
    plans = numbered([*standing, *over, proxy])
    cast.Crowd(cast.Cast().words).clerks()
    grow.reserve(plans)
    assert grow.grow(plans, NOON) == len(plans)
    return plans


def told():
    """What there is to read, without what differs by chance: ids and salts."""
    entries = Entry.objects.order_by("id").values_list("at", "number", "step", "source", "to", "signature__desk")
    opinions = Opinion.objects.order_by("number").values_list("number", "text", "address", "rating", "author__name")
    return list(entries), list(opinions), list(Order.objects.order_by("number").values_list("number", "answer_text"))


def test_the_same_seed_plans_the_same_year_and_another_one_another(year):
    assert Year(NOON).plans == year.plans
    assert Year(NOON, seed=2).plans != year.plans


def test_a_year_is_two_thousand_opinions_of_all_streets_numbered_as_time_goes(year):
    plans = year.plans
    assert (len(plans), len({plan.street for plan in plans})) == (2000, 14)
    assert plans == sorted(plans, key=lambda plan: (plan.at, plan.seed))
    assert (min(plan.at for plan in plans) > NOON - timedelta(days=366), max(p.at for p in plans) < NOON) == (
        True,
        True,
    )
    for street in ("HB", "ZNK"):
        numbers = [plan.number for plan in plans if plan.street == street]
        assert numbers == sorted(numbers)
    assert {plan.way for plan in plans} == {"submit", "register", "enter", "unite"}


def test_in_every_street_something_stands_at_every_usual_stage_today_and_in_some_at_every_one(year):
    found = {(plan.street, plan.stop) for plan in year.first(grow.FIRST) if plan.stop}
    streets = stories.words()["streets"]
    usual = {(street, stage) for street in streets for stage in STAGES.keys() - SELDOM}
    assert found == usual | {(street, stage) for street in PAPERS for stage in SELDOM}


def test_the_stages_and_what_is_over_cover_every_state_there_is():
    of_orders = {"answered" if stage == "reported" else stage for stage in STAGES} & set(Order.State.values)
    assert of_orders | {"disputed", "passed", "redirected"} == set(Order.State.values)
    of_opinions = set(STAGES) & set(Opinion.State.values)
    assert of_opinions | {"in_hand", "closed"} == set(Opinion.State.values)


def test_the_rains_fill_the_drains_and_winter_bursts_the_pipes(year):
    usual = [plan for plan in year.plans if not plan.stop]
    months = Counter(clock.local(plan.at).month for plan in usual)
    assert months[6] > months[2] * 1.5
    for story in stories.words()["stories"]:
        found = [month for month in range(1, 13) if stories._weight(story["season"], month)]
        assert found == (sorted(stories.words()["seasons"][story["season"]]) if story["season"] else list(range(1, 13)))


def test_stories_are_of_every_main_category_and_their_codes_exist():
    codes = {story["category"] for story in stories.words()["stories"]}
    tops = {f"{i:02}" for i in range(1, 13)}
    assert ({code[:2] for code in codes}, codes - set(Category.objects.values_list("code", flat=True))) == (tops, set())


def test_a_sample_stands_where_it_was_planned_to_stand_and_nothing_is_wrong_with_it(town, sample):
    assert sound.problems() == []
    stages = {}
    for plan in sample:
        opinion = Opinion.objects.get(sending=plan.sending)
        lead = Order.objects.standing().filter(matter_number=opinion.number, round=opinion.round, lead=True).first()
        state = lead.state if opinion.state == "in_hand" else "hidden" if opinion.hidden != "no" else opinion.state
        state = "asked" if state == "closed" and opinion.asked_at and plan.stop else state
        stages[plan.stop] = "reported" if (plan.stop, state) == ("reported", "answered") else state
        assert opinion.number.endswith(plan.number)
    assert stages == {stage: stage for stage in STAGES} | {"": "closed"}


def test_what_stands_in_the_streets_of_papers_shows_every_way_that_a_matter_can_take(town, sample):
    """All of it by the rooms' own actions, with what hangs on it."""
    taken = set(Entry.objects.values_list("kind", "step"))
    assert {
        ("dispatch.order", "dispute"),
        ("dispatch.promise", "pledge"),
        ("escalations.escalation", "escalate"),
        ("handovers.handover", "offer"),
        ("opinions.opinion", "ask"),
        ("opinions.opinion", "call_back"),
        ("opinions.opinion", "decline"),
        ("opinions.opinion", "merge"),
        ("opinions.opinion", "withdraw"),
    } - taken == set()
    merged = Opinion.objects.get(state="merged")
    assert (merged.merged_into.merged_into, merged.merged_into.author == merged.author) == (None, False)


def test_a_sample_grown_twice_says_the_same(town, year, django_db_blocker):
    from django.db import transaction

    plans = numbered([plan for plan in year.plans if plan.street == "NX" and not plan.stop][:3])
    grown = []
    for _ in range(2):
        with transaction.atomic():
            grow.grow(plans, NOON)
            grown.append(told())
            transaction.set_rollback(True)
    assert grown[0] == grown[1]
    assert len(grown[0][1]) == 3


def test_what_was_interrupted_goes_on_where_it_was(town, year):
    plans = numbered([plan for plan in year.plans if plan.street == "ZY" and not plan.stop][:3])
    grow.reserve(plans)
    assert grow.grow(plans[:1], NOON) == 1
    assert grow.missing(plans) == [plans[2], plans[1]]
    assert grow.grow(plans, NOON) == 2
    assert (grow.missing(plans), Opinion.objects.count()) == ([], 3)


def test_a_year_that_a_later_version_plans_otherwise_takes_nobodys_number(town, year):
    """Its plans have other seeds: what has their numbers already, or has none given out, is not made."""
    earlier = numbered([plan for plan in year.plans if plan.street == "ZY" and not plan.stop][:3])
    grow.reserve(earlier)
    grow.grow(earlier[:2], NOON)
    later = [replace(plan, seed=f"{plan.seed}:later") for plan in earlier]
    beyond = replace(earlier[2], seed="beyond", number=f"{earlier[2].number[:5]}000004")
    assert grow.missing([*later, beyond]) == [later[2]]
    assert grow.grow(grow.missing([*later, beyond]), NOON) == 1
    report = town.report(initials="ZY")
    assert Opinion.objects.filter(number=report.number).count() == 1


def test_whoever_comes_later_grows_the_year_that_was_founded(town):
    assert grow.founded() is None
    mark = decide("town.demo", True, source="demo", note=grow.note(500, 7), by=SYSTEM)
    assert grow.founded().plans == Year(mark.valid_from, count=500, seed=7).plans
    decide("town.demo", False, source="no demo any more", by=SYSTEM)
    assert grow.founded() is None


def test_numbers_of_what_grows_later_are_given_out_before(town, year):
    plans = numbered([plan for plan in year.plans if plan.street == "KX"][:5])
    grow.reserve(plans)
    assert town.report(initials="KX").number.endswith("-000006" if plans[-1].number[:4] == "2026" else "-000001")


def test_a_whole_town_has_its_stations_deputies_and_councils(town):
    cast.Crowd(cast.Cast().words).join()
    assert Counter(Station.objects.values_list("level__order", flat=True)) == {1: 1, 2: 14, 3: 61, 4: 144}
    assert Deputy.objects.count() == 300
    seats = Appointment.objects.filter(post__role="council_member").values_list("post__place__initials", flat=True)
    assert sorted(Counter(seats).values()) == sorted([*range(15, 22), *range(15, 22)])
    empty = Post.objects.filter(station__level__order=3, role="deputy", appointments=None)
    manned = Post.objects.filter(station__level__order=3, role="deputy").values("station").distinct()
    assert (empty.count(), manned.count()) == (0, 61)
    names = list(Person.objects.values_list("name", flat=True))
    assert len(names) == len(set(names))
    assert [p for p in Contact.objects.values_list("phone", flat=True) if not p.startswith("1990000")] == []


def test_phones_of_the_cast_are_never_real_ones(town):
    assert [p for p in Contact.objects.values_list("phone", flat=True) if not p.startswith("1990000")] == []


def test_names_of_the_cast_are_all_different(town):
    names = list(Person.objects.values_list("name", flat=True))
    assert len(names) == len(set(names))
