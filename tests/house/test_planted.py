"""Every rule is shown to fail on a planted violation and to accept a legal neighbour: a guard must be seen to bark."""

import pytest

from . import plants_pages, plants_rooms, plants_walls, plants_writes
from .test_house import RULES
from .tree import Rule, Tree

PLANTS = [plant for file in (plants_walls, plants_rooms, plants_writes, plants_pages) for plant in file.PLANTS]
NAMES = [rule.__name__ for rule, *_ in PLANTS]


def test_every_rule_has_exactly_one_planted_violation():
    assert sorted(NAMES) == sorted(RULES)


@pytest.mark.parametrize(("rule", "bad", "complaints", "good"), PLANTS, ids=NAMES)
def test_a_planted_violation_is_found_and_its_legal_neighbour_is_not(
    rule: Rule, bad: dict[str, str], complaints: list[str], good: dict[str, str]
):
    assert sorted(rule(Tree(bad))) == sorted(complaints)
    assert rule(Tree(good)) == []
