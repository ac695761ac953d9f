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
