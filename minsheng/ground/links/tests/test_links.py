"""A link opens one matter for the one it was sent to, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

from minsheng.ground.links import actions
from minsheng.ground.links.models import Link
from minsheng.ground.people.actions import person_of
from minsheng.kernel import clock
from minsheng.kernel.workflow import TABLES, Subject, Table

pytestmark = pytest.mark.django_db
MATTER = ("errands.errand", "SC-HB-2026-000001")
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _errands(monkeypatch):
    """A kind of matter whose page is at /l/<number>/."""
    monkeypatch.setitem(TABLES, MATTER[0], Table(Subject, {}, {}, page="links:link"))


@pytest.fixture
def resident():
    return person_of("19900000091")


def token(path: str) -> str:
    return path.split("/")[2]


def test_only_a_digest_of_the_token_is_kept(resident):
    made = token(actions.make(MATTER, resident.pk, "330102"))
    row = Link.objects.get(person=resident)
    assert (len(made), row.digest) == (22, actions.digest(made))
    assert made not in str(list(Link.objects.filter(pk=row.pk).values()))


def test_a_link_leads_to_its_matter_until_its_time_is_over(resident):
    with clock.at(START):
        made = token(actions.make(MATTER, resident.pk, "330102"))
    with clock.at(START + timedelta(days=179)):
        assert actions.redeem(made).number == MATTER[1]
    with clock.at(START + timedelta(days=181)), pytest.raises(actions.NoLink):
        actions.redeem(made)


def test_using_a_link_notes_when(resident):
    made = token(actions.make(MATTER, resident.pk, "330102"))
    with clock.at(clock.now() + timedelta(days=3)) as moment:
        actions.redeem(made)
    assert Link.objects.get(person=resident).last_used_at == moment


def test_a_revoked_link_opens_nothing(resident):
    made = token(actions.make(MATTER, resident.pk, "330102"))
    other = token(actions.make(("errands.errand", "SC-HB-2026-000002"), resident.pk, "330102"))
    assert actions.revoke(MATTER) == 1
    with pytest.raises(actions.NoLink):
        actions.redeem(made)
    assert actions.redeem(other).number == "SC-HB-2026-000002"


def test_the_links_of_a_closed_account_open_nothing(resident):
    made = token(actions.make(MATTER, resident.pk, "330102"))
    resident.is_active = False
    resident.save()
    with pytest.raises(actions.NoLink):
        actions.redeem(made)


def test_links_long_over_are_forgotten(resident):
    with clock.at(START):
        actions.make(MATTER, resident.pk, "330102")
    with clock.at(START + timedelta(days=211)):
        assert actions.forget() == 1


def test_a_visitor_becomes_the_links_visitor_and_is_signed_in_as_nobody(client, resident):
    response = client.get(actions.make(MATTER, resident.pk, "330102"))
    assert (response.status_code, response.url) == (302, f"/l/{MATTER[1]}/")
    assert client.session["link"] == [*MATTER, resident.pk, "330102"]
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
    assert "这个链接已经失效。请用手机号登录，查看您反映的事项。" in response.content.decode()


def test_whoever_tries_many_wrong_links_must_wait(client):
    answers = [client.get(f"/l/wrong{number}/").status_code for number in range(31)]
    assert answers == [404] * 30 + [429]
