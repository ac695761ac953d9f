"""What opening a link does to the browser it is opened in."""

import pytest

from minsheng.ground.links import actions
from minsheng.ground.links.models import Link
from minsheng.ground.people.actions import person_of
from minsheng.kernel.workflow import TABLES, Subject, Table

pytestmark = pytest.mark.django_db
MATTER = ("errands.errand", "SC-HB-2026-000001")


@pytest.fixture(autouse=True)
def _errands(monkeypatch):
    """A kind of matter whose page is at /l/<number>/."""
    monkeypatch.setitem(TABLES, MATTER[0], Table(Subject, {}, {}, page="links:link"))


@pytest.fixture
def resident():
    return person_of("19900000091")


def test_a_visitor_becomes_the_links_visitor_and_is_signed_in_as_nobody(client, resident):
    response = client.get(actions.make(MATTER, resident.pk, "330102"))
    assert (response.status_code, response.url) == (302, f"/l/{MATTER[1]}/")
    assert client.session["link"] == Link.objects.get().pk
    assert "_auth_user_id" not in client.session
    assert "no-store" in response["Cache-Control"]


def test_opening_a_link_gives_the_session_a_fresh_key_and_keeps_what_was_in_it(client, resident):
    session = client.session
    session["kept"] = {"path": "/report/", "data": {"text": ["x"]}}
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    client.get(actions.make(MATTER, resident.pk, "330102"))
    assert client.session.session_key != before
    assert client.session["kept"]["path"] == "/report/"


def test_who_is_signed_in_stays_who_they_are(client, resident):
    client.force_login(person_of("19900000092"))
    response = client.get(actions.make(MATTER, resident.pk, "330102"))
    assert response.url == f"/l/{MATTER[1]}/"
    assert "link" not in client.session


def test_a_wrong_link_says_what_to_do(client):
    response = client.get("/l/nothing/")
    assert response.status_code == 404
    page = response.content.decode()
    assert "这个链接已经失效。请用手机号登录，查看您反映的事项。" in page
    assert '<a class="button" href="/signin/">' in page


def test_whoever_tries_many_wrong_links_must_wait(client):
    answers = [client.get(f"/l/wrong{number}/").status_code for number in range(31)]
    assert answers == [404] * 30 + [429]
