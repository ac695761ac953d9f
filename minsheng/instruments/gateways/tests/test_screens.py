"""The page of those who look after the connections: numbers, times and codes, never a word of a matter."""

import pytest
from django.utils.html import escape

from minsheng.ground.policies.queries import value
from minsheng.instruments.gateways import actions
from minsheng.instruments.gateways.models import Delivery, Reply
from minsheng.instruments.gateways.tests.test_replies import outcome, post, says
from minsheng.kernel.workflow import take
from tests.walk.people import browser

pytestmark = pytest.mark.django_db

WHERE = "http://127.0.0.1"
TEXT = "绿化带枯死一大片，我是三单元的"


@pytest.fixture
def keeper(town):
    return browser(town.person("district"), strong=True)


def shown(client, which=""):
    return client.get("/gateways/", {"list": which} if which else {}).content.decode()


def dead(town):
    town.opinion("sent", text=TEXT)
    take(Delivery.objects.get(), "give_up", by=town.actors()["system"], changes={"error": "http_503", "tries": 12})
    return Delivery.objects.get()


def refused(town):
    """A reply that comes too late."""
    order = Delivery.objects.get().order
    actions.claim(Delivery.objects.get().pk)
    take(order, "accept", by=town.by("hb.pm"))
    reason = value("dispatch.return_reasons")[0]["code"]
    back = {"type": "returned", "sequence": 1, "words": TEXT, "unit": "公共服务办公室", "reason": reason}
    assert outcome(post(says(order, **back))) == (409, "refused")
    return Reply.objects.get()


def test_where_nothing_is_connected_the_page_says_so(keeper, settings):
    settings.GATEWAYS = {}
    page = shown(keeper)
    assert ("办理单都在本系统办理" in page, "<table" in page) == (True, False)


@pytest.mark.parametrize("name", ["district", "admin"])
def test_what_was_given_up_is_listed_first_with_its_error_and_is_sent_again_by_a_button(town, wired, name):
    wired()
    delivery, client = dead(town), browser(town.person(name), strong=True)
    page = shown(client)
    assert [word in page for word in (delivery.number, "对方答复 503", "重新发送", "hb")] == [True] * 4
    assert [word in page for word in (TEXT, TEXT[:8], "01.05", "祖庙巷", escape(WHERE))] == [False] * 5

    answer = client.post(f"/gateways/{delivery.number}/resend/")
    assert (answer.status_code, answer.url) == (302, "/gateways/?list=waiting")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == ("waiting", 0)
    assert client.post(f"/gateways/{delivery.number}/resend/").status_code == 409
    assert client.post(f"/gateways/{delivery.number}/give_up/").status_code == 404


def test_a_refused_reply_shows_why_without_its_words_and_can_be_set_aside(town, wired, keeper):
    wired()
    town.opinion("sent", text=TEXT)
    reply = refused(town)
    page = shown(keeper)
    assert [word in page for word in (reply.reason, "退回", "再次采纳", TEXT[:8])] == [True, True, True, False]

    assert keeper.post(f"/gateways/replies/{reply.pk}/retry/").status_code == 409
    assert keeper.post(f"/gateways/replies/{reply.pk}/dance/").status_code == 404
    assert keeper.post(f"/gateways/replies/{reply.pk}/set_aside/").status_code == 302
    assert list(Reply.objects.values_list("outcome", flat=True)) == ["set_aside"]
    assert reply.reason not in shown(keeper, "refused")


def test_a_connection_that_is_not_set_up_here_is_named(town, wired, keeper, settings):
    wired()
    settings.GATEWAYS = {}
    town.opinion("sent")
    assert "本机未设置" in shown(keeper)


def test_a_list_that_there_is_not_is_the_first_that_has_something(town, wired, keeper):
    wired()
    delivery = dead(town)
    assert (delivery.number in shown(keeper, "nonsense"), delivery.number in shown(keeper, "waiting")) == (True, False)


@pytest.mark.parametrize("which", ["dead", "waiting", "cancelled", "delivered", "refused"])
def test_a_longer_list_asks_the_database_no_more_often(town, wired, keeper, django_assert_max_num_queries, which):
    wired()
    for _turn in range(3):
        town.opinion("sent")
    for delivery in Delivery.objects.all():
        step = {"dead": "give_up", "cancelled": "cancel", "delivered": "deliver"}.get(which)
        if step:
            take(delivery, step, by=town.actors()["system"])
        if which == "refused":
            Reply.objects.create(
                connection="hb", event=delivery.number, first=delivery, district=delivery.district, what="accepted",
                sequence=1, received_at=delivery.made_at, outcome="refused",
            )  # fmt: skip
    with django_assert_max_num_queries(22):
        page = shown(keeper, which)
    assert [number in page for number in Delivery.objects.values_list("number", flat=True)] == [True] * 3
