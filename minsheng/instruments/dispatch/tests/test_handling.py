"""Stories of handling: claimed, brought before a joint meeting, more time, promises, what must be seen."""

from datetime import date, datetime, timedelta

import pytest

from minsheng.ground.duties.queries import open_duty
from minsheng.ground.figures.queries import totals
from minsheng.ground.journal.queries import timeline
from minsheng.ground.people import actions as people
from minsheng.ground.people.models import Post
from minsheng.ground.people.queries import actor_of
from minsheng.ground.policies.queries import due
from minsheng.instruments.dispatch import actions, queries
from minsheng.instruments.dispatch.models import Extension, Order, Promise
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours, Wrong
from minsheng.kernel.workflow import take

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 16, 9, 12, tzinfo=clock.ZONE)
PARK, LAW = "公共管理办公室", "综合行政执法队"


@pytest.fixture
def colleague(town):
    """Somebody else of the unit of hb.pm."""
    person = people.register_staff("hb.pm2", "林小满", hashed="!", demo=True)
    people.appoint(person, Post.objects.get(unit=town.unit()), since=date(2020, 1, 1))
    return actor_of(person)


def accepted(town, *, tier="simple", at=MONDAY):
    """The lead order of an opinion of some tier, accepted at a moment."""
    with clock.at(at):
        opinion = town.opinion("triaged")
        opinion.tier = tier
        opinion.save(update_fields=["tier"])
        town.hand_over(opinion, town.unit())
        return take(town.lead(opinion), "accept", by=town.by("hb.pm"))


def told(order, *, resident):
    """The steps of the order's matter that somebody reads of, with what they read beside."""
    return [(line.step, dict(line.facts), line.note) for line in timeline(order.matter_key, resident=resident)]


def test_somebody_of_the_unit_takes_it_on_and_passes_it_to_a_colleague(town, colleague):
    order, handler = town.lead(town.opinion("sent")), town.by("hb.pm")
    actions.claim(order, by=handler)
    with pytest.raises(NotNow, match="本单位"):
        actions.claim(order, by=colleague)
    actions.assign(order, handler=town.person("hb.pm2"), by=handler)
    order.refresh_from_db()
    assert (order.handler.username, open_duty(order.key).unit) == ("hb.pm2", order.unit)


def test_nobody_outside_the_unit_is_given_an_order(town):
    order = town.lead(town.opinion("sent"))
    with pytest.raises(Wrong):
        actions.assign(order, handler=town.person("hb.le"), by=town.by("hb.pm"))
    with pytest.raises(NotYours):
        actions.claim(order, by=town.by("hb.le"))
    order.refresh_from_db()
    assert order.handler is None


def test_what_a_unit_says_on_the_way_reaches_the_resident_and_its_notes_do_not(town):
    order, handler = town.lead(town.opinion("accepted")), town.by("hb.pm")
    actions.progress(order, words="苗木已订，下周到货。", by=handler)
    actions.note_down(order, note="供货商姓王", by=handler)
    assert told(order, resident=True)[-1] == ("progress", {"words": "苗木已订，下周到货。"}, "")
    assert [line[0] for line in told(order, resident=False)][-2:] == ["progress", "note_down"]


def test_a_reason_that_no_rule_knows_sends_nothing_back(town):
    order = town.lead(town.opinion("sent"))
    with pytest.raises(Wrong):
        actions.send_back(order, return_reason="bored", suggested=town.unit(LAW), by=town.by("hb.pm"), note="不想办")
    order.refresh_from_db()
    assert (order.state, order.return_reason) == ("sent", "")


def test_the_third_return_is_decided_jointly_and_what_is_decided_binds(town):
    """Not sent back once more (golden vector 13)."""
    opinion = town.opinion("sent")
    for who, to in (("hb.pm", LAW), ("hb.le", PARK)):
        town.send_back(town.lead(opinion), by=town.by(who), to=to)
        actions.redirect(town.lead(opinion), unit=town.unit(to), by=town.by("hb.office"))
    third = town.lead(opinion)
    with pytest.raises(NotYours):
        town.send_back(third, by=town.by("hb.pm"))
    said = {"return_reason": "other_leads", "suggested": town.unit(LAW), "note": "应由执法队办理"}
    actions.dispute(third, by=town.by("hb.pm"), **said)
    waits = open_duty(third.key)
    bound = actions.decide(third, unit=town.unit(), by=town.by("hb.office"), note="联席会议：由公管办办理")
    for refuse in (town.send_back, lambda order, by: actions.dispute(order, by=by, **said)):
        with pytest.raises(NotYours):
            refuse(bound, by=town.by("hb.pm"))
    assert (waits.unit, waits.clock) == (opinion.office, "dispatch.joint")
    assert [(o.state, o.binding, o.return_reason) for o in queries.orders(opinion.key)] == [
        ("redirected", False, "not_ours"),
        ("redirected", False, "not_ours"),
        ("redirected", False, "other_leads"),
        ("sent", True, ""),
    ]
    assert totals("orders.returned", "orders.disputed") == {"orders.returned": 2, "orders.disputed": 1}


def test_returns_of_an_earlier_round_do_not_count(town):
    opinion = town.opinion("sent")
    town.send_back(town.lead(opinion), by=town.by("hb.pm"))
    order = Order(matter_kind=opinion.kind(), matter_number=opinion.number, round=2, place=opinion.place)
    first = Order(matter_kind=opinion.kind(), matter_number=opinion.number, round=1, place=opinion.place)
    Order.objects.of_matter(opinion.key).update(state="redirected")
    assert [queries.to_be_decided_jointly(row) for row in (first, order)] == [False, False]


def test_a_bound_order_given_on_by_the_desk_stays_bound(town):
    order = town.order_to_desk("sent")
    Order.objects.filter(pk=order.pk).update(binding=True)
    order.refresh_from_db()
    assert actions.redirect(order, unit=town.unit(), by=town.by("hb.gov")).binding is True


def test_more_time_is_asked_for_granted_and_told_with_its_reason(town):
    order = accepted(town, tier="whistle")
    with clock.at(MONDAY + timedelta(hours=2)):
        extension = actions.ask(order, until=date(2026, 11, 27), by=town.by("hb.pm"), note="苗木在途")
        waits, before = open_duty(extension.key), open_duty(order.key).due
        actions.grant(extension, by=town.by("hb.office"), note="同意")
    after = open_duty(order.key)
    until = datetime(2026, 11, 27, 17, 30, tzinfo=clock.ZONE)
    assert (waits.unit, waits.clock) == (order.checker, "dispatch.extension")
    assert (after.first_due, after.due, open_duty(extension.key)) == (before, until, None)
    assert told(order, resident=True)[-1] == ("grant", {"reason": "苗木在途", "until": "2026-11-27"}, "")
    assert totals("orders.time_asked", "orders.extended") == {"orders.time_asked": 1, "orders.extended": 1}


def test_more_time_that_is_refused_changes_nothing_and_residents_do_not_read_of_it(town):
    order = accepted(town, tier="whistle")
    before = open_duty(order.key).due
    with clock.at(MONDAY + timedelta(hours=2)):
        extension = actions.ask(order, until=date(2026, 11, 27), by=town.by("hb.pm"), note="苗木在途")
        take(extension, "refuse", by=town.by("hb.office"), note="可先补种一半")
    assert (open_duty(order.key).due, [line[0] for line in told(order, resident=True)][-1]) == (before, "accept")


@pytest.mark.parametrize(
    ("tier", "last"),
    [
        ("simple", datetime(2026, 11, 17, 13, 30, tzinfo=clock.ZONE)),
        ("whistle", datetime(2026, 11, 18, 23, 59, tzinfo=clock.ZONE)),
    ],
)
def test_more_time_is_asked_for_in_time_or_not_at_all(town, tier, last):
    """Four working hours before the due time of a simple matter, one working day before that of any other."""
    order, said = accepted(town, tier=tier), {"until": date(2026, 11, 27), "by": town.by("hb.pm"), "note": "苗木在途"}
    with clock.at(last + timedelta(minutes=1)):
        with pytest.raises(NotNow):
            actions.ask(order, **said)
        refused = queries.no_more_time(order) != ""
    with clock.at(last):
        actions.ask(order, **said)
    assert (refused, Extension.objects.count()) == (True, 1)


@pytest.mark.parametrize(("tier", "times"), [("simple", 1), ("whistle", 1), ("difficult", 2)])
def test_more_time_is_asked_for_once_and_for_a_difficult_matter_twice(town, tier, times):
    order = accepted(town, tier=tier)
    with clock.at(MONDAY + timedelta(minutes=10)):
        for day in range(times):
            extension = actions.ask(order, until=date(2026, 11, 27 + day), by=town.by("hb.pm"), note="苗木在途")
            actions.grant(extension, by=town.by("hb.office"))
        with pytest.raises(NotNow):
            actions.ask(order, until=date(2026, 12, 4), by=town.by("hb.pm"), note="还要几天")
    assert (Extension.objects.count(), open_duty(order.key).due.day) == (times, 26 + times)


def test_nobody_asks_twice_at_a_time(town):
    order, said = accepted(town, tier="difficult"), {"by": town.by("hb.pm"), "note": "苗木在途"}
    with clock.at(MONDAY + timedelta(minutes=10)):
        actions.ask(order, until=date(2026, 11, 27), **said)
        with pytest.raises(NotNow):
            actions.ask(order, until=date(2026, 11, 30), **said)
    assert Extension.objects.count() == 1


def test_an_answer_makes_more_time_needless(town):
    order = accepted(town, tier="whistle")
    with clock.at(MONDAY + timedelta(hours=2)):
        extension = actions.ask(order, until=date(2026, 11, 27), by=town.by("hb.pm"), note="苗木在途")
        town.answer(order, by=town.by("hb.pm"))
        due_then = open_duty(order.key)
        extension.refresh_from_db()
        with pytest.raises(NotNow):
            actions.grant(extension, by=town.by("hb.office"))
    assert (extension.state, open_duty(extension.key)) == ("dropped", None)
    assert (open_duty(order.key).due, due_then.clock) == (due_then.due, "dispatch.check")


def test_more_time_until_a_day_that_has_passed_is_not_granted(town):
    order = accepted(town, tier="whistle")
    with clock.at(MONDAY + timedelta(hours=2)):
        extension = actions.ask(order, until=date(2026, 11, 20), by=town.by("hb.pm"), note="苗木在途")
    with clock.at(MONDAY + timedelta(days=10)), pytest.raises(NotNow):
        actions.grant(extension, by=town.by("hb.office"))
    extension.refresh_from_db()
    assert extension.state == "asked"


def test_what_can_be_seen_is_not_answered_without_a_photo(town):
    order = town.lead(town.opinion("accepted"))
    with pytest.raises(Wrong):
        actions.answer(order, answer_text="已补种。", resolution="solved", by=town.by("hb.pm"))
    order.refresh_from_db()
    assert (order.on_site, order.state) == (True, "accepted")
    town.answer(order, by=town.by("hb.pm"))
    take(order, "redo", by=town.by("hb.office"), note="请写明数量")
    actions.answer(order, answer_text="已补种 40 株。", resolution="solved", by=town.by("hb.pm"))
    assert (order.state, order.answer_text) == ("answered", "已补种 40 株。")


@pytest.mark.parametrize("missing", ["owner", "until"])
def test_a_plan_without_owner_or_day_is_no_answer(town, missing):
    order = town.lead(town.opinion("accepted"))
    said = {"owner": "公管办主任", "until": date(2027, 3, 12)}
    del said[missing]
    with pytest.raises(Wrong):
        town.answer(order, by=town.by("hb.pm"), resolution="planned", **said)
    order.refresh_from_db()
    assert order.state == "accepted"


def planned(town):
    """The promise of an answer that was passed on the Monday, due at the end of 30 November."""
    order = accepted(town)
    with clock.at(MONDAY + timedelta(hours=1)):
        day = date(2026, 11, 30)
        town.answer(order, by=town.by("hb.pm"), text="列入春季补种。", resolution="planned", owner="王主任", until=day)
        before = queries.round_state(order.matter_key, 1)
        take(order, "approve", by=town.by("hb.office"))
    assert before == "working"
    return Promise.objects.get(order=order)


def kept(town, promise, at):
    """Let the unit report it as done, and the office find it so a day later."""
    handler = town.by("hb.pm")
    with clock.at(at):
        actions.keep(promise, text="已补种 40 株。", photos=[town.photo(handler)], by=handler)
    with clock.at(at + timedelta(days=1)):
        take(promise, "confirm", by=town.by("hb.office"))


@pytest.mark.parametrize(("day", "late"), [(30, 0), (31, 1)])
def test_a_promise_is_open_until_it_is_seen_to_be_kept_and_late_by_its_date(town, day, late):
    """In time is when the unit was, however long the office takes to look."""
    promise = planned(town)
    duty, state = open_duty(promise.key), queries.round_state(promise.matter_key, 1)
    open_ones = list(queries.open_promises(promise.matter_key))
    kept(town, promise, datetime(2026, 11, 30, 23, 50, tzinfo=clock.ZONE) + timedelta(days=day - 30))
    assert (duty.unit, duty.clock, duty.due) == (promise.unit, "dispatch.promise", promise.until)
    assert (state, open_ones) == ("promised", [promise])
    assert (queries.round_state(promise.matter_key, 1), open_duty(promise.key)) == ("done", None)
    assert (list(queries.open_promises(promise.matter_key)), promise.late) == ([], bool(late))
    assert totals("promises.made", "promises.kept", "promises.kept_late") == {
        "promises.made": 1,
        "promises.kept": 1,
        "promises.kept_late": late,
    }


def test_a_promise_reported_too_early_goes_back_with_the_same_day(town):
    promise = planned(town)
    handler = town.by("hb.pm")
    with clock.at(MONDAY + timedelta(days=2)):
        with pytest.raises(Wrong):
            actions.keep(promise, text="已补种。", by=handler)
        promise.refresh_from_db()
        actions.keep(promise, text="已补种。", photos=[town.photo(handler)], by=handler)
        actions.dismiss(promise, by=town.by("hb.office"), note="还有一半")
    assert (promise.state, promise.kept_at, open_duty(promise.key).due) == ("open", None, promise.until)


def test_only_a_plan_promises(town):
    order = town.lead(town.opinion("answered"))
    assert (list(queries.promises(order.matter_key)), queries.round_state(order.matter_key, 1)) == ([], "done")


def test_a_matter_taken_up_again_has_its_fifteen_days_from_then(town):
    """However hard it is, and however long until a unit accepts it (浙江“好差评”: 15 日内整改)."""
    order = Order(tier="difficult", round=2, reopened_at=MONDAY)
    until = due(f"dispatch.answer.{order.pace}", at=MONDAY + timedelta(days=4), since=order.moments)
    assert (order.pace, until.at) == ("again", MONDAY + timedelta(days=15))
    assert Order(tier="difficult").pace == "difficult"


def test_whom_a_unit_suggests_is_chosen_for_the_office_already(town):
    from minsheng.instruments.dispatch.forms import UnitForm

    order = town.lead(town.opinion("sent"))
    town.send_back(order, by=town.by("hb.pm"), to=LAW)
    form = UnitForm(subject=order, actor=town.by("hb.office"))
    assert form.fields["unit"].initial == town.unit(LAW).pk
