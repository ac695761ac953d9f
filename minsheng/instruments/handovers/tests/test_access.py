"""Who may do what with a hand-over, and who sees it. The grid is written by hand from domain.md §2.2."""

import pytest

from minsheng.instruments.handovers import access
from minsheng.instruments.handovers.queries import of_matter
from minsheng.instruments.handovers.workflow import STEPS
from minsheng.kernel.workflow import take
from tests.town import allowed

pytestmark = pytest.mark.django_db

# state of the hand-over -> actor -> what they may do with it; whoever is not named may do nothing
HANDOVER = {
    "offered": {"office": {"take_up", "decline"}, "system": {"take_up", "decline"}},
    "taken": {},
    "declined": {},
}
SEES = {"deputy of the station", "office", "director", "district", "auditor"}


@pytest.mark.parametrize("state", HANDOVER)
def test_who_may_do_what_with_a_handover(town, state):
    handover = of_matter(town.opinion("handed_over").key).get()
    if state != "offered":
        take(handover, {"taken": "take_up", "declined": "decline"}[state], by=town.by("hb.office"))
    assert allowed(STEPS, handover, town.actors()) == HANDOVER[state]


def test_who_sees_the_matter_sees_where_it_was_handed_over_to(town):
    handover = of_matter(town.opinion("handed_over").key).get()
    seen = {name for name, actor in town.actors().items() if handover in access.visible_to(actor)}
    assert seen == SEES


def test_of_a_hidden_matter_only_who_sees_it_sees_that(town):
    opinion = town.opinion("handed_over")
    town.hide(opinion)
    handover = of_matter(opinion.key).get()
    seen = {name for name, actor in town.actors().items() if handover in access.visible_to(actor)}
    assert seen == {"office", "director"}
