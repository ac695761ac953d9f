"""Who puts questions, answers, and reads what came of it. The grids are written by hand from domain.md §2.6."""

from datetime import timedelta

import pytest

from minsheng.ground.people.actors import NOBODY, SYSTEM
from minsheng.instruments.activities import actions as activities
from minsheng.instruments.surveys import access
from minsheng.instruments.surveys.models import Survey
from minsheng.instruments.surveys.workflow import STEPS
from minsheng.kernel import clock
from minsheng.kernel.workflow import take
from tests.town import allowed

from .conftest import Inspection

# state of the survey -> actor -> what they may do with it; whoever is not named may do nothing
GRID = {
    "open": {"district": {"close"}, "system": {"close", "reply"}},
    "closed": {},
}
OF_DISTRICT = {"district", "auditor"}
OF_STREET = {"office", "director", "district"}


@pytest.mark.parametrize("state", GRID)
def test_who_may_do_what_with_a_survey_of_the_district(town, inspection, state):
    if state == "closed":
        inspection.close()
    assert allowed(STEPS, inspection.survey, town.actors()) == GRID[state]


def test_who_opens_one_for_a_matter_of_a_street(town, inspection):
    """The visit of 湖滨 is public, so that all see it; its questions are those of who holds such things there."""
    kind, number = inspection.visits["HB"].key
    wanted = Survey(matter_kind=kind, matter_number=number, place=town.street(), district=town.street().district)
    assert {name for name, actor in town.actors().items() if access.may_open(actor, wanted)} == OF_STREET


def test_the_results_are_read_by_officials_who_see_the_matter(town, inspection):
    actors = town.actors().items()
    seen = {name for name, actor in actors if inspection.survey in access.visible_to(actor)}
    read = {name for name, actor in actors if access.may_read_results(actor, inspection.survey)}
    exported = {name for name, actor in actors if access.may_export(actor, inspection.survey)}
    assert (seen, read, exported) == (OF_DISTRICT, OF_DISTRICT, OF_DISTRICT)


def test_nobody_reads_what_is_of_a_kind_of_matter_that_no_room_knows(town, inspection):
    Survey.objects.update(matter_kind="riddles.riddle")
    inspection.survey.refresh_from_db()
    assert not access.visible_to(town.by("district")).exists()
    assert not access.may_read_results(town.by("district"), inspection.survey)


def test_a_street_reads_only_its_own_answers_until_the_survey_is_closed(town):
    """What another street was told must not sway it, nor the other way round."""
    survey = Inspection(town, public=True).survey
    reads = {who: access.reads_only(town.by(who), survey) for who in ("hb.office", "kx.director", "district")}
    assert reads == {"hb.office": town.street("HB").pk, "kx.director": town.street("KX").pk, "district": None}
    survey.state = "closed"
    assert access.reads_only(town.by("hb.office"), survey) is None


def test_whoever_is_signed_in_and_sees_the_visit_may_answer(town, inspection):
    visit = inspection.visits["HB"]
    may = {name for name, actor in town.actors().items() if access.may_answer(actor, inspection.survey, visit)}
    assert may == {name for name, actor in town.actors().items() if actor.signed_in}
    assert not access.may_answer(NOBODY, inspection.survey, visit)
    assert not access.may_answer(SYSTEM, inspection.survey, visit)
    assert access.is_open_to(NOBODY, inspection.survey, visit)


def test_at_a_visit_that_is_not_public_only_who_sees_it_may_answer(town, inspection):
    visit = inspection.visit("HB", public=False)
    activities.invite(visit, deputies=[town.deputy_row("HB")], by=town.by("hb.office"))
    may = {name for name, actor in town.actors().items() if access.may_answer(actor, inspection.survey, visit)}
    assert may == {"deputy of the station", "office", "director", "district", "auditor"}


def test_one_answers_from_the_beginning_until_a_day_after_the_end(town, inspection):
    visit, resident = inspection.visit("HB", state=""), town.resident()
    answers = [access.may_answer(resident, inspection.survey, visit)]
    take(visit, "start", by=SYSTEM)
    answers.append(access.may_answer(resident, inspection.survey, visit))
    take(visit, "close", by=SYSTEM)
    for hours in (24, 26):
        with clock.at(clock.now() + timedelta(hours=hours)):
            answers.append(access.may_answer(resident, inspection.survey, visit))
    assert answers == [False, True, True, False]


def test_at_an_activity_of_another_matter_nobody_answers(town, inspection):
    other = inspection.visit("HB", purpose=None), inspection.visit("HB", purpose=inspection.visits["KX"].key)
    assert [access.may_answer(town.resident(), inspection.survey, visit) for visit in other] == [False, False]


def test_a_part_of_the_matter_has_its_survey_too_where_a_room_says_so(town, inspection):
    """As a street's task has that of the district's."""
    part = inspection.visits["KX"]
    visit = inspection.visit("HB", purpose=part.key)
    access.WIDER[part.kind()] = lambda number: inspection.matter.key if number == part.number else ("", "")
    try:
        asked = [access.may_answer(town.resident(), inspection.survey, one) for one in (visit, inspection.visits["HB"])]
    finally:
        del access.WIDER[part.kind()]
    assert asked == [True, True]
