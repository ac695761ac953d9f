"""On the real database, with real commits: what many do at once happens once, and nothing of it is half done."""

import re
import threading
import uuid
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.urls import reverse

from minsheng.ground.duties.actions import sweep
from minsheng.ground.duties.models import Duty
from minsheng.ground.journal.models import Entry
from minsheng.ground.notices.actions import send_code
from minsheng.ground.people.actions import make_code, person_of
from minsheng.ground.people.models import Contact, Person
from minsheng.ground.places.models import Tally
from minsheng.ground.places.queries import communities, streets
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, TooOften
from minsheng.kernel.workflow import take
from tests.robust.sound import problems
from tests.robust.together import browser, together, twin

PHONE = "19900000090"
TEXT = "路灯坏了三盏，孩子晚自习回来很黑。"


def step_of(subject, name):
    room = {"opinions.opinion": "opinions:opinion-step", "dispatch.order": "dispatch:order-step"}
    return reverse(room[subject.kind()], args=[subject.number, name])


def statuses(answers):
    return Counter(answer.status_code for answer in answers)


def entries(number, step):
    return Entry.objects.filter(number=number, step=step).count()


def open_duties(number):
    return Duty.objects.open().filter(number=number).count()


def test_of_twenty_deliveries_of_one_step_one_wins_and_nineteen_are_told_to_look_again(busy_town):
    opinion = busy_town.report()
    deputy = browser(busy_town.deputy_row().person)
    tabs = [twin(deputy) for _ in range(20)]

    answers = together(*[partial(tab.post, step_of(opinion, "receive")) for tab in tabs])

    assert statuses(answers) == {302: 1, 409: 19}
    assert (entries(opinion.number, "receive"), open_duties(opinion.number)) == (1, 1)
    assert problems() == []


def test_of_twenty_acceptances_of_one_order_one_wins(busy_town):
    order = busy_town.lead(busy_town.opinion("sent"))
    handler = browser(busy_town.person("hb.pm"))
    tabs = [twin(handler) for _ in range(20)]

    answers = together(*[partial(tab.post, step_of(order, "accept")) for tab in tabs])

    assert statuses(answers) == {302: 1, 409: 19}
    assert (entries(order.number, "accept"), open_duties(order.number)) == (1, 1)
    assert problems() == []


def test_different_steps_of_one_moment_do_not_both_happen(busy_town):
    """Accepting and sending back the same order; the one that comes second is told so."""
    order = busy_town.lead(busy_town.opinion("sent"))
    handler = browser(busy_town.person("hb.pm"))

    answers = together(
        partial(twin(handler).post, step_of(order, "accept")),
        partial(twin(handler).post, step_of(order, "send_back"), {"note": "不归我们管"}),
    )

    assert statuses(answers) == {302: 1, 409: 1}
    assert problems() == []


@pytest.mark.parametrize("trial", range(10))
def test_the_last_two_orders_approved_at_once_always_conclude_the_opinion(busy_town, trial):
    opinion = two_answered(busy_town)
    office = browser(busy_town.person("hb.office"))
    first, second = busy_town_orders(busy_town, opinion)

    answers = together(
        partial(twin(office).post, step_of(first, "approve")), partial(twin(office).post, step_of(second, "approve"))
    )

    opinion.refresh_from_db()
    assert statuses(answers) == {302: 2}
    assert (opinion.state, entries(opinion.number, "conclude")) == ("answered", 1)
    assert problems() == []
