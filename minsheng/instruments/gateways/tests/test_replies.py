"""What comes back becomes steps, once, and what can't be right leaves no trace."""

import base64
import json
from datetime import timedelta

import pytest
from django.test import Client, override_settings

from minsheng.ground.files.queries import of
from minsheng.ground.journal.models import Entry
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.policies.actions import decide
from minsheng.ground.policies.queries import value
from minsheng.instruments.dispatch import actions as orders
from minsheng.instruments.dispatch.models import Extension, Order
from minsheng.instruments.gateways import actions, signing
from minsheng.instruments.gateways.models import Delivery, Reply
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours
from minsheng.kernel.workflow import TABLES, take
from tests.gateways.conftest import SECRET, wire
from tests.walk.world import picture

pytestmark = pytest.mark.django_db

DONE = {"type": "finished", "sequence": 2, "measure": "已补种灌木 40 株。", "resolution": "solved"}


def photo(name="after.jpg"):
    return {"name": name, "content": base64.b64encode(picture().read()).decode()}


@pytest.fixture(scope="module")
def built(shared_town):
    """An order that the other side has."""
    with override_settings(GATEWAYS={"hb": {"url": "http://127.0.0.1:9/", "secret": SECRET}}):
        wire()
        shared_town.opinion("sent")
        delivery = Delivery.objects.get()
        actions.claim(delivery.pk)
        return take(delivery, "deliver", by=SYSTEM, changes={"external_id": "X1"}).order.number


@pytest.fixture
def order(built, town, wired):
    """The same, as it is."""
    return Order.objects.select_related("unit").get(number=built)


def post(body, *, to="hb", key=SECRET, late=timedelta(), **headers):
    """What the other system sends; the status and what it is answered."""
    raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    moment = str(int((clock.now() - late).timestamp()))
    proof = {signing.TIME: moment, signing.NONCE: "once", signing.SIGNATURE: signing.sign(key, moment, "once", raw)}
    client = Client(headers=proof | headers, enforce_csrf_checks=True)
    answer = client.post(f"/gateways/four-platforms/{to}/", raw, content_type="application/json")
    return answer.status_code, answer.json()


def says(order, **said):
    return {"event": f"e-{said['type']}-{said['sequence']}", "order": order.number, **said}


def steps(order):
    """The journal of an order: which step, by what kind of actor, at which desk."""
    rows = Entry.objects.filter(kind=order.kind(), number=order.number).order_by("id")
    return [(row.step, row.signature.kind, row.signature.desk) for row in rows.select_related("signature")]


def outcome(answer):
    return answer[0], answer[1].get("outcome") or answer[1].get("error")


def nothing_is_left(order, before=0):
    order.refresh_from_db()
    return (order.state, Reply.objects.count(), len(steps(order))) == ("sent", before, 1)


def test_what_the_other_side_does_becomes_steps_of_the_unit_that_works_there(order):
    assert outcome(post(says(order, type="accepted", sequence=1))) == (200, "applied")
    done = says(order, **DONE, photos=[photo(), photo()], external_id="X1")
    assert outcome(post(done)) == (200, "applied")

    order.refresh_from_db()
    assert (order.state, order.answer_text, order.resolution) == ("answered", DONE["measure"], "solved")
    assert steps(order)[1:] == [("accept", "gateway", order.unit.short), ("answer", "gateway", order.unit.short)]
    assert [file.role for file in of(*order.key)] == ["after", "after"]
    assert list(Reply.objects.values_list("outcome", "body")) == [("applied", ""), ("applied", "")]


def test_the_same_event_again_gets_the_same_answer_and_no_second_step(order):
    accepted = says(order, type="accepted", sequence=1)
    first, again = post(accepted), post({**accepted, "sent_again_at": "later"})
    assert first == again
    assert [step for step, *_by in steps(order)] == ["issue", "accept"]
    assert Reply.objects.count() == 1


def test_an_event_that_was_about_something_else_is_refused(order):
    post(says(order, type="accepted", sequence=1))
    stolen = {**says(order, **DONE), "event": "e-accepted-1"}
    assert outcome(post(stolen)) == (422, "wrong")
    order.refresh_from_db()
    assert order.state == "accepted"


def test_what_comes_first_may_come_last(order):
    assert outcome(post(says(order, **DONE, photos=[photo()]))) == (200, "applied")
    assert outcome(post(says(order, type="accepted", sequence=1))) == (200, "overtaken")
    late = says(order, type="progress", sequence=1, words="正在补种")
    assert outcome(post(late)) == (200, "overtaken")
    assert [step for step, *_by in steps(order)] == ["issue", "accept", "answer"]


def test_what_was_accepted_here_meanwhile_is_not_accepted_twice(order, town):
    take(order, "accept", by=town.by("hb.pm"))
    assert outcome(post(says(order, type="accepted", sequence=1))) == (200, "overtaken")
    assert [step for step, *_by in steps(order)] == ["issue", "accept"]


def test_progress_is_told_to_the_resident(order):
    assert outcome(post(says(order, type="progress", sequence=1, words="灌木明天到货"))) == (200, "applied")
    entry = Entry.objects.filter(number=order.number).latest("id")
    assert (entry.step, entry.public, entry.words.facts) == ("progress", True, {"words": "灌木明天到货"})


def test_more_time_is_asked_for_and_what_is_decided_is_told_there(order, town):
    day = (clock.today() + timedelta(days=9)).isoformat()
    with clock.at(clock.now()):
        said = says(order, type="extended", sequence=1, until=day, words="苗木需要从外地调运")
        assert outcome(post(said)) == (200, "applied")
        extension = Extension.objects.get()
        assert (clock.local(extension.until).date().isoformat(), extension.state) == (day, "asked")
        orders.grant(extension, by=town.by("hb.office"), note="同意")
    assert list(Delivery.objects.values_list("message", "told_of")) == [
        ("issue", order.number),
        ("grant", extension.number),
    ]


def test_what_is_sent_back_names_a_reason_and_whose_it_is(order, town):
    back = {"type": "returned", "sequence": 1, "words": "绿化归公共服务办", "unit": "公共服务办公室"}
    assert outcome(post(says(order, **back, reason="because"))) == (422, "wrong")
    reason = value("dispatch.return_reasons")[0]["code"]
    assert outcome(post(says(order, **{**back, "unit": "没有这个科室"}, reason=reason))) == (422, "wrong")
    assert nothing_is_left(order)
    assert outcome(post(says(order, **back, reason=reason))) == (200, "applied")
    order.refresh_from_db()
    assert (order.state, order.return_reason, order.suggested.name) == ("returned", reason, "公共服务办公室")


def test_what_was_sent_back_too_often_goes_before_a_joint_meeting(order, town):
    rule = {**value("dispatch.returns"), "joint_at": 1}
    with clock.at(clock.now() + timedelta(minutes=1)):
        decide("dispatch.returns", rule, source="a test", by=SYSTEM)
        reason = value("dispatch.return_reasons")[0]["code"]
        back = {"type": "returned", "sequence": 1, "words": "不归我们管", "unit": "公共服务办公室", "reason": reason}
        assert outcome(post(says(order, **back))) == (200, "applied")
    order.refresh_from_db()
    assert order.state == "disputed"


def test_a_plan_needs_somebody_and_a_day(order):
    planned = {**DONE, "resolution": "planned"}
    assert outcome(post(says(order, **planned))) == (422, "wrong")
    assert nothing_is_left(order)
    day = (clock.today() + timedelta(days=30)).isoformat()
    assert outcome(post(says(order, **planned, owner="公共管理办公室", until=day))) == (200, "applied")
    order.refresh_from_db()
    assert (order.resolution, order.owner) == ("planned", "公共管理办公室")


def test_what_the_order_does_not_allow_is_kept_for_a_person_and_answered_alike(order, town):
    take(order, "accept", by=town.by("hb.pm"))
    reason = value("dispatch.return_reasons")[0]["code"]
    back = {"type": "returned", "sequence": 3, "words": "不归我们管", "unit": "公共服务办公室", "reason": reason}
    first = post(says(order, **back))
    assert (outcome(first), post(says(order, **back))) == ((409, "refused"), first)
    kept = Reply.objects.get()
    assert json.loads(kept.body)["words"] == "不归我们管"
    with pytest.raises(NotNow):
        actions.retry(kept, by=town.by("district"))
    for name in ("hb.office", "hb.pm", "auditor"):
        with pytest.raises(NotYours):
            actions.set_aside(kept, by=town.by(name))

    actions.set_aside(kept, by=town.by("district"))
    kept.refresh_from_db()
    assert (kept.outcome, kept.body) == ("set_aside", "")
    with pytest.raises(NotNow):
        actions.retry(kept, by=town.by("district"))
    assert [step for step, *_by in steps(order)] == ["issue", "accept"]


def test_nothing_is_done_with_what_is_hidden_until_it_no_longer_is(order, town):
    opinion = TABLES[order.matter_kind].model.objects.get(number=order.matter_number)
    town.hide(opinion)
    done = says(order, **DONE, photos=[photo()])
    assert outcome(post(done)) == (409, "refused")
    with pytest.raises(NotNow):
        actions.retry(Reply.objects.get(), by=town.by("admin"))

    town.unhide(opinion)
    actions.retry(Reply.objects.get(), by=town.by("admin"))
    assert [step for step, *_by in steps(order)] == ["issue", "accept", "answer"]
    assert [file.role for file in of(*order.key)] == ["after"]
    assert outcome(post(done)) == (200, "applied")
    verbs = Entry.objects.filter(kind=Delivery.kind(), step="retry")
    assert [(entry.signature.role, entry.words.facts) for entry in verbs] == [
        ("administrator", {"event": "e-finished-2"})
    ]


def test_what_nobody_has_seen_to_for_months_is_forgotten(order, town):
    take(order, "accept", by=town.by("hb.pm"))
    reason = value("dispatch.return_reasons")[0]["code"]
    post(says(order, type="returned", sequence=1, words="不归我们管", unit="公共服务办公室", reason=reason))
    assert actions.forget() == 0
    with clock.at(clock.now() + timedelta(days=91)):
        assert actions.forget() == 1
    assert list(Reply.objects.values_list("outcome", "body")) == [("set_aside", "")]


def test_whoever_speaks_of_an_order_has_it_even_if_we_never_heard_that_it_arrived(town, wired):
    wired()
    delivery = Delivery.objects.get(order=town.lead(town.opinion("sent")))
    accepted = says(delivery.order, type="accepted", sequence=1, external_id="X7")
    assert outcome(post(accepted)) == (404, "unknown")

    actions.claim(delivery.pk)
    assert outcome(post(accepted)) == (200, "applied")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.external_id) == ("delivered", "X7")


@pytest.mark.parametrize("forged", [{"key": "another"}, {"late": timedelta(minutes=6)}, {"key": ""}])
def test_what_is_not_proven_leaves_no_trace(order, forged):
    assert outcome(post(says(order, type="accepted", sequence=1), **forged)) == (401, "unproven")
    assert nothing_is_left(order)


def test_who_guesses_at_keys_is_told_to_wait_and_the_right_one_still_passes(order):
    rule = {**value("gateway.replies"), "wrong_per_address_hour": 2}
    with clock.at(clock.now() + timedelta(minutes=1)):
        decide("gateway.replies", rule, source="a test", by=SYSTEM)
        said = says(order, type="accepted", sequence=1)
        assert [post(said, key="guess")[0] for _turn in range(3)] == [401, 401, 429]
        assert outcome(post(said)) == (200, "applied")


def test_a_system_that_says_too_much_at_once_is_told_to_wait(order):
    rule = {**value("gateway.replies"), "per_minute": 1}
    with clock.at(clock.now() + timedelta(minutes=1)):
        decide("gateway.replies", rule, source="a test", by=SYSTEM)
        assert outcome(post(says(order, type="accepted", sequence=1))) == (200, "applied")
        assert outcome(post(says(order, **DONE, photos=[photo()]))) == (429, "too_often")
    order.refresh_from_db()
    assert order.state == "accepted"


@pytest.mark.parametrize("change", [{"order": "SC-HB-2026-999999-1"}, {"external_id": "X999"}])
def test_of_an_order_that_is_not_theirs_nobody_says_anything(order, change):
    assert outcome(post({**says(order, type="accepted", sequence=1), **change})) == (404, "unknown")
    assert nothing_is_left(order)


def test_a_connection_speaks_of_its_own_orders_only(order, settings):
    settings.GATEWAYS |= {"kx": {"url": "http://127.0.0.1:9/", "secret": "their-key"}}
    said = says(order, type="accepted", sequence=1)
    assert outcome(post(said, to="kx", key="their-key")) == (404, "unknown")
    assert outcome(post(said, to="kx")) == (401, "unproven")
    assert outcome(post(said, to="nobody")) == (404, "unknown")
    assert nothing_is_left(order)


WRONG = [
    {"type": "approved"},
    {"type": None},
    {"event": ""},
    {"event": "e" * 81},
    {"event": 7},
    {"sequence": 0},
    {"sequence": "1"},
    {"sequence": True},
    {"sequence": 2**31},
    {"words": "x" * 501},
    {"words": "\ud800"},
    {"words": "a\0b"},
    {"words": ["a"]},
    {"type": "progress"},
    {"type": "extended", "words": "苗木"},
    {"type": "extended", "words": "苗木", "until": "soon"},
    {"type": "finished", "measure": "好", "resolution": "solved"},
    {"type": "finished", "measure": "已补种灌木", "resolution": "maybe"},
    {**DONE, "photos": "photo"},
    {**DONE, "photos": [{"name": "x"}]},
    {**DONE, "photos": [{"name": "x", "content": "###"}]},
    {**DONE, "photos": [{"name": "x", "content": base64.b64encode(b"no picture").decode()}]},
    {**DONE, "photos": [{"name": "x", "content": ""}] * 10},
]


@pytest.mark.parametrize("change", WRONG, ids=range(len(WRONG)))
def test_what_can_not_be_right_is_refused_with_a_reason_and_leaves_no_trace(order, change):
    body = json.dumps({**says(order, type="accepted", sequence=1), **change}).encode()
    status, answer = post(body)
    assert (status, answer["error"], bool(answer["reason"])) == (422, "wrong", True)
    assert nothing_is_left(order)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(order, body):
    assert outcome(post(body)) == (422, "wrong")
    assert nothing_is_left(order)


def test_more_than_is_taken_is_not_read(order):
    with clock.at(clock.now() + timedelta(minutes=1)):
        decide("gateway.replies", {**value("gateway.replies"), "megabytes": 1}, source="a test", by=SYSTEM)
        assert outcome(post(b"x" * (1024 * 1024 + 1))) == (413, "too_large")
    assert nothing_is_left(order)


def test_on_the_spot_an_answer_needs_its_photo_and_may_be_sent_again_with_one(order):
    type(order).objects.filter(pk=order.pk).update(on_site=True)
    assert outcome(post(says(order, **DONE))) == (422, "wrong")
    assert nothing_is_left(order)
    assert outcome(post(says(order, **DONE, photos=[photo()]))) == (200, "applied")


def test_after_the_office_asked_for_more_the_next_answer_counts(order, town):
    post(says(order, **DONE, photos=[photo()]))
    take(order, "redo", by=town.by("hb.office"), note="东侧还没补")
    again = {**DONE, "sequence": 3, "measure": "东侧也已补种。", "photos": [photo()]}
    assert outcome(post(says(order, **again))) == (200, "applied")
    order.refresh_from_db()
    assert (order.state, order.answer_text) == ("answered", "东侧也已补种。")
    assert [step for step, *_by in steps(order)] == ["issue", "accept", "answer", "redo", "answer"]
