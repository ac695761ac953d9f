"""Stories of mandates: entered, cited, ended."""

from datetime import date

import pytest

from minsheng.ground.files.queries import documents
from minsheng.ground.journal.models import Entry
from minsheng.instruments.mandates import actions, queries
from minsheng.kernel.errors import NotYours
from minsheng.kernel.workflow import cards, take
from tests.robust import sound

pytestmark = pytest.mark.django_db
PLAN = {
    "what": "annual_plan",
    "title": "无障碍环境建设执法检查",
    "reference": "2026 年第 3 项",
    "decided_on": date(2026, 2, 3),
}


def test_a_basis_has_a_number_of_the_place_that_it_holds_in(town):
    of_district = actions.register(**PLAN, by=town.by("district"))
    of_street = actions.register(**PLAN, by=town.by("hb.director"))
    assert [one.number[:8] for one in (of_district, of_street)] == ["SC-M2026", "SC-HB-M2"]
    assert of_district.cited == "无障碍环境建设执法检查（2026 年第 3 项）"
    assert cards([of_street.key])[of_street.key].title == PLAN["title"]
    assert sound.problems() == []


def test_one_cites_what_is_in_force_of_ones_own_place(town):
    by, street = town.by("district"), town.by("hb.office")
    old, new = (actions.register(**PLAN | {"decided_on": date(2026, month, 3)}, by=by) for month in (1, 2))
    own = actions.register(**PLAN, by=street)
    before = list(queries.citable(by))
    take(old, "end", by=by, note="已并入新计划")
    assert (before, list(queries.citable(by)), list(queries.citable(street))) == ([new, old], [new], [own])


def test_nobody_enters_or_ends_what_is_anothers(town):
    with pytest.raises(NotYours):
        actions.register(**PLAN, by=town.by("hb.gov"))
    own = actions.register(**PLAN, by=town.by("hb.office"))
    with pytest.raises(NotYours):
        take(own, "end", by=town.by("district"), note="不行")
    assert Entry.objects.filter(kind=own.kind()).count() == 1


def test_a_basis_keeps_its_documents(town, document):
    by = town.by("district")
    made = actions.register(**PLAN, documents=[document(by)], by=by)
    assert [file.name for file in documents(*made.key)] == ["要点.docx"]
