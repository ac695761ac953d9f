"""On the real database, with real commits: what many do at once happens once, and nothing of it is half done."""

import threading
import uuid
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.urls import reverse

from minsheng.ground.duties.actions import sweep
from minsheng.ground.duties.models import Duty
from minsheng.ground.journal.models import Entry
from minsheng.ground.notices.actions import send_code
from minsheng.ground.people.actions import make_code, person_of
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.people.models import Contact, Person, SignInCode
from minsheng.ground.places.models import Tally
from minsheng.ground.places.queries import communities, streets
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.dispatch.queries import standing
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.actions import after
from minsheng.instruments.opinions.models import Opinion, Support
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, TooOften
from minsheng.kernel.workflow import take
from tests.robust.sound import problems
from tests.robust.together import browser, held_back, quiet, together, twin, waiting

ANN, PHONE = "19900000001", "19900000090"
TEXT = "路灯坏了三盏，孩子晚自习回来很黑。"


def step_of(subject, name):
    room = {"opinions.opinion": "opinions:opinion-step", "dispatch.order": "dispatch:order-step"}
    return reverse(room[subject.kind()], args=[subject.number, name])


def statuses(answers):
    return Counter(answer.status_code for answer in answers)


def entries(number, step):
    return Entry.objects.filter(number=number, step=step).count()


def open_duties(number):
    return Duty.objects.open().filter(number=number).count()


def test_of_twenty_deliveries_of_one_step_one_wins_and_nineteen_are_told_to_look_again(busy_town):
    opinion = busy_town.report()
    deputy = browser(busy_town.deputy_row().person)
    tabs = [twin(deputy) for _ in range(20)]

    answers = together(*[partial(tab.post, step_of(opinion, "receive")) for tab in tabs])

    assert statuses(answers) == {302: 1, 409: 19}
    assert (entries(opinion.number, "receive"), open_duties(opinion.number)) == (1, 1)
    assert problems() == []


def test_of_twenty_acceptances_of_one_order_one_wins(busy_town):
    order = busy_town.lead(busy_town.opinion("sent"))
    handler = browser(busy_town.person("hb.pm"))
    tabs = [twin(handler) for _ in range(20)]

    answers = together(*[partial(tab.post, step_of(order, "accept")) for tab in tabs])

    assert statuses(answers) == {302: 1, 409: 19}
    assert (entries(order.number, "accept"), open_duties(order.number)) == (1, 1)
    assert problems() == []


def test_different_steps_of_one_moment_do_not_both_happen(busy_town):
    """Accepting and sending back the same order; the one that comes second is told so."""
    order = busy_town.lead(busy_town.opinion("sent"))
    handler = browser(busy_town.person("hb.pm"))

    answers = together(
        partial(twin(handler).post, step_of(order, "accept")),
        partial(twin(handler).post, step_of(order, "send_back"), returned(busy_town)),
    )

    assert statuses(answers) == {302: 1, 409: 1}
    assert problems() == []


def test_the_last_two_orders_approved_at_once_always_conclude_the_opinion(busy_town):
    office = browser(busy_town.person("hb.office"))
    trials = [answered_by_two(busy_town) for _ in range(10)]

    for pair in trials:
        answers = together(*[partial(twin(office).post, step_of(order, "approve")) for order in pair])
        assert statuses(answers) == {302: 2}

    assert Counter(Opinion.objects.values_list("state", flat=True)) == {"answered": 10}
    assert Entry.objects.filter(step="conclude").count() == 10
    assert problems() == []


def returned(town):
    """What is typed to send an order back."""
    return {"return_reason": "not_ours", "suggested": town.unit("综合行政执法队").pk, "note": "不归我们管"}


def answered_by_two(town):
    """The two orders of an opinion that both units have answered."""
    opinion = town.opinion("triaged")
    units = [town.unit(), town.unit("平安法治办公室")]
    actions.dispatch(opinion, to=units[0], with_units=units[1:], by=town.by("hb.office"))
    found = list(standing(opinion.key, opinion.round))
    for order, who in zip(found, ("hb.pm", "hb.sl"), strict=True):
        take(order, "accept", by=town.by(who))
        town.answer(order, text="已经处理好了。", by=town.by(who))
    return found


def test_two_hundred_residents_who_send_at_once_get_two_hundred_numbers_without_a_gap(busy_town):
    senders = [resident(i) for i in range(200)]
    places = [communities(street).order_by("code")[0] for street in streets()]
    posts = [partial(c.post, "/report/", report(places[i % 14])) for i, c in enumerate(senders)]

    answers = together(*posts)

    assert statuses(answers) == {302: 200}
    assert len({answer.url for answer in answers}) == 200
    assert Counter(Tally.objects.values_list("last", flat=True)) == {15: 4, 14: 10}
    assert Entry.objects.values_list("step", flat=True).distinct().get() == "submit"
    assert (Entry.objects.count(), Duty.objects.open().count()) == (200, 200)
    assert problems() == []


def resident(i):
    """Somebody of their own, at an address of their own."""
    return browser(person_of(f"1990000{i + 1000}", name="沈望舒"), address=f"10.1.{i // 100}.{i % 100}")


def report(community, **more):
    return {"text": TEXT, "community": community.code, "sending": str(uuid.uuid4()), **more}


def test_ten_taps_on_send_are_one_opinion(busy_town):
    mine = browser(Contact.objects.get(phone=ANN).person)
    data = report(busy_town.community())

    answers = together(*[partial(twin(mine).post, "/report/", data) for _ in range(10)])

    assert (statuses(answers), len({answer.url for answer in answers})) == ({302: 10}, 1)
    assert (Opinion.objects.count(), Tally.objects.get().last, Entry.objects.count()) == (1, 1, 1)
    assert problems() == []


def test_a_code_that_two_browsers_send_at_once_lets_in_one(busy_town):
    code = make_code(PHONE)
    data = {"phone": PHONE, "code": code, "asked": "on"}

    answers = together(*[partial(quiet().post, "/signin/", data) for _ in range(2)])

    assert statuses(answers) == {302: 1, 422: 1}


def test_a_new_phone_that_proves_itself_twice_at_once_is_one_person(busy_town):
    before = Person.objects.count()

    found = together(*[partial(person_of, PHONE)] * 10)

    assert len({person.pk for person in found}) == 1
    assert (Person.objects.count() - before, Contact.objects.filter(phone=PHONE).count()) == (1, 1)


def test_of_two_codes_asked_for_at_once_one_is_left(busy_town, sent_messages):
    with held_back("people_signincode"):
        together(*[partial(send_code, PHONE, "10.0.0.1")] * 2)

    assert (len(sent_messages()), SignInCode.objects.filter(used_at=None).count()) == (2, 1)


def test_no_more_codes_than_allowed_are_sent_when_all_are_asked_for_at_once(busy_town, sent_messages):
    with held_back("people_attempt"):
        asked = together(*[partial(send_code, PHONE, f"10.0.0.{i}") for i in range(12)])

    assert Counter(type(answer) for answer in asked) == {type(None): 5, TooOften: 7}
    assert len(sent_messages()) == 5


def test_nobody_sends_more_than_is_allowed_a_day_by_sending_all_at_once(busy_town):
    sender = busy_town.resident()
    for _ in range(18):
        busy_town.report(by=sender)

    with held_back("people_attempt"):
        sent = together(*[partial(busy_town.report, by=sender)] * 6)

    assert Counter(type(answer) for answer in sent) == {Opinion: 2, TooOften: 4}


def test_guesses_of_a_code_made_at_once_count_each(busy_town):
    code = make_code(PHONE)
    wrong = [f"{(int(code) + i) % 1_000_000:06d}" for i in range(1, 9)]

    guesses = together(
        *[partial(quiet().post, "/signin/", {"phone": PHONE, "code": each, "asked": "on"}) for each in wrong]
    )
    late = quiet()
    answer = late.post("/signin/", {"phone": PHONE, "code": code, "asked": "on"})

    assert statuses([*guesses, answer]) == {422: 9}
    assert SESSION_KEY not in late.session


@pytest.fixture
def sent_messages(settings, tmp_path):
    """What went out as text messages: pairs of phone and text."""
    settings.DATA = tmp_path
    log = tmp_path / "sms.log"
    return lambda: [line.split("\t")[1:] for line in log.read_text().splitlines()] if log.exists() else []


def test_four_sweeps_at_once_act_on_each_lapsed_duty_once(busy_town):
    for _ in range(12):
        busy_town.report()
    for _ in range(3):
        busy_town.opinion("answered")

    done = together(*[swept_in_eight_days] * 4)

    assert sum(done) == 15
    assert Counter(Entry.objects.filter(signature__kind="system").values_list("step", flat=True)) == {
        "transfer": 12,
        "conclude": 3,
        "close": 3,
    }
    assert problems() == []


def swept_in_eight_days():
    with clock.at(clock.now() + timedelta(days=8)):
        return sweep()


def test_a_sweep_does_not_close_what_was_badly_rated_while_it_began(busy_town):
    """The sweep has seen the lapsed duty; before it gets the opinion, the resident's rating is committed."""
    opinion = busy_town.opinion("answered")
    rated = threading.Event()

    def rate():
        with transaction.atomic():
            after.rate(opinion, rating=1, by=busy_town.resident())
            rated.set()
            waiting(1)

    def sweep_late():
        rated.wait(10)
        return swept_in_eight_days()

    assert together(rate, sweep_late)[0] is None
    opinion.refresh_from_db()
    assert (opinion.state, open_duties(opinion.number)) == ("rated", 1)


def test_what_is_hidden_while_it_is_being_published_is_not_public(busy_town):
    opinion = busy_town.opinion("transferred")
    office = browser(busy_town.person("hb.office"))

    together(
        partial(twin(office).post, step_of(opinion, "publish"), {"title": "灌木枯死", "text": "请补种。"}),
        partial(twin(office).post, step_of(opinion, "hide"), {"note": "涉及个人"}),
    )

    assert quiet().get(f"/public/{opinion.number}/").status_code == 404
    assert problems() == []


def test_of_two_matters_united_with_each_other_at_once_one_goes_on(busy_town):
    """Both wait until both have asked; neither waits for the other."""
    office, pair = browser(busy_town.person("hb.office")), [busy_town.opinion("triaged") for _ in range(2)]
    held = threading.Event()

    def hold():
        with transaction.atomic():
            list(Opinion.objects.select_for_update(of=("self",)))
            held.set()
            waiting(2)

    def unite(one, other):
        held.wait(10)
        return twin(office).post(step_of(one, "merge"), {"number": other.number, "reason": "同一件事，一并办理。"})

    answers = together(hold, partial(unite, *pair), partial(unite, *reversed(pair)))[1:]

    assert statuses(answers)[302] == 1
    assert set(statuses(answers)) <= {302, 409, 422}
    assert Counter(Opinion.objects.values_list("state", flat=True)) == {"merged": 1, "triaged": 1}
    assert problems() == []


def test_what_is_united_with_a_matter_while_that_is_refused_is_no_dead_end(busy_town):
    """Either the other one was refused first, and nothing is united with it; or it isn't refused any more."""
    office = browser(busy_town.person("hb.office"))
    for _trial in range(5):
        one, lead = busy_town.opinion("triaged"), busy_town.opinion("triaged")
        together(
            partial(
                twin(office).post, step_of(one, "merge"), {"number": lead.number, "reason": "同一件事，一并办理。"}
            ),
            partial(twin(office).post, step_of(lead, "decline"), {"refusal": "out_of_scope", "reason": "由市里办理。"}),
        )
    assert problems() == []


def test_who_says_twice_at_once_to_have_met_with_the_same_counts_once(busy_town):
    opinion = busy_town.opinion("accepted")
    actions.publish(opinion, copy=actions.Copy("灌木枯死", "请补种。"), by=busy_town.by("hb.office"))
    neighbour = busy_town.resident(2)

    said = together(*[partial(after.support, opinion, by=neighbour)] * 6)

    assert Counter(type(answer) for answer in said) == {Opinion: 1, NotNow: 5}
    assert (Support.objects.count(), entries(opinion.number, "support")) == (1, 1)
    assert problems() == []


def test_of_two_clerks_who_decide_a_call_back_at_once_one_has_decided(busy_town):
    opinion = busy_town.opinion("callback")
    busy_town.colleague("hb.office")
    clerks = [browser(busy_town.person(name)) for name in ("hb.office", "hb.office.2")]
    posts = zip(clerks, ("close", "reopen"), strict=True)

    answers = together(*[partial(clerk.post, step_of(opinion, step), {"note": "已核实"}) for clerk, step in posts])

    found = statuses(answers)
    assert (found[302], found[403] + found[409]) == (1, 1)  # what is closed is nobody's of the office to take up again
    assert entries(opinion.number, "close") + entries(opinion.number, "reopen") == 1
    assert problems() == []


def test_the_last_of_several_for_whom_it_is_not_solved_reopens_it_once(busy_town):
    opinion = busy_town.opinion("accepted")
    actions.publish(opinion, copy=actions.Copy("灌木枯死", "请补种。"), by=busy_town.by("hb.office"))
    neighbours = [busy_town.resident(i) for i in (2, 3, 4)]
    for neighbour in neighbours:
        after.support(opinion, by=neighbour)
    busy_town.finish(opinion)
    take(opinion, "close", by=SYSTEM)

    together(*[partial(after.unsolved, opinion, by=neighbour) for neighbour in neighbours])

    opinion.refresh_from_db()
    assert (opinion.state, opinion.round, entries(opinion.number, "reopen")) == ("triaged", 2, 1)
    assert problems() == []


def test_a_unit_asked_twice_at_once_to_help_has_one_order(busy_town):
    opinion = busy_town.opinion("triaged")
    actions.dispatch(opinion, to=busy_town.desk(), by=busy_town.by("hb.office"))
    order, desk = busy_town.lead(opinion), browser(busy_town.person("hb.gov"))
    data = {"unit": busy_town.unit().pk}

    answers = together(*[partial(twin(desk).post, step_of(order, "add_unit"), data) for _ in range(6)])

    assert statuses(answers)[302] == 1
    assert set(statuses(answers)) <= {302, 409, 422}
    assert Order.objects.count() == 2
    assert problems() == []
