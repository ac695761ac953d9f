import re

import pytest
from django.urls import reverse

from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.policies import actions, queries
from minsheng.kernel import clock

pytestmark = pytest.mark.django_db

PAGES = [reverse("policies:policies"), reverse("policies:categories")]


def sign_in(client, person, *, strong=True):
    client.force_login(person)
    session = client.session
    session["strong"] = strong
    session.save()


def rows(page):
    """The rows of the page's tables, as a reader sees them."""
    cells = (
        re.findall(r"<t[hd] ?[^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    )
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_signed_in_is_asked_to_sign_in(client, page):
    answer = client.get(page)
    assert (answer.status_code, answer["Location"]) == (302, f"/signin/?next={page}")


@pytest.mark.parametrize("page", PAGES)
def test_a_resident_is_told_that_the_page_is_for_others(client, town, page):
    sign_in(client, _person(town.resident()))
    assert client.get(page).status_code == 403


def _person(actor):
    from minsheng.ground.people.models import Person

    return Person.objects.get(pk=actor.person_id)


@pytest.mark.parametrize("page", PAGES)
def test_deputies_and_officials_read_the_rules(client, town, page):
    title = {PAGES[0]: "现行规则", PAGES[1]: "事项分类"}[page]
    for person in (_person(town.deputy()), town.person("district")):
        sign_in(client, person)
        assert re.findall(r"<h1>(.*?)</h1>", client.get(page).content.decode()) == [title]


def test_every_rule_in_force_is_shown_with_its_source_and_its_mark(client, town):
    sign_in(client, town.person("district"))
    shown = rows(client.get(PAGES[0]).content.decode())[1:]
    assert len(shown) == len(queries.policies())
    assert next(row[:4] for row in shown if row[0] == "吹哨问题办理") == [
        "吹哨问题办理",
        "3 个工作日（自签收起）",
        "全部",
        "2020-01-01 00:00",
    ]
    assert {row[5] for row in shown if row[0] != "演示数据"} == {"待确认"}


def test_what_is_decided_for_later_stands_apart(client, town):
    later = clock.now().replace(year=clock.now().year + 1)
    actions.decide("link.life", {"days": 90}, valid_from=later, source="决定", confirmed=True, by=SYSTEM)
    sign_in(client, town.person("district"))
    page = client.get(PAGES[0]).content.decode()
    assert [row[1:] for row in rows(page) if row[0] == "免登录链接有效期"] == [
        ["天数：180", "全部", "2020-01-01 00:00", queries.policy("link.life").source, "待确认"],
        ["天数：90", "全部", f"{clock.local(later):%Y-%m-%d %H:%M}", "决定", "已确认"],
    ]


def test_all_categories_are_shown(client, town):
    sign_in(client, town.person("district"))
    shown = [row for row in rows(client.get(PAGES[1]).content.decode()) if row and "." in row[0]]
    assert len(shown) == 73
    assert shown[4][:3] == ["01.05 园林绿化", "简单问题", "枯死补种、修剪遮光、毁绿种菜"]


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_ask_little_of_the_database(client, town, page, django_assert_max_num_queries):
    sign_in(client, town.person("district"))
    client.get(page)
    with django_assert_max_num_queries(12):
        client.get(page)
