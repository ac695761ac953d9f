"""The list of notices, and what somebody chose."""

import pytest

from minsheng.ground.links.actions import make
from minsheng.ground.notices import actions, queries
from minsheng.ground.notices.models import Notice
from minsheng.ground.notices.tests import errands
from minsheng.ground.notices.tests.errands import TITLE, Errand
from minsheng.ground.people.actions import person_of
from minsheng.ground.people.actors import Actor

pytestmark = pytest.mark.django_db
KEY = ("errands.errand", "SC-HB-2026-000079")


@pytest.fixture
def resident(client, monkeypatch):
    errands.installed(monkeypatch)
    person = person_of("19900000093")
    client.force_login(person)
    Errand.objects.create(number=KEY[1], state="sent", district="330102", owner=person.pk)
    actions.tell([person.pk], matter=KEY, subject=KEY, step="send", district="330102")
    return person


def page(client) -> str:
    return client.get("/notices/").content.decode()


def test_a_resident_reads_what_happened_and_can_go_there(client, resident):
    shown = page(client)
    assert [text in shown for text in (TITLE, "已经转交", f'href="/l/{KEY[1]}/"', "全部标为已读")] == [True] * 4


def test_a_matter_that_may_not_be_seen_any_more_shows_neither_title_nor_number(client, resident):
    Errand.objects.update(owner=None)
    shown = page(client)
    assert [TITLE in shown, KEY[1] in shown, "这件事项已不再向您展示" in shown] == [False, False, True]


def test_the_list_has_pages_of_twenty(client, resident):
    for _ in range(20):
        actions.tell([resident.pk], matter=KEY, subject=KEY, step="send", district="330102")
    pages = [client.get(f"/notices/?page={n}") for n in (1, 2)]
    assert [len(one.context["items"]) for one in pages] == [20, 1]
    assert ['rel="next"' in one.content.decode() for one in pages] == [True, False]


def test_marking_as_read_takes_the_button_away(client, resident):
    response = client.post("/notices/read/")
    assert (response.status_code, response.url) == (302, "/notices/")
    assert Notice.objects.get(person=resident).read_at is not None
    assert "全部标为已读" not in page(client)


def test_nobody_else_is_marked(client, resident):
    other = person_of("19900000094")
    actions.tell([other.pk], matter=KEY, subject=KEY, step="send", district="330102")
    client.post("/notices/read/")
    assert Notice.objects.get(person=other).read_at is None


def test_what_was_chosen_is_kept(client, resident):
    client.post("/notices/preferences/", {"quiet": "on"})
    chosen = queries.preference(Actor(kind="person", person_id=resident.pk))
    assert (chosen.sms, chosen.quiet) == (False, True)


def test_without_notices_the_page_says_what_comes_here(client):
    client.force_login(person_of("19900000095"))
    assert "没有新消息" in page(client)


@pytest.mark.parametrize("link", [False, True])
def test_nobody_and_a_links_visitor_are_asked_to_sign_in(client, link):
    if link:
        client.get(make(KEY, person_of("19900000096").pk, "330102"))
    assert client.get("/notices/").url == "/signin/?next=/notices/"
    assert client.post("/notices/read/").status_code == 302
