"""What an official's page of an opinion says: whose turn it is, what has happened, what can be done."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from minsheng.ground.files.actions import keep
from minsheng.instruments.dispatch import actions as orders
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.actions import after
from minsheng.kernel.workflow import take
from tests.journeys.photos import photo

pytestmark = pytest.mark.django_db


def picture(name):
    """A photo as an upload brings it."""
    return SimpleUploadedFile(f"{name}.jpg", photo(name)["buffer"], "image/jpeg")


UNIT, HELPING = "公共管理办公室", "综合行政执法队"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def helped(town):
    """An opinion that one unit leads and another helps with, and the leading order."""
    opinion = town.opinion("triaged")
    actions.dispatch(opinion, to=town.unit(), with_units=[town.unit(HELPING)], by=town.by("hb.office"))
    return opinion, town.lead(opinion)


def page(client, opinion, path="", **cookies):
    for name, value in cookies.items():
        client.cookies[name] = value
    return client.get(f"/o/{opinion.number}/{path}")


def told(client, opinion, **cookies):
    return [str(entry["sentence"]) for entry in page(client, opinion, **cookies).context["entries"]]


def test_it_is_the_leading_units_turn_and_also_that_of_who_helps_though_more_urgent(town, desk, helped):
    opinion, lead = helped
    take(lead, "accept", by=town.by("hb.pm"))
    shown = page(desk("hb.office"), opinion)
    assert (shown.context["turn"], shown.context["others"]) == (UNIT, HELPING)
    assert f"另待{HELPING}处理" in shown.content.decode()


def test_what_was_sent_back_waits_for_who_handed_it_over(town, desk, helped):
    opinion, lead = helped
    town.send_back(lead, by=town.by("hb.pm"))
    shown = page(desk("hb.office"), opinion).context
    assert (shown["turn"], shown["others"]) == (opinion.office.short, HELPING)


def test_an_order_that_is_passed_on_is_one_line_and_so_is_a_unit_that_joins(town, desk):
    opinion = town.opinion("triaged")
    town.hand_over(opinion, town.desk())
    gov = town.by("hb.gov")
    orders.add_unit(town.lead(opinion), unit=town.unit(HELPING), by=gov, note="请协办")
    orders.redirect(town.lead(opinion), unit=town.unit(), by=gov, note="请主办")
    assert told(desk("hb.office"), opinion)[-3:] == [
        f"流转 → {town.desk().name}",
        f"增加协办单位 → {HELPING}",
        f"改派 → {UNIT}",
    ]


def test_in_english_the_timeline_says_what_was_done(town, desk):
    opinion = town.opinion("callback")
    after.reopen(opinion, by=town.by("hb.office"), note="属实")
    assert told(desk("hb.office"), opinion, language="en") == [
        "The resident reported this",
        "Received",
        "Passed on to the office",
        "Triaged",
        f"Handed over → {UNIT}",
        "Accepted",
        "Answered",
        "Passed the answer",
        "Answered to the resident",
        "The resident rated the result",
        "Called back",
        "Taken up again",
    ]


def test_what_the_system_did_is_not_told_as_if_a_button_had_been_pressed(town, desk):
    opinion = town.opinion("answered")
    after.rate(opinion, rating=5, by=town.resident())
    assert told(desk("hb.office"), opinion)[-1] == "已办结"


def test_the_button_of_an_order_stands_above_the_residents_words_and_only_there(town, desk):
    opinion = town.opinion("answered_by_unit")
    above, below = page(desk("hb.office"), opinion).content.decode().split("群众原话")
    step = f"/orders/{opinion.number}-1/approve/"
    assert [part.count(f'hx-get="{step}"') for part in (above, below)] == [1, 0]


def test_of_several_orders_the_first_stands_above_under_the_name_of_its_unit(town, desk, helped):
    opinion, lead = helped
    for order, who in ((lead, "hb.pm"), (opinion_order(opinion), "hb.le")):
        take(order, "accept", by=town.by(who))
        town.answer(order, by=town.by(who))
    above, below = page(desk("hb.office"), opinion).content.decode().split("群众原话")
    assert [re.findall(r"/orders/[\w-]+-(\d)/approve/\"", part)[:1] for part in (above, below)] == [["1"], ["2"]]
    assert f'<p class="bars-of quiet">{UNIT}</p>' in above


def opinion_order(opinion):
    """The order of the unit that helps."""
    return Order.objects.of_matter(opinion.key).get(lead=False)


def test_what_was_shown_to_the_public_says_so_and_leads_there(town, desk):
    opinion = town.opinion("triaged")
    office, link = desk("hb.office"), f'href="/public/{opinion.number}/"'
    before = page(office, opinion).content.decode()
    actions.publish(opinion, copy=actions.Copy("绿化枯死", "灌木枯死了一片。"), by=town.by("hb.office"))
    after = page(office, opinion).content.decode()
    assert [(link in text, "已公开" in text) for text in (before, after)] == [(False, False), (True, True)]


def test_the_photos_to_show_are_seen_numbered_through_and_say_when(town, desk):
    sent = [keep(picture(f"before {i}"), by=town.resident()) for i in range(2)]
    opinion, handler = town.opinion("accepted", photos=sent), town.by("hb.pm")
    done = [keep(picture("after"), by=handler)]
    orders.answer(town.lead(opinion), answer_text="已补种。", resolution="solved", by=handler, photos=done)
    form = page(desk("hb.office"), opinion, "publish/").content.decode()
    photos = re.findall(
        r'value="([\w-]+)"[^>]*>\s*<label[^>]*><img src="/files/([\w-]+)/small/[^"]*"[^>]*><span>([^<]*)</span>', form
    )
    words = ["照片 1（办理前）", "照片 2（办理前）", "照片 3（办理后）"]
    assert photos == [(str(file.pk), str(file.pk), text) for file, text in zip([*sent, *done], words, strict=True)]


@pytest.mark.parametrize("step", ["close", "reopen"])
def test_who_closes_or_takes_up_after_a_call_says_why(town, desk, step):
    opinion, office = town.opinion("callback"), desk("hb.office")
    assert "决定的理由</label>" in page(office, opinion, f"{step}/").content.decode()
    assert office.post(f"/o/{opinion.number}/{step}/", {"note": ""}).status_code == 422
    opinion.refresh_from_db()
    assert opinion.state == "callback"


def test_a_phone_number_is_asked_for_in_place_so_that_back_sends_nothing_again(town, desk):
    opinion = town.opinion("transferred")
    form = page(desk("hb.office"), opinion, "reveal/").content.decode()
    path = f"/o/{opinion.number}/reveal/"
    assert f'action="{path}" novalidate data-inplace hx-post="{path}"' in form
