"""What the words of a text point to: a danger, an accusation, a court case, a category. The words are data.

Hints inform and ask a person; none of them refuses anything (domain.md §0.4.5).
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from minsheng.ground.policies.models import Category
from minsheng.ground.policies.queries import categories as taxonomy
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel.text import words

MOST: Final = 3
"""How many categories are suggested."""
FIRST: Final = 60
"""Characters at the beginning that count twice: most people say first what it is about."""

_DATA: Final[dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "hints.json").read_text(encoding="utf-8"))
_CLAUSES: Final = re.compile(r"[，。！？；,!?;\s]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """A clause says it that has `words` in it and not `unless`."""

    words: re.Pattern[str]
    unless: re.Pattern[str]
    points: int
    first: int

    def in_(self, clause: str) -> bool:
        return bool(self.words.search(clause)) and not self.unless.search(clause)

    def points_of(self, said: list[str], start: list[str]) -> int:
        """Once for the whole text, and more if it begins with it."""
        if any(map(self.in_, start)):
            return self.first
        return self.points if any(map(self.in_, said)) else 0


def emergency(text: str) -> bool:
    """Whether somebody may be in danger now.

    Nobody in danger writes a long text: there only counts what is said to be happening now.
    """
    said = clauses(text)
    danger = [i for i, clause in enumerate(said) if any(rule.in_(clause) for rule in _EMERGENCY)]
    if len(text) <= _DATA["emergency"]["long"]:
        return bool(danger)
    return any(_NOW.search(" ".join(said[max(0, i - 1) : i + 2])) for i in danger)


def suspicion(text: str) -> str:
    """Of what a person should judge before others read it: "accusation", "court" (see `Opinion.Suspected`) or ""."""
    said, start = clauses(text), clauses(text[:FIRST])
    found = {kind: sum(rule.points_of(said, start) for rule in rules) for kind, rules in _SUSPECT.items()}
    enough = [kind for kind, points in found.items() if points >= _DATA[kind]["enough"]]
    return max(enough, key=lambda kind: found[kind], default="")


def categories(text: str) -> list[Category]:
    """The categories that the text may belong to, the likeliest first. One query."""
    scores = {row: _score(text, known) for row, known in _vocabulary()}
    found = sorted((row for row, score in scores.items() if score), key=lambda row: (-scores[row], row.code))
    return found[:MOST]


def telling(text: str) -> set[str]:
    """The words of a text that tell what it is about: no single characters, nothing that all texts say."""
    return {word for word in words(text, asked=True).split() if len(word) > 1} - _PLAIN


def clauses(text: str) -> list[str]:
    """The text in pieces that each say one thing."""
    return [clause for clause in _CLAUSES.split(text) if clause]


def _score(text: str, known: Iterable[str]) -> int:
    """Longer words say more; what is said first says more."""
    start = text[:FIRST]
    return sum(len(word) * (1 + (word in start)) for word in known if word in text)


def _vocabulary() -> Iterator[tuple[Category, set[str]]]:
    more = _DATA["categories"]
    for _top, below in taxonomy():
        for row in below:
            yield row, {*row.keywords.split("、"), *more.get(row.code, "").split()} - {""}


def _rules(kind: str) -> list[Rule]:
    unless = re.compile(_DATA[kind]["unless"])
    rows = _DATA[kind]["words"]
    return [Rule(re.compile(row["words"]), unless, row.get("points", 1), row.get("first", 1)) for row in rows]


_PLAIN: Final = frozenset(_DATA["plain"].split())
_EMERGENCY: Final = _rules("emergency")
_NOW: Final = re.compile(_DATA["emergency"]["now"])
_SUSPECT: Final = {str(kind): _rules(kind) for kind in Opinion.Suspected.values}
