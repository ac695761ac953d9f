"""Stories of what follows an answer: call-backs, further rounds, supporters, and the question after ninety days."""

from datetime import UTC, datetime, timedelta

import pytest

from minsheng.ground.duties.queries import open_duty
from minsheng.ground.notices.models import Message, Notice
from minsheng.ground.policies.models import Policy
from minsheng.instruments.escalations.queries import level, of_matter
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.actions import after, asking
from minsheng.instruments.opinions.models import CallBack, Support
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours, TooOften
from minsheng.kernel.workflow import take

pytestmark = pytest.mark.django_db


def _decided(key, value):
    since = datetime(2020, 1, 3, tzinfo=UTC)
    Policy.objects.create(key=key, value=value, valid_from=since, decided_at=since, source="tests", confirmed=False)


def _public(town, state="accepted"):
    opinion = town.opinion(state)
    actions.publish(opinion, copy=actions.Copy("灌木枯死", "小区灌木枯死。"), by=town.by("hb.office"))
    return opinion


def test_a_bad_rating_is_called_back_within_a_day_before_anything_is_decided(town):
    opinion = town.opinion("rated")
    duty = open_duty(opinion.key)
    assert (duty.clock, duty.due - duty.since) == ("opinion.callback", timedelta(days=1))
    with pytest.raises(NotNow):
        after.reopen(opinion, by=town.by("hb.office"))
    town._to_callback(opinion, "hb")
    call = CallBack.objects.get(opinion=opinion)
    assert (opinion.state, call.caller, call.reached, call.solved) == (
        "callback",
        town.person("hb.office"),
        True,
        False,
    )


def test_whoever_was_not_reached_is_called_again(town):
    opinion = town.opinion("rated")
    after.call_back(opinion, reached=False, solved=None, words="无人接听", by=town.by("hb.office"))
    town._to_callback(opinion, "hb")
    assert [(call.reached, call.solved) for call in CallBack.objects.order_by("id")] == [(False, None), (True, False)]


def test_another_round_is_rated_anew_and_a_second_bad_rating_is_the_last_one(town):
    opinion = town.opinion("callback")
    after.reopen(opinion, by=town.by("hb.office"), note="确有一半未补")
    assert (opinion.round, opinion.rating, opinion.times_unhappy) == (2, None, 1)
    town.handle(opinion)
    after.rate(opinion, rating=1, by=town.resident())
    assert (opinion.state, opinion.times_unhappy) == ("rated", 2)
    town._to_callback(opinion, "hb")
    after.reopen(opinion, by=town.by("hb.office"))
    town.handle(opinion)
    with pytest.raises(NotYours):
        after.rate(opinion, rating=1, by=town.resident())


def test_a_drawn_satisfied_resident_is_called_back_by_somebody_who_has_not_worked_on_it(town):
    _decided("opinion.sample", {"percent": 100})
    opinion = town.opinion("answered")
    after.rate(opinion, rating=5, by=town.resident())
    assert (opinion.state, opinion.sampled, open_duty(opinion.key).clock) == ("rated", True, "opinion.callback_sample")
    said = {"reached": True, "solved": True, "words": "很好"}
    with pytest.raises(NotYours):
        after.call_back(opinion, **said, by=town.by("hb.office"))
    colleague = town.colleague("hb.office")
    actions.reveal(opinion, note="回访", by=colleague)
    after.call_back(opinion, reached=False, solved=None, words="无人接听", by=colleague)
    after.call_back(opinion, **said, by=colleague)
    take(opinion, "close", by=town.by("hb.office"), note="满意")
    assert opinion.state == "closed"


def test_whoever_is_not_drawn_is_closed_at_once(town):
    opinion = town.opinion("answered")
    after.rate(opinion, rating=4, by=town.resident())
    assert (opinion.state, opinion.sampled, open_duty(opinion.key)) == ("closed", False, None)


def test_about_a_tenth_is_drawn_whoever_counts(town):
    _decided("opinion.sample", {"percent": 10})
    opinion = town.opinion("answered")
    lots = []
    for i in range(1000):
        opinion.number = f"SC-HB-2026-{i:06d}"
        lots.append(after.drawn(opinion))
    assert 60 < sum(lots) < 140


def test_who_met_with_the_same_is_counted_once_and_told(town):
    opinion, neighbour = _public(town), town.resident(2)
    after.support(opinion, by=neighbour)
    with pytest.raises(NotNow):
        after.support(opinion, by=neighbour)
    assert Support.objects.filter(opinion=opinion).count() == 1
    Notice.objects.all().delete()
    town.finish(opinion)
    assert (neighbour.person_id, "conclude") in Notice.objects.values_list("person", "step")


def test_enough_supporters_for_whom_it_is_not_solved_reopen_it(town):
    opinion = _public(town)
    neighbours = [town.resident(i) for i in (2, 3, 4)]
    for neighbour in neighbours:
        after.support(opinion, by=neighbour)
    town.finish(opinion)
    after.rate(opinion, rating=5, by=town.resident())
    states = []
    for neighbour in neighbours:
        after.unsolved(opinion, by=neighbour)
        states.append(opinion.state)
    assert (states, opinion.round) == (["closed", "closed", "triaged"], 2)


def test_ninety_days_after_the_closing_its_author_is_asked_once_and_a_no_reopens(town):
    opinion = town.opinion("answered")
    after.rate(opinion, rating=5, by=town.resident())
    Message.objects.all().delete()
    with clock.at(clock.now() + timedelta(days=89)):
        assert asking.ask_all() == 0
    with clock.at(clock.now() + timedelta(days=91)):
        assert [asking.ask_all(), asking.ask_all()] == [1, 0]
        opinion.refresh_from_db()
        assert list(Message.objects.values_list("person", "step", "link")) == [(opinion.author_id, "ask", True)]
        after.reopen(opinion, by=town.resident(), note="又枯死了")
    assert (opinion.state, opinion.round) == ("triaged", 2)


def test_whoever_says_that_all_is_well_is_asked_no_more(town):
    opinion = town.opinion("answered")
    after.rate(opinion, rating=5, by=town.resident())
    with clock.at(clock.now() + timedelta(days=91)):
        asking.ask_all()
        opinion.refresh_from_db()
        asking.fine(opinion, by=town.resident())
        with pytest.raises(NotYours):
            after.reopen(opinion, by=town.resident())
        assert (opinion.still_fine, asking.ask_all()) == (True, 0)


def test_nobody_else_answers_for_its_author_and_not_after_the_time_is_over(town):
    opinion = town.opinion("answered")
    after.rate(opinion, rating=5, by=town.resident())
    with clock.at(clock.now() + timedelta(days=91)):
        asking.ask_all()
        opinion.refresh_from_db()
        with pytest.raises(NotYours):
            asking.fine(opinion, by=town.resident(2))
    with clock.at(clock.now() + timedelta(days=122)), pytest.raises(NotYours):
        asking.fine(opinion, by=town.resident())


def test_deputies_who_follow_it_up_urge_whoever_has_it_and_not_every_day(town):
    opinion = town.opinion("accepted")
    posts = [town.deputy_row("HB", i).post for i in (2, 3)]
    after.track(opinion, posts=posts, by=town.by("hb.office"))
    follower = town.deputy("HB", 2)
    Notice.objects.all().delete()
    after.urge(opinion, by=follower, note="居民等了三天")
    assert list(Notice.objects.values_list("person", "official", "step")) == [(town.person("hb.pm").pk, True, "urge")]
    with pytest.raises(TooOften):
        after.urge(opinion, by=follower)
    with pytest.raises(NotYours):
        after.urge(opinion, by=town.deputy("KX"))
    with clock.at(clock.now() + timedelta(days=4)):
        after.urge(opinion, by=follower)


def test_a_second_bad_rating_raises_the_level_and_the_end_settles_it(town):
    opinion = town.opinion("callback")
    after.reopen(opinion, by=town.by("hb.office"), note="确有一半未补")
    town.handle(opinion)
    before = level(opinion.key)
    after.rate(opinion, rating=1, by=town.resident())
    assert (before, of_matter(opinion.key).get().reason) == (0, "twice_unhappy")
    town._to_callback(opinion, "hb")
    town._to_closed(opinion, "hb")
    assert (of_matter(opinion.key).get().state, level(opinion.key)) == ("settled", 0)


def test_the_fifth_of_a_kind_within_a_month_raises_the_level_once(town):
    made = [town.opinion("triaged", by=town.resident(i + 1)) for i in range(6)]
    assert [of_matter(opinion.key).count() for opinion in made] == [0, 0, 0, 0, 1, 0]
