"""Stories of matters that are brought before a desk."""

from datetime import timedelta

import pytest

from minsheng.ground.duties.models import Duty
from minsheng.ground.duties.queries import mine, open_duty
from minsheng.ground.notices.models import Notice
from minsheng.ground.papers.models import Paper
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.policies.actions import decide
from minsheng.instruments.escalations import actions
from minsheng.instruments.escalations.models import Escalation
from minsheng.instruments.escalations.papers import printed, sheet_of
from minsheng.instruments.escalations.queries import level, of_matter
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours, Wrong
from minsheng.kernel.workflow import take

pytestmark = pytest.mark.django_db
RULES = {"times": 1, "overdue": 1, "twice_unhappy": 1, "cluster": 1, "joint": 1, "cross_district": 2}


def told(town, username):
    return list(Notice.objects.filter(person=town.person(username)).values_list("kind", "step"))


def test_raised_to_the_street_committee_it_waits_for_its_director_who_is_told(town, raised):
    found = raised()
    duty = open_duty(found.key)
    unit = town.by("hb.director").unit_id
    assert (found.number, found.desk_id, duty.unit_id) == (f"{found.matter_number}-D1", unit, unit)
    assert clock.local(duty.due).isoformat() == "2026-09-14T17:30:00+08:00"
    assert [row.number for row in mine(town.by("hb.director"))] == [found.number]
    assert told(town, "hb.director")[-1] == ("escalations.escalation", "escalate")


def test_the_matter_goes_on_beside_it(town, raised, matter):
    found = raised()
    opinion = matter(found)
    town.answer(town.lead(opinion), by=town.by("hb.pm"))
    assert (opinion.state, Escalation.objects.get().state, level(opinion.key)) == ("in_hand", "raised", 1)


def test_the_district_desk_gives_an_instruction_and_whoever_has_the_matter_is_told(town, raised, wednesday):
    found = raised(level=2)
    until = wednesday.date() + timedelta(days=5)
    actions.direct(found, instruction="五日内办结", until=until, by=town.by("district"))
    found.refresh_from_db()
    assert (found.state, found.instruction, clock.local(found.until).date()) == ("directed", "五日内办结", until)
    assert Duty.objects.open().filter(number=found.number).count() == 0
    assert told(town, "hb.pm")[-1] == ("escalations.escalation", "direct")


def test_an_instruction_for_a_day_that_is_over_is_refused(town, raised, wednesday):
    found = raised()
    with pytest.raises(Wrong):
        actions.direct(found, instruction="办", until=wednesday.date() - timedelta(days=1), by=town.by("hb.director"))
    found.refresh_from_db()
    assert found.state == "raised"


def test_one_open_a_matter_and_level(town, raised, matter):
    found = raised()
    opinion = matter(found)
    with pytest.raises(NotNow):
        actions.escalate(opinion, level=1, reason="by_hand", by=town.by("hb.director"))
    assert actions.escalate(opinion, reason="cluster", by=SYSTEM) is None
    actions.escalate(opinion, level=2, reason="by_hand", by=town.by("hb.director"))
    assert (of_matter(opinion.key).count(), level(opinion.key)) == (2, 2)


def test_a_settled_one_can_be_raised_again(town, raised, matter):
    found = raised()
    take(found, "settle", by=town.by("hb.director"))
    opinion = matter(found)
    again = actions.escalate(opinion, level=1, reason="by_hand", by=town.by("hb.office"))
    assert (again.number, level(opinion.key)) == (f"{opinion.number}-D2", 1)


def test_when_the_matter_closes_all_is_settled(town, raised, matter):
    found = raised()
    opinion = matter(found)
    actions.escalate(opinion, level=2, reason="by_hand", by=town.by("hb.office"))
    assert (actions.settle_all(opinion), actions.settle_all(opinion), level(opinion.key)) == (2, 0, 0)
    assert Duty.objects.open().filter(kind=Escalation.kind()).count() == 0


def test_a_desk_that_may_not_see_a_matter_does_not_get_it(town):
    opinion = town.opinion("transferred")
    town.hide(opinion)
    with pytest.raises(Wrong):
        actions.escalate(opinion, level=2, reason="by_hand", by=town.by("hb.office"))
    assert actions.escalate(opinion, level=2, reason="overdue", by=SYSTEM) is None
    assert Escalation.objects.count() == 0


def test_others_do_not_raise(town):
    opinion = town.opinion("accepted")
    for who in ("hb.pm", "hb.gov", "kx.office", "kx.director", "auditor"):
        with pytest.raises(NotYours):
            actions.escalate(opinion, level=1, reason="by_hand", by=town.by(who))
    assert Escalation.objects.count() == 0


def test_what_is_late_by_more_than_its_own_time_is_raised_once(town):
    opinion = town.opinion("transferred")
    duty = open_duty(opinion.key)
    with clock.at(duty.due + (duty.due - duty.since) - timedelta(minutes=1)):
        assert actions.sweep() == 0
    with clock.at(duty.due + (duty.due - duty.since) + timedelta(minutes=1)):
        assert [actions.sweep(), actions.sweep()] == [1, 0]
        take(Escalation.objects.get(), "settle", by=town.by("hb.director"))
        assert actions.sweep() == 0
    found = Escalation.objects.get()
    assert (found.reason, found.level, found.late_duty, found.matter_number) == ("overdue", 1, duty, opinion.number)


def test_what_the_director_leaves_lying_goes_to_the_district(town, matter):
    opinion = town.opinion("transferred")
    with clock.at(clock.now() + timedelta(days=30)):
        assert actions.sweep() == 1
    with clock.at(clock.now() + timedelta(days=60)):
        assert [actions.sweep(), actions.sweep()] == [1, 0]
    with clock.at(clock.now() + timedelta(days=90)):
        assert actions.sweep() == 0
    assert list(of_matter(opinion.key).values_list("level", "reason")) == [(2, "overdue"), (1, "overdue")]


def test_residents_and_what_lapses_by_itself_are_never_raised(town):
    town.report(), town.opinion("answered")
    with clock.at(clock.now() + timedelta(days=90)):
        assert actions.sweep() == 0


def test_the_rule_says_what_is_raised_and_whether(town):
    decide("escalation.rules", RULES | {"overdue": 0, "cluster": 2}, source="会议纪要", by=SYSTEM)
    opinion = town.opinion("transferred")
    with clock.at(clock.now() + timedelta(days=30)):
        assert actions.sweep() == 0
    assert actions.escalate(opinion, reason="cluster", by=SYSTEM).level == 2
    decide(
        "escalation.rules", RULES | {"joint": 0}, source="会议纪要", by=SYSTEM, valid_from=clock.now() + timedelta(1)
    )
    with clock.at(clock.now() + timedelta(days=2)):
        assert actions.escalate(opinion, reason="joint", by=SYSTEM) is None


def test_the_instruction_sheet_keeps_its_number_and_counts_its_editions(town, raised, wednesday):
    found, director = raised(), town.by("hb.director")
    actions.direct(found, instruction="三日内到现场处理", until=wednesday.date(), by=director)
    first, again = printed(found, by=director), printed(found, by=director)
    says = {cell.label: cell.value for cell in sheet_of(found).cells}
    assert (first[0].startswith("督办通知单 "), first[0].endswith("〔2026〕1号"), again[0]) == (True, True, first[0])
    assert Paper.objects.count() == 1
    assert (says["督办意见"], says["办理期限"], says["督办层级"]) == (
        "三日内到现场处理",
        "2026年9月9日",
        "人大街道工委",
    )
