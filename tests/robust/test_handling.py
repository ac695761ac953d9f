"""What units and the office do at the same moment with one order, its time and its promise."""

from collections import Counter
from datetime import date, timedelta
from functools import partial

from minsheng.ground.people import actions as people
from minsheng.ground.people.models import Post
from minsheng.instruments.dispatch import actions as orders
from minsheng.instruments.dispatch.models import Extension, Order, Promise
from minsheng.instruments.dispatch.workflow import EXTENSIONS
from minsheng.kernel import clock
from minsheng.kernel.workflow import take
from minsheng.ui.stepping import step_url
from tests.robust.sound import problems
from tests.robust.test_parallel import entries, open_duties, statuses
from tests.robust.together import browser, together, twin

PLAN = {"resolution": "planned", "owner": "主任", "until": date(2099, 3, 12)}


def asked(town):
    """A request for more time for an order that was just accepted."""
    order = town.lead(town.opinion("accepted"))
    return orders.ask(order, until=clock.today() + timedelta(days=20), note="苗木在途", by=town.by("hb.pm"))


def test_of_two_colleagues_who_take_an_order_on_at_once_one_has_it_and_one_is_told_who(busy_town):
    order = busy_town.lead(busy_town.opinion("sent"))
    second = people.register_staff("hb.pm2", "林小满", hashed="!", demo=True)
    people.appoint(second, Post.objects.get(unit=order.unit), since=date(2020, 1, 1))
    both = [browser(person) for person in (busy_town.person("hb.pm"), second)]

    answers = together(*[partial(one.post, step_url(order, "claim")) for one in both])

    assert statuses(answers) == {302: 1, 409: 1}
    order.refresh_from_db()
    assert order.handler_id in {busy_town.person("hb.pm").pk, second.pk}
    assert (entries(order.number, "claim"), problems()) == (1, [])


def test_more_time_asked_for_ten_times_at_once_is_asked_for_once(busy_town):
    order = busy_town.lead(busy_town.opinion("accepted"))
    handler, day = browser(busy_town.person("hb.pm")), clock.today() + timedelta(days=20)
    tabs = [twin(handler) for _ in range(10)]

    said = {"until": day.isoformat(), "note": "苗木在途"}
    answers = together(*[partial(tab.post, step_url(order, "ask"), said) for tab in tabs])

    found = statuses(answers)
    assert (found[302], found[302] + found[409] + found[422]) == (1, 10)
    assert (Extension.objects.count(), problems()) == (1, [])


def test_more_time_granted_while_the_unit_answers_leaves_one_duty_with_the_right_time(busy_town):
    """Whichever came first, nothing waits for more time afterwards, and the office's time to check is its own."""
    office, handler = browser(busy_town.person("hb.office")), browser(busy_town.person("hb.pm"))
    said = {"answer_text": "春天补种。", **PLAN}
    for _trial in range(5):
        extension = asked(busy_town)
        grant, answer = step_url(extension, "grant"), step_url(extension.order, "answer")
        answers = together(partial(twin(office).post, grant), partial(twin(handler).post, answer, said))
        assert answers[1].status_code == 302
        extension.refresh_from_db()
        assert extension.state == {302: "granted", 409: "dropped"}[answers[0].status_code]
        assert (open_duties(extension.number), open_duties(extension.order.number)) == (0, 1)
    assert Counter(Order.objects.values_list("state", flat=True)) == {"answered": 5}
    assert problems() == []


def test_of_granting_and_refusing_more_time_at_once_one_holds(busy_town):
    extension = asked(busy_town)
    office = browser(busy_town.person("hb.office"))
    tries = [(step, {"note": "按期办理"}) for step in ("grant", "refuse")]

    answers = together(*[partial(twin(office).post, step_url(extension, step), said) for step, said in tries])

    assert statuses(answers) == {302: 1, 409: 1}
    assert (sum(entries(extension.number, step) for step in EXTENSIONS.steps), problems()) == (2, [])


def test_the_last_answer_passed_while_a_promise_is_confirmed_concludes_the_opinion_once(busy_town):
    """The matter is locked before its parts: neither misses the other."""
    office = browser(busy_town.person("hb.office"))
    for _trial in range(5):
        promise, other = promised_and_answered(busy_town)
        answers = together(
            partial(twin(office).post, step_url(promise, "confirm")),
            partial(twin(office).post, step_url(other, "approve")),
        )
        assert statuses(answers) == {302: 2}
        assert entries(promise.matter_number, "conclude") == 1
    assert problems() == []


def promised_and_answered(town):
    """An opinion with two units: what one promised it reports as done, the other one has answered."""
    opinion, units = town.opinion("triaged"), [town.unit(), town.unit("平安法治办公室")]
    town.hand_over(opinion, units[0], along=units[1:])
    first, other = Order.objects.of_matter(opinion.key).order_by("-lead")
    for order, who in ((first, "hb.pm"), (other, "hb.sl")):
        take(order, "accept", by=town.by(who))
    town.answer(first, by=town.by("hb.pm"), **PLAN)
    take(first, "approve", by=town.by("hb.office"))
    promise, handler = Promise.objects.get(order=first), town.by("hb.pm")
    orders.keep(promise, text="已补种。", photos=[town.photo(handler)], by=handler)
    town.answer(other, by=town.by("hb.sl"))
    return promise, other
