"""The public pages as somebody sees them who is not signed in."""

import json
from datetime import timedelta

import pytest

from minsheng.ground.people.models import Person
from minsheng.ground.places.models import Station
from minsheng.instruments.publishing import actions, queries
from minsheng.instruments.publishing.models import Publication
from minsheng.instruments.publishing.tests.conftest import MADE
from minsheng.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(client):
    """Texts of pages, by address; anything but 200 is an error."""

    def read(address):
        answer = client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    return read


def numbers(text, every=30):
    return [i for i in range(1, every) if f"/public/SC-HB-2026-{i:06d}/" in text]


def test_the_list_shows_what_is_live_the_latest_first(pages, publish):
    for i in (1, 2, 3):
        with clock.at(MADE + timedelta(days=3 - i)):
            publish(i)
    actions.withdraw(("opinions.opinion", "SC-HB-2026-000002"))
    text = pages("/public/")
    assert numbers(text) == [1, 3]
    assert text.index("绿化枯死1") < text.index("绿化枯死3")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [1, 2, 3, 4]),
        ("street=330102018", []),
        ("street=330102008", [2]),
        ("category=路灯", [3]),
        ("stage=answered", [4]),
        ("stage=nonsense", [1, 2, 3, 4]),
        ("q=绿化", [1, 2]),
        ("q=路灯不亮", [3]),
        ("q=sc-hb-2026-000004", [4]),
        ("q=灌木&stage=answered", [4]),
        ("q='; drop table", []),
    ],
)
def test_filters_live_in_the_address(pages, publish, town, query, found):
    publish(1)
    publish(2, place=town.street("NX"))
    publish(3, title="路灯不亮", text="路灯坏了三盏。", category="路灯")
    publish(4, title="占道", text="灌木挡路", state="answered")
    assert numbers(pages(f"/public/?{query}")) == found


def test_words_of_the_original_find_nothing(pages, town, publish):
    opinion = town.opinion("triaged", text="老王家养的鹦鹉太吵")
    publish(int(opinion.number[-6:]), state=opinion.state, place=opinion.place)
    assert numbers(pages("/public/?q=鹦鹉")) == []


def test_pages_follow_each_other_forth_and_back_without_gaps_or_doubles(client, publish):
    for i in range(1, 51):
        with clock.at(MADE + timedelta(minutes=i // 3)):  # several at the same moment
            publish(i)
    seen, back, address = [], [], "/public/"
    while address:
        context = client.get(address).context
        seen += [row.number for row, *_more in context["rows"]]
        back.append(context["previous"])
        address = context["next"]
    assert seen == [row.number for row in queries.live()]
    assert [back[0], back[1], len(back)] == [None, "/public/", 3]
    assert [row.number for row, *_more in client.get(back[2]).context["rows"]] == seen[20:40]


def test_a_page_after_something_that_is_gone_is_the_first_page(pages, publish):
    publish(1)
    assert numbers(pages("/public/?after=SC-HB-2026-000099")) == [1]


def test_the_page_of_a_matter_shows_the_copy_and_nothing_of_the_original(pages, town, photo, publish):
    opinion = town.opinion("answered", text="3幢2单元501室漏水，我是王大明，电话 19900000007")
    row = publish(int(opinion.number[-6:]), state=opinion.state, place=opinion.place, photos=[photo("teal")])
    actions.answer(row.key, text="水管已换。", unit="公共管理办公室", photos=[photo("green", role="after")])
    text = pages(f"/public/{row.number}/")
    shown = [word in text for word in (row.title, row.text, "水管已换。", "公共管理办公室", "已答复", "办理前")]
    private = ("501", "王大明", "19900000007", "已补种灌木", "120.168419", town.resident().name, "请尽快看看")
    assert (shown, [word for word in private if word in text]) == ([True] * 6, [])


def test_what_is_withdrawn_or_was_never_there_is_not_found(client, publish):
    row = publish()
    actions.withdraw(row.key)
    paths = [f"/public/{row.number}/", "/public/SC-HB-2026-999999/", "/public/%00/", "/public/?after=%00"]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404, 404]


def test_photos_are_served_while_the_copy_is_live_and_not_afterwards(client, publish, photo):
    taken = photo("teal")
    row = publish(photos=[taken])
    address = queries.page(row.key)["before"][0]["url"]
    seen = client.get(address).status_code
    actions.withdraw(row.key)
    original = client.get(f"/files/{taken.pk}/").status_code
    assert [seen, client.get(address).status_code, original] == [200, 404, 404]


def test_whoever_has_no_session_gets_a_page_that_is_everyones_and_may_be_kept(client, publish):
    row = publish()
    for address in ("/public/", f"/public/{row.number}/", "/public/map.json"):
        answer = client.get(address)
        assert (answer["Cache-Control"], list(answer.cookies)) == ("public, max-age=60", [])
        assert "csrf" not in answer.content.decode()


def test_nothing_has_changed_is_said_in_three_digits_until_something_has(client, publish):
    row = publish()
    address = f"/public/{row.number}/"
    known = {"headers": {"If-None-Match": client.get(address)["ETag"]}}
    answers = [client.get(address, **known).status_code]
    actions.answer(row.key, text="水管已换。", unit="公共管理办公室")
    answers.append(client.get(address, **known).status_code)
    known = {"headers": {"If-None-Match": client.get(address)["ETag"]}}
    client.cookies["language"] = "en"
    answers.append(client.get(address, **known).status_code)
    actions.withdraw(row.key)
    answers.append(client.get(address, **known).status_code)
    assert answers == [304, 200, 200, 404]


def test_whoever_is_signed_in_gets_a_page_that_is_kept_nowhere(client, town, publish):
    publish()
    client.force_login(Person.objects.get(pk=town.resident().person_id))
    answer = client.get("/public/")
    assert (answer["Cache-Control"], answer.has_header("ETag")) == ("private, no-cache", False)


def test_the_map_page_lists_every_station_and_leads_to_its_page(pages):
    station = Station.objects.in_use().order_by("code").first()
    shown = pages("/public/map/")
    assert shown.count('id="station-') == Station.objects.in_use().count()
    assert f'<a href="/stations/{station.code}/" class="row-link" id="station-{station.code}">' in shown


def test_the_map_has_what_is_not_closed_at_coarse_points(pages, publish):
    publish(1)
    publish(2, state="closed")
    publish(3, point=None)
    found = json.loads(pages("/public/map.json"))
    assert found == {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [120.168, 30.254]},
                "properties": {
                    "number": "SC-HB-2026-000001",
                    "title": "绿化枯死1",
                    "stage": "in_hand",
                    "words": "办理中",
                    "place": "湖滨街道",
                    "href": "/public/SC-HB-2026-000001/",
                },
            }
        ],
    }
    closed = json.loads(pages("/public/map.json?stage=closed"))
    assert [feature["properties"]["number"] for feature in closed["features"]] == ["SC-HB-2026-000002"]


def test_a_list_of_twenty_costs_no_more_questions_than_a_list_of_two(
    client, publish, photo, django_assert_max_num_queries
):
    taken = photo("teal")
    for i in range(1, 21):
        publish(i, photos=[taken])
    client.get("/public/")
    with django_assert_max_num_queries(9) as asked:
        client.get("/public/")
    many = len(asked)
    Publication.objects.filter(number__gt="SC-HB-2026-000002").update(withdrawn_at=clock.now())
    with django_assert_max_num_queries(many) as asked:
        client.get("/public/")
    assert len(asked) == many


def test_an_empty_list_says_what_will_be_here_and_a_search_without_result_how_to_go_on(pages, publish):
    nothing = pages("/public/")
    publish()
    assert ["暂时没有公开的内容" in nothing, "没有符合条件的内容" in pages("/public/?q=鹦鹉")] == [True, True]


def test_both_languages_are_complete(client, publish):
    row = publish()
    client.cookies["language"] = "en"
    text = client.get(f"/public/{row.number}/").content.decode()
    assert ["Being handled" in text, "办理中" in text] == [True, False]


def test_a_category_is_named_in_the_readers_language(client, publish):
    publish(category="城市管理")
    client.cookies["language"] = "en"
    pages = [client.get(path).content.decode() for path in ("/public/", "/public/SC-HB-2026-000001/")]
    assert [("<span>City management</span>" in page, "城市管理</span>" in page) for page in pages] == [
        (True, False)
    ] * 2
