"""Stories of an opinion, told on the real database by the people of the named town."""

from datetime import timedelta

import pytest

from minsheng.ground.duties.actions import sweep
from minsheng.ground.duties.models import Duty
from minsheng.ground.duties.queries import open_duty
from minsheng.ground.journal.models import Entry
from minsheng.ground.people.models import Post
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.dispatch.queries import standing
from minsheng.instruments.opinions import access, actions
from minsheng.instruments.opinions.actions import after
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.publishing.queries import promised
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours, TooOften
from minsheng.kernel.workflow import take

pytestmark = pytest.mark.django_db


def steps(opinion):
    rows = Entry.objects.filter(matter_number=opinion.number).order_by("id")
    return [(row.number.removeprefix(opinion.number), row.step, row.to) for row in rows]


def test_an_opinion_goes_all_the_way_round(town):
    opinion = town.opinion("answered")
    after.rate(opinion, rating=5, by=town.resident())
    assert steps(opinion) == [
        ("", "submit", "submitted"),
        ("", "receive", "received"),
        ("", "transfer", "transferred"),
        ("", "triage", "triaged"),
        ("", "dispatch", "in_hand"),
        ("-1", "issue", "sent"),
        ("-1", "accept", "accepted"),
        ("-1", "answer", "answered"),
        ("-1", "approve", "passed"),
        ("", "conclude", "answered"),
        ("", "rate", "rated"),
        ("", "close", "closed"),
    ]
    assert Duty.objects.open().count() == 0


def test_each_step_leaves_exactly_one_open_duty_with_whoever_is_next(town):
    opinion = town.report()
    holders = [open_duty(opinion.key).post.role]
    town._to_received(opinion, "hb")
    town._to_transferred(opinion, "hb")
    holders.append(open_duty(opinion.key).unit.kind)
    town._to_triaged(opinion, "hb")
    holders.append(open_duty(opinion.key).unit.kind)
    town._to_sent(opinion, "hb")
    holders += [open_duty(opinion.key), open_duty(town.lead(opinion).key).unit.name]
    assert holders == ["deputy", "congress_office", "congress_office", None, "公共管理办公室"]


def test_a_named_deputy_gets_it_whoever_is_at_the_station(town):
    deputy = town.deputy_row("KX", 2)
    opinion = town.report(deputy=deputy)
    assert open_duty(opinion.key).post == deputy.post


def test_without_a_deputy_for_the_place_it_goes_straight_to_the_office(town):
    Post.objects.filter(role="deputy").update(station=None)
    opinion = town.report()
    assert (opinion.state, open_duty(opinion.key).unit) == ("transferred", opinion.office)


def test_nobody_received_it_within_a_day_so_the_system_passes_it_on(town):
    opinion = town.report()
    with clock.at(opinion.made_at + timedelta(hours=23, minutes=59)):
        assert sweep() == 0
    with clock.at(open_duty(opinion.key).due):
        assert [sweep(), sweep()] == [1, 0]
    opinion.refresh_from_db()
    assert opinion.state == "transferred"
    last = Entry.objects.filter(number=opinion.number).latest("id")
    assert (last.step, last.signature.kind) == ("transfer", "system")


def test_an_answer_that_nobody_rates_is_closed_unrated_after_seven_days(town):
    opinion = town.opinion("answered")
    with clock.at(clock.now() + timedelta(days=7, seconds=1)):
        sweep()
    opinion.refresh_from_db()
    assert (opinion.state, opinion.rating) == ("closed", None)


def test_a_bad_rating_leaves_the_office_a_call_and_another_round_is_possible(town):
    opinion = town.opinion("rated")
    duty = open_duty(opinion.key)
    assert (opinion.state, duty.unit, duty.clock) == ("rated", opinion.office, "opinion.callback")
    town._to_callback(opinion, "hb")
    after.reopen(opinion, by=town.by("hb.office"), note="确有一半未补")
    actions.dispatch(opinion, to=town.unit(), by=town.by("hb.office"))
    assert [(o.round, o.unit.name) for o in Order.objects.order_by("id")] == [
        (1, "公共管理办公室"),
        (2, "公共管理办公室"),
    ]
    assert (opinion.state, opinion.round) == ("in_hand", 2)


def test_the_same_sending_twice_is_one_opinion(town):
    report = actions.Report("路灯坏了三盏", town.where())
    first = actions.submit(report, by=town.resident())
    again = actions.submit(report, by=town.resident())
    assert (first.pk, Opinion.objects.count()) == (again.pk, 1)


def test_somebody_elses_sending_key_gives_nothing_away(town):
    report = actions.Report("路灯坏了三盏", town.where())
    first = actions.submit(report, by=town.resident(1))
    with pytest.raises(Exception, match="sending"):
        actions.submit(report, by=town.resident(2))
    assert first.author_id == town.resident(1).person_id


def test_the_number_is_of_its_street_and_year_and_counts_on(town):
    numbers = [town.report(initials=at).number for at in ("HB", "HB", "KX")]
    year = clock.today().year
    assert numbers == [f"SC-HB-{year}-000001", f"SC-HB-{year}-000002", f"SC-KX-{year}-000001"]


def test_more_than_twenty_a_day_are_too_many_for_one_person(town):
    for _ in range(20):
        town.report()
    with pytest.raises(TooOften):
        town.report()
    assert Opinion.objects.count() == 20


def test_it_is_answered_only_when_every_unit_has_passed(town):
    opinion = town.opinion("triaged")
    office, helping = town.by("hb.office"), town.unit("综合行政执法队")
    actions.dispatch(opinion, to=town.unit(), with_units=[helping], by=office)
    states = []
    for order, who in zip(standing(opinion.key, 1), ("hb.pm", "hb.le"), strict=True):
        take(order, "accept", by=town.by(who))
        take(order, "answer", by=town.by(who))
        take(order, "approve", by=office)
        opinion.refresh_from_db()
        states.append(opinion.state)
    assert states == ["in_hand", "answered"]


def test_a_step_that_somebody_else_has_taken_is_refused_and_writes_nothing(town):
    opinion = town.opinion("received")
    before = Entry.objects.count()
    with pytest.raises(NotNow):
        take(opinion, "receive", by=town.deputy())
    assert Entry.objects.count() == before


def test_a_deputy_can_neither_hand_over_nor_close(town):
    """代表不直接处理具体问题 (golden vector 19)."""
    triaged, rated = town.opinion("triaged"), town.opinion("rated")
    with pytest.raises(NotYours):
        actions.dispatch(triaged, to=town.unit(), by=town.deputy())
    with pytest.raises(NotYours):
        take(rated, "close", by=town.deputy())


def test_a_hidden_opinion_cannot_be_handed_over(town):
    opinion = town.opinion("triaged")
    actions.hide(opinion, by=town.by("hb.office"), note="涉及检举")
    with pytest.raises(NotYours):
        actions.dispatch(opinion, to=town.unit(), by=town.by("hb.office"))
    assert Order.objects.count() == 0


def test_what_becomes_confidential_in_hand_is_taken_back_from_the_units(town):
    opinion, clerk = town.opinion("accepted"), town.by("hb.office")
    with pytest.raises(NotYours):
        actions.recall(opinion, by=clerk)
    actions.hide(opinion, by=clerk, note="涉及检举", unit=town.unit())
    actions.recall(opinion, by=clerk)

    open_duties = Duty.objects.open().filter(matter_number=opinion.number)
    assert list(open_duties.values_list("kind", "unit__kind")) == [(Opinion.kind(), "congress_office")]
    assert set(Order.objects.values_list("state", flat=True)) == {"redirected"}
    assert (opinion.state, opinion.accused_unit) == ("triaged", town.unit())


def test_what_was_promised_in_what_becomes_confidential_comes_back_to_the_office(town):
    opinion, clerk = town.opinion("promised"), town.by("hb.office")
    copy = actions.Copy("灌木枯死", "小区灌木枯死。")
    actions.publish(opinion, copy=copy, by=clerk)
    public = [row.number for row in promised()]
    town.hide(opinion)
    duties = Duty.objects.open().filter(matter_number=opinion.number).values_list("kind", "unit__kind", "clock")
    assert (public, [row.number for row in promised()]) == ([opinion.number], [])
    assert list(duties) == [(Opinion.kind(), "congress_office", "opinion.dispatch")]
    assert (opinion.state, town.promise(opinion).state, town.sees("hb.pm", opinion)) == ("triaged", "recalled", False)


def test_what_is_no_longer_confidential_promises_nothing_until_the_office_hands_it_over_again(town):
    opinion, clerk = town.opinion("promised"), town.by("hb.office")
    town.hide(opinion)
    town.unhide(opinion)
    actions.publish(opinion, copy=actions.Copy("灌木枯死", "小区灌木枯死。"), by=clerk)
    before = (opinion.state, town.sees("hb.pm", opinion), [row.number for row in promised()])
    town.hand_over(opinion, town.unit())
    assert before == ("triaged", False, [])
    assert (opinion.state, town.lead(opinion).state, town.sees("hb.pm", opinion)) == ("in_hand", "sent", True)
    take(town.lead(opinion), "accept", by=town.by("hb.pm"))
    town.finish(opinion)
    assert (opinion.state, town.promise(opinion).state) == ("answered", "recalled")


def test_a_promise_beside_work_in_hand_comes_back_with_it(town):
    opinion, clerk = town.opinion("triaged"), town.by("hb.office")
    actions.dispatch(opinion, to=town.unit(), with_units=[town.unit("综合行政执法队")], by=clerk)
    order, later = take(town.lead(opinion), "accept", by=town.by("hb.pm")), clock.today() + timedelta(days=30)
    town.answer(order, by=town.by("hb.pm"), resolution="planned", owner="绿化科", until=later)
    take(order, "approve", by=clerk)
    opinion.refresh_from_db()
    town.hide(opinion)
    assert (opinion.state, town.promise(opinion).state) == ("triaged", "recalled")
    assert set(Order.objects.values_list("state", flat=True)) == {"redirected"}
    town.unhide(opinion)
    town.hand_over(opinion, town.unit())
    assert town.lead(opinion).state == "sent"


def test_who_was_accused_reads_a_matter_again_when_it_is_not_confidential_any_more(town):
    opinion, clerk = town.opinion("accepted"), town.by("hb.office")
    actions.hide(opinion, by=clerk, note="涉及检举", unit=town.unit(), person=town.person("hb.director"))
    actions.unhide(opinion, by=clerk, note="并非检举")

    opinion.refresh_from_db()
    assert (opinion.hidden, opinion.accused_unit, opinion.accused_person) == ("no", None, None)
    assert access.sees(town.by("hb.pm"), opinion.number) is True


def test_the_journal_refuses_to_be_changed_and_words_can_be_erased_once(town):
    from django.db import DatabaseError, transaction

    from minsheng.ground.journal import actions as journal
    from minsheng.ground.journal.models import Words

    opinion = town.opinion("transferred")
    before = list(Entry.objects.values_list("id", "digest"))
    for change in (lambda: Entry.objects.update(step="x"), lambda: Entry.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert journal.erase(opinion.key, by=town.by("hb.office")) == 2
    assert set(Words.objects.filter(entry__step="transfer").values_list("note", flat=True)) == {""}
    assert list(Entry.objects.exclude(step="erase").values_list("id", "digest")) == before


def test_a_street_whose_office_is_not_set_up_says_so_and_keeps_nothing(town):
    from minsheng.ground.people.models import Unit

    Unit.objects.filter(kind="congress_office", place=town.street()).update(kind="department")
    with pytest.raises(NotNow):
        town.report()
    assert Opinion.objects.count() == 0
