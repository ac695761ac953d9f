"""The real tree is held to every rule. If one fails, mend the code; if the rule is wrong, propose the change."""

from functools import cache

import pytest

from . import rules_glossary, rules_pages, rules_rooms, rules_shapes, rules_walls, rules_writes
from .plan import EXCEPTIONS, ROOT, below
from .tree import Rule, Tree

FILES = [rules_walls, rules_rooms, rules_writes, rules_pages, rules_shapes, rules_glossary]
RULES: dict[str, Rule] = {rule.__name__: rule for file in FILES for rule in file.RULES}


@cache
def house() -> Tree:
    return Tree.at(ROOT)


def complaints(name: str) -> list[str]:
    """What a rule says of our own tree, the excused aside."""
    return [c for c in RULES[name](house()) if not c.startswith(tuple(EXCEPTIONS.get(name, {})))]


@pytest.mark.parametrize("name", RULES)
def test_the_house_keeps_the_rule(name: str):
    assert complaints(name) == []


@pytest.mark.parametrize(("name", "start"), [(name, start) for name, starts in EXCEPTIONS.items() for start in starts])
def test_an_exception_is_still_needed(name: str, start: str):
    assert [complaint for complaint in RULES[name](house()) if complaint.startswith(start)] != []


@pytest.mark.parametrize(
    ("upper", "lower", "fine"),
    [
        ("ports.service", "instruments.opinions", True),
        ("instruments.opinions", "ports.service", False),
        ("ports.service", "ports.governance", False),
        ("ports.service", "ports.signin", True),
        ("ground.duties", "ground.journal", True),
        ("ground.people", "ground.duties", False),
        ("instruments.opinions", "instruments.dispatch", True),
        ("instruments.dispatch", "instruments.ballots", False),
        ("instruments.publishing", "instruments.follows", False),
        ("ground.people", "kernel", True),
        ("ground.people", "ui", True),
        ("kernel", "ui", False),
        ("supervision.livelihood", "supervision.reports", False),
        ("supervision.livelihood", "linkage.assignments", False),
        ("launch", "kernel", False),
        ("config", "launch", False),
    ],
)
def test_the_floor_plan_says_who_is_below_whom(upper: str, lower: str, fine: bool):
    assert below(upper, lower) is fine
