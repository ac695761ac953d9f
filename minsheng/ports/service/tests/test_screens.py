"""The residents' screens: home, my matters, one matter, my data. What must not be on them exists when we look."""

import re

import pytest

from minsheng.ground.figures.actions import fold
from minsheng.ground.links.actions import make
from minsheng.ground.people.actions import person_of
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.policies.actions import decide
from minsheng.instruments.follows import actions as follows
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.actions import after
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.publishing.queries import live
from minsheng.kernel.workflow import take
from minsheng.ports.service.queries.around import Near, here, sketch

pytestmark = pytest.mark.django_db

PRIVATE = "三幢二单元王阿姨家漏水"
OFFICIAL = ("研判", "提级", "晾晒", "交办", "流转", "Triage")


def page(response):
    return response.content.decode()


def order(text, *words):
    """The words in the order in which they stand in a text."""
    return sorted(words, key=text.index)


@pytest.fixture
def published(town):
    """Shows a matter to everyone, under a title that the office wrote."""

    def publish(opinion, title):
        opinion.refresh_from_db()
        office = town.by(f"{opinion.place.initials.lower()}.office")
        return actions.publish(opinion, copy=actions.Copy(title, "公开的内容"), by=office)

    return publish


def test_the_home_page_says_what_this_is_who_runs_it_and_how_it_differs_from_12345(client, town):
    shown = page(client.get("/"))
    said = ("我要反映", "主办：", "待确认", "和 12345 有什么不同", "110", "ICP 备案号", "/privacy/", "/about/")
    assert [words in shown for words in said] == [True] * len(said)


def test_an_organiser_that_was_confirmed_is_no_longer_marked(client, town):
    decide("site.organiser", {"zh": "某区人大", "en": "A district"}, source="函", by=SYSTEM, confirmed=True)
    hero = page(client.get("/")).split("</section>")[0]
    assert ["某区人大" in hero, "待确认" in hero] == [True, False]


def test_the_home_page_shows_public_copies_and_nothing_of_the_originals(client, town, published):
    for state in ("submitted", "triaged", "accepted", "rated"):
        town.opinion(state, text=f"{PRIVATE}，请管一管")
    hidden = town.opinion("triaged", text=f"{PRIVATE}，保密")
    actions.hide(hidden, by=town.by("hb.office"), note="涉及个人")
    published(town.opinion("accepted", text=PRIVATE), "楼上漏水")
    shown = page(client.get("/"))
    assert [words in shown for words in ("楼上漏水", PRIVATE, "王阿姨", "199", hidden.number)] == [True] + [False] * 4


def test_the_home_page_costs_as_many_queries_with_ten_matters_as_with_one(
    client, town, published, django_assert_max_num_queries
):
    for n in range(10):
        published(town.opinion("accepted", text=f"第{n}件事情"), f"第{n}件")
    client.cookies["here"] = town.community().code
    client.get("/")
    with django_assert_max_num_queries(14):
        client.get("/")


@pytest.mark.parametrize("path", ["/", "/mine/", "/me/"])
def test_officials_are_led_to_their_desk(of, path):
    assert of("hb.office").get(path)["Location"] == "/desk/"


def test_an_official_on_a_residents_page_has_a_way_back_and_no_residents_tabs(of):
    shown = page(of("hb.office").get("/public/"))
    assert ["回到工作台" in shown, 'href="/desk/"' in shown, 'href="/mine/"' in shown.split("</nav>")[0]] == [
        True,
        True,
        False,
    ]


def test_an_official_who_acts_as_a_resident_can_go_back(of):
    browser = of("hb.office")
    browser.post("/signin/acting/", {"acting": "resident"})
    shown = page(browser.get("/"))
    key = re.search(r'name="acting" value="(a\d+)"', shown)
    assert ["您现在以居民身份使用" in shown, bool(key)] == [True, True]
    assert browser.post("/signin/acting/", {"acting": key[1]})["Location"] == "/desk/"


def test_choosing_a_community_shows_its_station_and_deputies(client, town):
    before = page(client.get("/"))
    chosen = client.post("/here/", {"community": town.community().code})
    shown = page(client.get("/"))
    assert [chosen.status_code, "选择我的社区" in before, "选择我的社区" in shown] == [302, True, False]
    names = [deputy.person.name for deputy in here(town.community().code, town.resident()).deputies]
    assert [len(names) > 0, [name in shown for name in names]] == [True, [True] * len(names)]
    assert f"/report/?deputy=HB-01&amp;station={here(town.community().code, SYSTEM).station.code}" in shown


def test_a_deputy_who_is_suspended_is_not_shown(client, town):
    deputy = town.deputy_row("HB", 1)
    deputy.status = "suspended"
    deputy.save()
    client.cookies["here"] = town.community().code
    assert deputy.person.name not in page(client.get("/"))


@pytest.mark.parametrize("code", ["", "nothing", "330102", "330102003"])
def test_a_community_that_is_none_changes_nothing(client, town, code):
    answer = client.post("/here/", {"community": code})
    assert [answer.status_code, "here" in answer.cookies] == [422, False]
    client.cookies["here"] = code
    assert "选择我的社区" in page(client.get("/"))


def test_without_a_choice_the_last_report_says_where_one_is(of, town):
    town.report()
    assert town.community().name in page(of(1).get("/"))


def test_where_nothing_is_in_hand_the_rest_of_the_district_is_shown(client, town, published):
    published(town.opinion("accepted", initials="KX"), "别处在办的事")
    client.cookies["here"] = town.community().code
    shown = page(client.get("/")).split('id="near"')[1].split("</section>")[0]
    said = ("湖滨街道现在没有公开的在办事项", "别处在办的事", "street=")
    assert [words in shown for words in said] == [True, True, False]


def test_matters_at_one_spot_have_pins_side_by_side(town, published):
    rows = []
    for n in range(2):
        opinion = town.opinion("triaged", text=f"同一个地方的事{n}")
        Opinion.objects.filter(pk=opinion.pk).update(lon="120.168000", lat="30.252000")
        published(opinion, f"第{n}件")
        rows.append(opinion)
    pins = sketch(Near(list(live().order_by("number")), town.street())).pins
    assert [[pin.n for pin in pins], pins[0].y == pins[1].y, pins[1].x - pins[0].x] == [[1, 2], True, 22]


def test_every_number_of_the_year_opens_the_list_that_it_counts(client, town, published):
    published(town.opinion("rated", text=PRIVATE), "已公开的一件")
    town.opinion("answered", text=PRIVATE)
    town.opinion("submitted", text=PRIVATE)
    fold()
    shown = page(client.get("/"))
    figures = dict(re.findall(r'href="(/year/\w+/)"><b>(\d+)</b>', shown))
    assert figures == {"/year/received/": "3", "/year/answered/": "2", "/year/rated/": "1", "/year/satisfied/": "0"}
    listed = page(client.get("/year/received/"))
    said = ("收到反映 3 件", "其中 1 件已公开", "已公开的一件", PRIVATE)
    assert [words in listed for words in said] == [True, True, True, False]


def test_there_is_no_other_number(client, town):
    assert client.get("/year/money/").status_code == 404


def test_my_matters_are_mine_only_and_what_waits_for_me_comes_first(of, town):
    for text in ("最早的一件事", "第二件事情"):
        town.report(text=text)
    town.opinion("answered", text="已经答复的事")
    town.opinion("accepted", text="最新的一件事")
    town.report(text="邻居的事情", by=town.resident(2))
    shown = page(of(1).get("/mine/"))
    listed = ("已经答复的事", "最新的一件事", "第二件事情", "最早的一件事")
    assert order(shown, *listed) == list(listed)
    assert ["邻居的事情" in shown, "已答复，请您评价" in shown, 'class="count">1<' in shown] == [False, True, True]


def test_finished_matters_are_left_out_when_asked(of, town):
    done = town.opinion("answered", text="已经办完的事")
    after.rate(done, rating=5, by=town.resident())
    town.report(text="还在办的事情")
    every, unfinished = (page(of(1).get(path)) for path in ("/mine/", "/mine/?show=open"))
    assert [("已经办完的事" in shown, "还在办的事情" in shown) for shown in (every, unfinished)] == [
        (True, True),
        (False, True),
    ]


def test_what_i_follow_shows_public_copies_of_others_only(of, town, published):
    theirs = published(town.opinion("triaged", text=PRIVATE, by=town.resident(2)), "别人的公开事项")
    secret = town.opinion("triaged", text=PRIVATE, by=town.resident(3))
    for opinion in (theirs, secret, published(town.opinion("triaged"), "我自己的公开事项")):
        follows.follow(opinion.key, by=town.resident(1))
    shown = page(of(1).get("/mine/?show=followed"))
    said = ("别人的公开事项", "我自己的公开事项", PRIVATE, secret.number)
    assert [words in shown for words in said] == [True, False, False, False]


@pytest.mark.parametrize("path", ["/mine/", "/me/"])
def test_who_is_not_signed_in_signs_in_first(client, town, path):
    assert client.get(path)["Location"] == f"/signin/?next={path}"


@pytest.mark.parametrize(
    "path", [f"/{p}" for p in ("mine/", "mine/?show=open", "mine/?show=followed", "about/", "privacy/")]
)
def test_empty_screens_say_what_to_do(of, path):
    answer = of(5).get(path)
    assert [answer.status_code, [word for word in OFFICIAL if word in page(answer)]] == [200, []]


@pytest.mark.parametrize(
    "state",
    ["submitted", "received", "transferred", "triaged", "sent", "accepted", "answered_by_unit", "answered", "rated"],
)
def test_in_every_state_the_author_reads_plain_words_and_until_when(of, town, state):
    opinion = town.opinion(state)
    shown = page(of(1).get(f"/o/{opinion.number}/"))
    following = shown.split('id="next"')[1].split("</section>")[0]
    said = [word for word in OFFICIAL if word in shown.replace("已转交办理", "")]
    assert [opinion.number in shown, "接下来" in following, 'class="lamp' in following, said] == [True, True, True, []]


def test_a_matter_that_ended_without_a_rating_does_not_claim_one(of, town):
    opinion = town.opinion("answered")
    take(opinion, "close", by=SYSTEM)
    shown = page(of(1).get(f"/o/{opinion.number}/"))
    assert [words in shown for words in ("没有收到您的评价", "已评价", "办理结果")] == [True, False, True]


def test_none_of_the_five_levels_is_chosen_beforehand_and_a_rating_counts_once(of, town):
    opinion, browser = town.opinion("answered"), of(1)
    path = f"/o/{opinion.number}/"
    shown = page(browser.get(path))
    assert [len(re.findall(r'name="rating"', shown)), len(re.findall(r'name="rating"[^>]*checked', shown))] == [5, 0]
    assert browser.post(f"{path}rate/", {}).status_code == 422
    assert browser.post(f"{path}rate/", {"rating": "5", "words": "很快"})["Location"] == path
    assert browser.post(f"{path}rate/", {"rating": "1"}).status_code == 409
    opinion.refresh_from_db()
    assert [opinion.rating, opinion.rating_words, opinion.state] == [5, "很快", "closed"]


def test_a_signed_link_opens_the_matter_and_rates_it_without_an_account(client, town):
    opinion = town.opinion("answered")
    other = town.opinion("answered")
    client.get(make(opinion.key, opinion.author_id, opinion.district))
    path = f"/o/{opinion.number}/"
    tabs = re.findall(r'class="tabbar-item[^"]*" href="([^"]*)"', page(client.get(path)))
    assert tabs == ["/", "/report/", "/public/", path]
    assert [client.get(tab).status_code for tab in tabs] == [200] * 4
    assert client.get(f"/o/{other.number}/").status_code == 404
    assert client.post(f"{path}rate/", {"rating": "4"})["Location"] == path
    opinion.refresh_from_db()
    assert opinion.rating == 4


def test_the_visitor_of_a_link_stops_being_told_and_starts_again(client, town):
    opinion = town.opinion("accepted")
    client.get(make(opinion.key, opinion.author_id, opinion.district))
    path = f"/o/{opinion.number}/"
    address = f"/follow/{opinion.kind()}/{opinion.number}/"
    assert f'action="{address}stop/"' in page(client.get(path))
    assert client.post(f"{address}stop/").status_code == 302
    assert f'action="{address}"' in page(client.get(path))


def test_the_author_finds_the_public_copy(of, town, published):
    opinion = town.opinion("triaged")
    link = f'href="/public/{opinion.number}/"'
    before = page(of(1).get(f"/o/{opinion.number}/"))
    published(opinion, "公开的标题")
    after = page(of(1).get(f"/o/{opinion.number}/"))
    assert [link in before, link in after] == [False, True]


def test_my_data_shows_a_masked_phone_and_keeps_a_name(of, town):
    browser = of(1)
    assert browser.post("/me/", {"name": " 老张 "})["Location"] == "/me/"
    shown = page(browser.get("/me/"))
    assert [words in shown for words in ("老张", "199****0001", "19900000001")] == [True, True, False]
    assert browser.post("/me/", {"name": "张" * 41}).status_code == 422


def test_a_council_member_uses_the_same_screens(client, town):
    member = next(a.person for a in _council())
    client.force_login(member)
    assert [client.get(path).status_code for path in ("/", "/mine/", "/me/", "/report/")] == [200] * 4


def _council():
    from minsheng.ground.people.models import Appointment, Role

    return Appointment.objects.filter(post__role=Role.COUNCIL_MEMBER).select_related("person")


def test_the_screens_are_there_in_english(of, town):
    town.report()
    browser = of(1)
    browser.cookies["language"] = "en"
    for path in ("/", "/mine/", "/me/", "/here/", "/about/", "/privacy/", "/year/received/", "/report/"):
        shown = re.sub(r"<(script|style|svg).*?</\1>", "", page(browser.get(path)), flags=re.DOTALL)
        assert "Home" in shown, path


def test_the_foot_names_no_person(client, town):
    person_of("19900000096", name="不该出现")
    assert "不该出现" not in page(client.get("/about/"))


def test_a_confidential_matter_names_neither_who_handles_it_nor_their_clock_to_its_author(of, town):
    plain, hidden = (town.opinion("accepted") for _ in range(2))
    unit = town.unit().name
    town.hide(hidden)
    browser = of(1)
    shown = [page(browser.get(f"/o/{opinion.number}/")) for opinion in (plain, hidden)]
    assert [[words in text for words in (unit, "lamp", "已受理")] for text in shown] == [[True] * 3, [False] * 3]
    rows = re.split(r'(?=href="/o/)', page(browser.get("/mine/")))
    clocks = {row[9 : row.index("/", 9)]: "lamp" in row for row in rows if row.startswith('href="/o/')}
    assert clocks == {plain.number: True, hidden.number: False}


def test_who_opens_nothing_by_an_old_address_may_sign_in(client, town):
    number = town.report().number
    assert f'href="/signin/?next=/o/{number}/"' in page(client.get(f"/o/{number}/"))


def test_the_rating_asks_one_question(of, town):
    shown = page(of(1).get(f"/o/{town.opinion('answered').number}/"))
    card = re.search(r'<section[^>]*id="rate".*?</section>', shown, re.DOTALL)[0]
    assert [card.count("？"), "您对办理结果满意吗？" in card, "补充说明" in card] == [1, True, True]
