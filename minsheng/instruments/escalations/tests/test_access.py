"""Who sees an escalation and who may do what with it: the grid, by hand."""

import pytest

from minsheng.ground.people.actors import SYSTEM
from minsheng.instruments.escalations import access, actions
from minsheng.instruments.escalations.models import Escalation
from minsheng.instruments.escalations.queries import open_levels, panels
from minsheng.instruments.escalations.workflow import STEPS
from minsheng.kernel.workflow import take
from tests.town import allowed

pytestmark = pytest.mark.django_db

READ = {"office", "director", "handler", "district", "auditor"}
"""Of a matter that a unit of 湖滨 has in hand: who reads of its escalations."""


def seen(town):
    return {name for name, actor in town.actors().items() if access.visible_to(actor).exists()}


def test_who_may_do_what_with_one_before_the_street_committee(town, raised):
    assert allowed(STEPS, raised(), town.actors()) == {
        "system": {"settle"},
        "director": {"direct", "settle"},
    }


def test_who_may_do_what_with_one_before_the_district(town, raised):
    assert allowed(STEPS, raised(level=2), town.actors()) == {
        "system": {"settle"},
        "district": {"direct", "settle"},
    }


def test_after_the_instruction_its_sheet_can_be_printed(town, raised, wednesday):
    found = actions.direct(raised(), instruction="限期办结", until=wednesday.date(), by=town.by("hb.director"))
    assert allowed(STEPS, found, town.actors()) == {
        "system": {"settle"},
        "office": {"print"},
        "director": {"settle", "print"},
    }


def test_who_raises_a_matter_and_to_which_level(town):
    opinion = town.opinion("accepted")
    found = {name: open_levels(opinion, actor) for name, actor in town.actors().items()}
    assert {name: levels for name, levels in found.items() if levels} == {
        "system": [1, 2],
        "office": [1, 2],
        "director": [1, 2],
        "district": [1, 2],
    }


def test_what_is_over_is_not_raised(town):
    opinion = town.opinion("answered")
    office = town.by("hb.office")
    before = open_levels(opinion, office)
    take(opinion, "close", by=SYSTEM)
    assert (before, open_levels(opinion, office)) == ([1, 2], [])


def test_those_who_see_the_matter_and_work_on_it_read_of_its_escalations(town, raised):
    raised()
    assert seen(town) == READ


def test_what_is_hidden_afterwards_takes_its_escalations_along(town, raised, matter):
    found = raised(level=2)
    opinion = matter(found)
    town.hide(opinion)
    district = town.by("district")
    assert seen(town) == {"office", "director"}
    assert [panel.escalation.number for panel in panels(opinion.key, district)] == []


def test_what_is_hidden_is_not_raised_to_a_desk_that_may_not_see_it(town):
    opinion = town.opinion("transferred")
    town.hide(opinion)
    opinion.refresh_from_db()
    assert open_levels(opinion, town.by("hb.office")) == [1]
    assert Escalation.objects.count() == 0
