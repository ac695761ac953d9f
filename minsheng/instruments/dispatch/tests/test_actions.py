"""Stories of orders: handed over, redirected, helped with, sent back, answered."""

import pytest

from minsheng.ground.duties.queries import open_duty
from minsheng.instruments.dispatch import actions
from minsheng.instruments.dispatch.actions import add_unit, redirect
from minsheng.instruments.dispatch.models import Order
from minsheng.kernel.errors import NotNow, NotYours
from minsheng.kernel.workflow import take

pytestmark = pytest.mark.django_db


def test_the_street_office_redirects_to_one_of_its_units_and_lets_another_help(town):
    opinion = town.opinion("triaged")
    town.hand_over(opinion, town.desk())
    desk = town.by("hb.gov")
    fresh = redirect(town.lead(opinion), unit=town.unit(), by=desk, note="属公管办")
    take(fresh, "accept", by=town.by("hb.pm"))
    assert [(o.state, o.lead, o.sender.kind, o.checker.kind) for o in Order.objects.order_by("id")] == [
        ("redirected", True, "congress_office", "congress_office"),
        ("accepted", True, "street_office", "congress_office"),
    ]
    with pytest.raises(NotYours):
        add_unit(fresh, unit=town.unit("综合行政执法队"), by=desk)


def test_a_unit_gets_a_matter_once_a_round(town):
    opinion = town.opinion("triaged")
    town.hand_over(opinion, town.desk())
    order = town.lead(opinion)
    add_unit(order, unit=town.unit(), by=town.by("hb.gov"))
    with pytest.raises(NotNow):
        redirect(order, unit=town.unit(), by=town.by("hb.gov"))
    assert Order.objects.count() == 2


def test_an_order_sent_back_waits_for_its_sender_who_gives_it_to_another_unit(town):
    opinion = town.opinion("sent")
    order = town.lead(opinion)
    take(order, "send_back", by=town.by("hb.pm"), note="不属本科室职责")
    waits_for = open_duty(order.key).unit
    fresh = redirect(order, unit=town.unit("综合行政执法队"), by=town.by("hb.office"))
    assert waits_for == opinion.office
    assert (order.state, open_duty(order.key), open_duty(fresh.key).unit) == ("redirected", None, fresh.unit)


def test_the_office_may_ask_for_more_and_the_unit_answers_again(town):
    opinion = town.opinion("answered_by_unit")
    order = town.lead(opinion)
    take(order, "redo", by=town.by("hb.office"), note="请补照片")
    actions.answer(order, answer_text="已全部补种。", resolution="solved", by=town.by("hb.pm"))
    assert (order.state, order.answer_text) == ("answered", "已全部补种。")


def test_an_order_keeps_the_time_of_its_tier(town):
    order = town.lead(town.opinion("accepted"))
    assert open_duty(order.key).clock == "dispatch.answer.simple"


def test_nobody_is_brought_into_a_matter_that_was_hidden_meanwhile(town):
    opinion = town.opinion("triaged")
    town.hand_over(opinion, town.desk())
    order = town.lead(opinion)
    town.hide(opinion)
    for bring in (add_unit, redirect):
        with pytest.raises(NotYours):
            bring(order, unit=town.unit(), by=town.by("hb.gov"))
    assert Order.objects.count() == 1


def test_a_unit_that_sent_its_order_back_no_longer_sees_the_matter(town):
    opinion = town.opinion("triaged")
    town.hand_over(opinion, town.desk())
    fresh = redirect(town.lead(opinion), unit=town.unit(), by=town.by("hb.gov"))
    take(fresh, "send_back", by=town.by("hb.pm"), note="不属本科室职责")
    again = redirect(fresh, unit=town.unit("综合行政执法队"), by=town.by("hb.gov"))
    assert [town.sees(who, opinion) for who in ("hb.pm", "hb.le", "hb.gov")] == [False, True, True]
    assert again.sender == town.desk()
