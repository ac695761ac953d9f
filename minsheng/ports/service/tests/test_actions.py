"""What people change about themselves."""

import pytest

from minsheng.ground.people.models import Person
from minsheng.ports.service import actions

pytestmark = pytest.mark.django_db


def test_somebody_gives_themselves_a_name_and_nobody_else_one(town):
    first, second = town.resident(1), town.resident(2)
    before = Person.objects.get(pk=second.person_id).name
    actions.rename("老张", by=first)
    assert [Person.objects.get(pk=actor.person_id).name for actor in (first, second)] == ["老张", before]
