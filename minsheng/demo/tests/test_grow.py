"""The demo town: repeatable, in order, and made by nothing but the rooms' own actions."""

from datetime import datetime

import pytest

from minsheng.demo.grow import grow, plans
from minsheng.ground.duties.models import Duty
from minsheng.ground.journal.models import Entry
from minsheng.ground.people.models import Contact, Person
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=clock.ZONE)


def test_the_same_seed_plans_the_same_town_and_another_one_another():
    with clock.at(NOON):
        assert plans(20, seed=1) == plans(20, seed=1)
        assert plans(20, seed=1) != plans(20, seed=2)


def test_what_grew_has_a_journal_that_leads_to_where_it_stands(town):
    with clock.at(NOON):
        grow(8)
    last = {e.number: e.to for e in Entry.objects.exclude(to="").order_by("id")}
    subjects = [*Opinion.objects.all(), *Order.objects.all()]
    assert {s.number: s.state for s in subjects} == last


def test_whatever_is_open_waits_for_somebody_or_for_its_orders(town):
    with clock.at(NOON):
        grow(8)
    waiting = set(Duty.objects.open().values_list("number", flat=True))
    idle = Opinion.objects.exclude(state__in=["closed", "in_hand"]).exclude(number__in=waiting)
    assert list(idle) == []


def test_phones_of_the_cast_are_never_real_ones(town):
    assert [p for p in Contact.objects.values_list("phone", flat=True) if not p.startswith("1990000")] == []


def test_names_of_the_cast_are_all_different(town):
    names = list(Person.objects.values_list("name", flat=True))
    assert len(names) == len(set(names))
