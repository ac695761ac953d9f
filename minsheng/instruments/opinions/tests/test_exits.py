"""Stories of matters that leave their usual way, and of how they come back."""

import pytest

from minsheng.ground.duties.queries import open_duty
from minsheng.ground.notices.models import Notice
from minsheng.ground.policies.queries import category
from minsheng.instruments.follows.queries import followers
from minsheng.instruments.handovers import actions as handovers
from minsheng.instruments.handovers.queries import of_matter
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.actions import after, exits
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.queries.beside import similar
from minsheng.instruments.publishing.queries import is_public
from minsheng.kernel.errors import NotNow, NotYours, Wrong
from minsheng.kernel.workflow import take

pytestmark = pytest.mark.django_db


def test_what_a_deputy_explained_on_the_spot_stands_when_the_office_says_so_and_may_be_objected_to(town):
    opinion = town.explained()
    assert (opinion.state, open_duty(opinion.key).unit, opinion.spot_post) == (
        "transferred",
        opinion.office,
        town.deputy_row().post,
    )
    actions.triage(opinion, category=category("01.05"), tier="simple", by=town.by("hb.office"))
    take(opinion, "accept_answer", by=town.by("hb.office"))
    assert (opinion.state, open_duty(opinion.key).person_id) == ("answered", opinion.author_id)
    exits.contest(opinion, by=town.resident(), note="没有说清楚什么时候修剪")
    assert (opinion.state, open_duty(opinion.key).unit) == ("triaged", opinion.office)
    with pytest.raises(NotYours):
        take(town.opinion("triaged"), "accept_answer", by=town.by("hb.office"))


def test_a_refusal_has_a_reason_and_is_objected_to_once(town):
    opinion = town.opinion("not_accepted")
    assert (opinion.state, opinion.reason, open_duty(opinion.key)) == (
        "not_accepted",
        "这件事由市里办理，请拨打 12345。",
        None,
    )
    exits.contest(opinion, by=town.resident(), note="12345 说由街道办")
    assert (opinion.state, opinion.refusal, opinion.reason) == ("triaged", "", "")
    exits.decline(opinion, refusal="other", reason="请向市里反映，我们已转告。", by=town.by("hb.office"))
    with pytest.raises(NotYours):
        exits.contest(opinion, by=town.resident())


def test_who_objected_to_an_explanation_may_still_object_to_the_refusal_that_came_of_it_once(town):
    opinion, office = town.explained(), town.by("hb.office")
    actions.triage(opinion, category=category("01.05"), tier="simple", by=office)
    take(opinion, "accept_answer", by=office)
    exits.contest(opinion, by=town.resident(), note="没有说清楚")
    for note in ("这件事归街道管", ""):
        exits.decline(opinion, refusal="other", reason="请向市里反映，我们已转告。", by=office)
        if note:
            exits.contest(opinion, by=town.resident(), note=note)
    with pytest.raises(NotYours):
        exits.contest(opinion, by=town.resident())


def test_a_matter_is_united_with_another_and_made_its_own_again(town):
    lead = town.opinion("triaged")
    opinion = town.opinion("merged", into=lead)
    assert (opinion.state, opinion.merged_into, open_duty(opinion.key)) == ("merged", lead, None)
    exits.unmerge(opinion, by=town.by("hb.office"), note="不是同一处")
    assert (opinion.state, opinion.merged_into, open_duty(opinion.key).unit) == ("triaged", None, opinion.office)


def test_who_reported_the_same_is_told_of_the_steps_of_the_other_under_their_own_number(town):
    lead = town.opinion("triaged")
    opinion = town.opinion("triaged", by=town.resident(2))
    exits.merge(opinion, into=lead, reason="已有居民反映同一问题。", by=town.by("hb.office"))
    Notice.objects.all().delete()
    actions.dispatch(lead, to=town.unit(), by=town.by("hb.office"))
    told = Notice.objects.filter(official=False).values_list("person", "matter_number", "step").order_by("id")
    assert list(told) == [
        (lead.author_id, lead.number, "dispatch"),
        (opinion.author_id, opinion.number, "dispatch"),
    ]
    assert followers(lead.key) == [lead.author_id]


@pytest.mark.parametrize("state", ["merged", "closed", "withdrawn"])
def test_nothing_is_united_with_what_can_not_lead(town, state):
    opinion, other = town.opinion("triaged"), town.opinion(state)
    with pytest.raises(Wrong):
        exits.merge(opinion, into=other, reason="同一问题一并办理。", by=town.by("hb.office"))
    assert Opinion.objects.get(pk=opinion.pk).state == "triaged"


def test_nothing_is_united_with_itself_with_another_streets_or_with_what_is_hidden(town):
    opinion, elsewhere, hidden = (
        town.opinion("triaged"),
        town.opinion("triaged", initials="KX"),
        town.opinion("triaged"),
    )
    town.hide(hidden)
    for other in (opinion, elsewhere, hidden):
        with pytest.raises(Wrong):
            exits.merge(opinion, into=other, reason="同一问题一并办理。", by=town.by("hb.office"))


def test_what_others_were_united_with_is_united_with_nothing(town):
    lead, other = town.opinion("triaged"), town.opinion("triaged")
    town.opinion("merged", into=lead)
    with pytest.raises(Wrong):
        exits.merge(lead, into=other, reason="同一问题一并办理。", by=town.by("hb.office"))


def test_similar_open_matters_of_the_office_are_offered_and_no_hidden_or_settled_ones(town):
    opinion, near, hidden = town.opinion("triaged"), town.opinion("triaged"), town.opinion("triaged")
    town.hide(hidden)
    town.opinion("withdrawn")
    town.opinion("triaged", initials="KX")
    assert list(similar(opinion, town.by("hb.office"))) == [near]


def test_what_was_handed_over_and_declined_is_back_at_the_office(town):
    opinion = town.opinion("handed_over")
    handover = of_matter(opinion.key).get()
    assert (open_duty(opinion.key), open_duty(handover.key).unit) == (None, opinion.office)
    take(handover, "decline", by=town.by("hb.office"), note="不属信访事项")
    opinion.refresh_from_db()
    assert (opinion.state, open_duty(opinion.key).unit, open_duty(handover.key)) == ("triaged", opinion.office, None)


def test_what_was_taken_up_elsewhere_keeps_its_link(town):
    opinion = town.opinion("handed_over")
    handover = handovers.take_up(of_matter(opinion.key).get(), link="信访〔2026〕18号", by=town.by("hb.office"))
    opinion.refresh_from_db()
    assert (opinion.state, handover.link, open_duty(handover.key)) == ("handed_over", "信访〔2026〕18号", None)


def test_its_author_withdraws_a_matter_until_it_is_handed_over(town):
    opinion = town.opinion("triaged")
    actions.publish(opinion, copy=actions.Copy("灌木枯死", "小区灌木枯死。"), by=town.by("hb.office"))
    exits.withdraw(opinion, by=town.resident(), note="物业已经补种")
    assert (opinion.state, is_public(opinion.key), open_duty(opinion.key)) == ("withdrawn", False, None)
    with pytest.raises(NotNow):
        exits.withdraw(town.opinion("accepted"), by=town.resident())


def test_what_is_planned_stays_open_until_the_promise_is_kept(town):
    opinion = town.opinion("promised")
    promise = town.promise(opinion)
    assert (opinion.state, open_duty(opinion.key), open_duty(promise.key).unit) == ("promised", None, promise.unit)
    town.keep(promise)
    opinion.refresh_from_db()
    assert (opinion.state, open_duty(opinion.key).person_id) == ("answered", opinion.author_id)
    after.rate(opinion, rating=5, by=town.resident())
    assert opinion.state == "closed"


def test_what_was_united_with_a_matter_goes_on_by_itself_when_that_is_withdrawn(town):
    lead = town.opinion("triaged")
    other = town.opinion("merged", into=lead, by=town.resident(2))
    exits.withdraw(lead, by=town.resident())
    other.refresh_from_db()
    assert (other.state, other.merged_into, open_duty(other.key).unit) == ("triaged", None, other.office)
