"""Who reads mandates and who ends them: written by hand."""

from datetime import date

import pytest

from minsheng.ground.files.access import guards
from minsheng.instruments.mandates import access, actions
from minsheng.instruments.mandates.models import Mandate
from minsheng.instruments.mandates.workflow import STEPS
from tests.town import allowed

pytestmark = pytest.mark.django_db

READERS = {
    "deputy of the station",
    "deputy elsewhere",
    "office",
    "office elsewhere",
    "director",
    "director elsewhere",
    "street office desk",
    "handler",
    "handler of another unit",
    "handler elsewhere",
    "district",
    "coordinator",
    "auditor",
}


def entered(town, by):
    facts = {"what": "chairmen", "title": "主任会议第 8 次会议决定", "decided_on": date(2026, 5, 6)}
    return actions.register(**facts, by=town.by(by))


@pytest.mark.parametrize(
    ("by", "may"),
    [("district", {"district"}), ("hb.office", {"office", "director"}), ("hb.director", {"office", "director"})],
)
def test_who_ends_what(town, by, may):
    assert allowed(STEPS, entered(town, by), town.actors()) == {who: {"end"} for who in may}


def test_all_officials_of_the_district_read_it_and_its_documents(town):
    found = entered(town, "hb.office")
    assert {name for name, actor in town.actors().items() if access.visible_to(actor).exists()} == READERS
    files = guards[Mandate.kind()]
    assert {name for name, actor in town.actors().items() if files(actor, found.number)} == READERS
