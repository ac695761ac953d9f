"""Duties: passed on with every step, swept when they lapse."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from minsheng.ground.duties.actions import sweep
from minsheng.ground.duties.models import Duty
from minsheng.ground.duties.queries import items, mine, of_matter, of_matters, open_duty
from minsheng.kernel import clock

pytestmark = pytest.mark.django_db


def test_a_step_closes_the_duty_and_opens_the_next_for_whoever_is_next(town):
    opinion = town.report()
    first = open_duty(opinion.key)
    town._to_received(opinion, "hb")
    town._to_transferred(opinion, "hb")
    first.refresh_from_db()
    assert (first.closed_at is not None, open_duty(opinion.key).unit) == (True, opinion.office)


def test_receiving_does_not_start_the_deputies_day_anew(town):
    opinion = town.report()
    due = open_duty(opinion.key).due
    with clock.at(opinion.made_at + timedelta(hours=20)):
        town._to_received(opinion, "hb")
    assert open_duty(opinion.key).due == due == opinion.made_at + timedelta(hours=24)


def test_the_database_refuses_a_second_open_duty(town):
    duty = open_duty(town.report().key)
    duty.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        duty.save(force_insert=True)
    assert Duty.objects.open().count() == 1


def test_the_inbox_is_what_waits_for_the_posts_and_the_unit_the_most_urgent_first(town):
    late = town.opinion("transferred")
    with clock.at(clock.now() + timedelta(hours=1)):
        later = town.opinion("transferred")
    other = town.opinion("transferred", initials="KX")
    numbers = [item.card.number for item in items(mine(town.by("hb.office")))]
    assert numbers == [late.number, later.number]
    assert [item.card.number for item in items(mine(town.by("kx.office")))] == [other.number]


def test_one_poisoned_matter_does_not_hold_up_the_sweep(town):
    broken, fine = town.report(), town.report()
    Duty.objects.filter(number=broken.number).update(lapse="no_such_step")
    with clock.at(open_duty(fine.key).due):
        taken = sweep()
    fine.refresh_from_db()
    assert (taken, fine.state) == (1, "transferred")


def test_a_list_asks_once_for_the_duties_of_all_its_matters(town, django_assert_num_queries):
    opinions = [town.report() for _ in range(3)]
    with django_assert_num_queries(1):
        found = of_matters(opinions[0].kind(), [o.number for o in opinions])
    assert list(found) == [o.number for o in opinions]


def test_the_duties_of_a_matter_are_those_of_its_parts_too(town):
    opinion = town.opinion("sent")
    assert [duty.number for duty in of_matter(opinion.key)] == [f"{opinion.number}-1"]
