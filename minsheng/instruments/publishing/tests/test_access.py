"""Who reads what was public earlier, and who decides about what people ask."""

import pytest

from minsheng.instruments.publishing import access, actions
from minsheng.instruments.publishing.workflow import STEPS
from tests.town import allowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(town):
    """An opinion that is public."""
    opinion = town.opinion("triaged")
    town.publish(opinion, actions.Copy("灌木枯死", "请补种。"))
    return opinion


def asked(opinion, by):
    return actions.ask_removal(opinion.key, what="private", reason="这里写了我家的电话", by=by)


def test_the_history_is_read_in_offices_that_see_the_matter_and_by_nobody_else(town, public):
    readers = [name for name, actor in town.actors().items() if access.may_read_history(actor, public.key)]
    assert readers == ["office", "director", "district", "auditor"]


def test_requests_are_read_by_the_same_and_of_what_is_hidden_by_office_and_director_only(town, public):
    asked(public, town.resident(2))

    def readers():
        return [name for name, actor in town.actors().items() if access.takedowns(actor).exists()]

    assert readers() == ["office", "director", "district", "auditor"]
    town.hide(public)
    assert readers() == ["office", "director"]


def test_who_may_decide_about_a_request(town, public):
    takedown = asked(public, town.resident(2))
    assert allowed(STEPS, takedown, town.actors()) == {"system": {"take_down"}, "office": {"take_down", "keep_public"}}
    actions.keep_public(takedown, note="没有个人信息", by=town.by("hb.office"))
    assert allowed(STEPS, takedown, town.actors()) == {}


def test_anyone_may_ask_signed_in_or_not(town, public):
    made = [asked(public, actor).number for name, actor in town.actors().items() if name != "system"]
    assert made == [f"{public.number}-T{n}" for n in range(1, len(made) + 1)]


def test_whoever_asked_does_not_decide_even_in_the_office(town, public):
    takedown = asked(public, town.by("hb.office"))
    assert STEPS.act("take_down").may(town.by("hb.office"), takedown) is False
