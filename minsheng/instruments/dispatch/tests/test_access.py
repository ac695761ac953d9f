"""Who may do what with an order, and who sees it: written by hand from domain.md §0.4.3 and §5.1."""

import pytest

from minsheng.instruments.dispatch import access
from minsheng.instruments.dispatch.workflow import STEPS
from tests.town import allowed

pytestmark = pytest.mark.django_db

TO_A_UNIT = {
    "sent": {"handler": {"accept", "send_back"}},
    "accepted": {"handler": {"answer"}},
    "answered_by_unit": {"office": {"approve", "redo"}},
    "answered": {},
}

TO_THE_DESK = {
    "sent": {"street office desk": {"accept", "send_back", "redirect", "add_unit"}},
    "accepted": {"street office desk": {"answer", "add_unit"}},
    "returned": {"office": {"redirect"}},
}


@pytest.mark.parametrize("state", TO_A_UNIT)
def test_who_may_do_what_with_an_order_to_a_unit(town, state):
    order = town.lead(town.opinion(state))
    assert allowed(STEPS, order, town.actors()) == TO_A_UNIT[state]


@pytest.mark.parametrize("state", TO_THE_DESK)
def test_who_may_do_what_with_an_order_to_the_street_offices_desk(town, state):
    order = town.order_to_desk(state)
    assert allowed(STEPS, order, town.actors()) == TO_THE_DESK[state]


def test_a_matter_that_was_hidden_takes_its_orders_along(town):
    opinion = town.opinion("accepted")
    order = town.lead(opinion)
    town.hide(opinion)
    seen = {name for name, actor in town.actors().items() if order in access.visible_to(actor)}
    assert seen == {"office"}


def test_an_order_is_seen_by_its_unit_its_sender_and_its_checker_only(town):
    order = town.lead(town.opinion("accepted"))
    seen = {name for name, actor in town.actors().items() if order in access.visible_to(actor)}
    assert seen == {"office", "handler"}


def test_photos_of_an_answer_are_seen_by_the_resident_once_it_has_passed(town):
    opinion = town.opinion("answered_by_unit")
    order = town.lead(opinion)
    before = access.sees_photos(town.resident(), order.number)
    town._to_answered(opinion, "hb")
    assert (before, access.sees_photos(town.resident(), order.number)) == (False, True)
