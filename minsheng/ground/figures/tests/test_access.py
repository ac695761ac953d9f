"""Who reads which numbers, written by hand."""

import pytest

from minsheng.ground.figures import access

pytestmark = pytest.mark.django_db

OWN, OTHER, ALL = ["湖滨街道"], ["凯旋街道"], 14

GRID = {
    "office": OWN,
    "office elsewhere": OTHER,
    "director": OWN,
    "director elsewhere": OTHER,
    "street office desk": OWN,
    "district": ALL,
    "auditor": ALL,
}
"""Everybody else reads none: residents, deputies, handlers, coordinators, administrators, visitors, the system."""


def reads(actor):
    found = [street.name for street in access.streets(actor).order_by("code")]
    return found if len(found) < ALL else len(found)


def test_who_reads_the_numbers_of_which_streets(town):
    actors = town.actors()
    assert {name: reads(actor) for name, actor in actors.items() if access.may_read(actor)} == GRID
    assert {name for name, actor in actors.items() if reads(actor)} == set(GRID)
