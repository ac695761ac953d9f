"""Numbers without gaps, and papers that keep theirs."""

from datetime import datetime

import pytest
from django.db import transaction

from minsheng.ground.papers import actions
from minsheng.ground.papers.queries import latest, series_of
from minsheng.ground.people.models import Unit
from minsheng.kernel import clock

pytestmark = pytest.mark.django_db

MATTER = ("errands.errand", "SC-HB-2026-000001")
OTHER = ("errands.errand", "SC-HB-2026-000002")


def office(town, initials="HB"):
    return Unit.objects.get(kind="congress_office", place=town.street(initials))


def issued(town, subject=MATTER, says="甲", *, kind="handover", mark="交", initials="HB"):
    by = town.by(f"{initials.lower()}.office")
    return actions.issue(kind, subject, office=office(town, initials), mark=mark, says=[says], by=by)


def test_a_number_names_office_year_and_count_in_the_brackets_of_the_standard(town):
    with clock.at(datetime(2026, 9, 9, 10, 0, tzinfo=clock.ZONE)):
        paper, new = issued(town)
    assert (paper.number, paper.edition, new) == ("湖滨人大办交〔2026〕1号", 1, True)
    assert paper.made_by_id == town.by("hb.office").person_id


def test_the_same_paper_of_an_unchanged_matter_is_not_numbered_twice(town):
    first, _new = issued(town)
    again, new = issued(town)
    assert (again.pk, new) == (first.pk, False)


def test_a_changed_paper_keeps_its_number_and_counts_its_editions(town):
    first, _new = issued(town)
    second, new = issued(town, says="乙")
    assert (second.number, second.edition, new) == (first.number, 2, True)
    assert latest([MATTER])["handover", MATTER] == second


def test_what_is_changed_back_is_an_edition_too(town):
    for says in "甲乙甲":
        paper, _new = issued(town, says=says)
    assert paper.edition == 3


def test_every_series_and_year_counts_for_itself(town):
    with clock.at(datetime(2026, 12, 31, 23, 30, tzinfo=clock.ZONE)):
        numbers = [issued(town)[0].number, issued(town, OTHER)[0].number]
        numbers += [
            issued(town, kind="record", mark="登")[0].number,
            issued(town, OTHER, initials="KX", kind="x")[0].number,
        ]
    with clock.at(datetime(2027, 1, 1, 0, 30, tzinfo=clock.ZONE)):
        numbers += [issued(town, ("errands.errand", "3"))[0].number]
    assert numbers == [
        "湖滨人大办交〔2026〕1号",
        "湖滨人大办交〔2026〕2号",
        "湖滨人大办登〔2026〕1号",
        "凯旋人大办交〔2026〕1号",
        "湖滨人大办交〔2027〕1号",
    ]


def test_an_office_without_a_series_goes_by_its_short_name(town):
    other = office(town)
    other.place.code = "330102999"
    assert series_of(other, "交") == "湖滨街道人大办交"


def test_a_number_whose_paper_came_to_nothing_is_given_to_the_next(town):
    issued(town)
    with transaction.atomic():
        issued(town, OTHER)
        transaction.set_rollback(True)
    assert issued(town, OTHER)[0].seq == 2
