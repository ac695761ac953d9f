"""The registry: what each room counts, and how a subject says where it belongs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from minsheng.kernel.workflow import Subject, Taken

type Act = tuple[str, str]
type Value = int | Callable[[Taken], int]


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is counted when a step is taken: one each time, or what a function says of the act."""

    name: str
    value: Value = 1

    def of(self, taken: Taken) -> int:
        """How much this act counts; 0 is not kept."""
        return int(self.value(taken) if callable(self.value) else self.value)


MEASURES: dict[Act, list[Measure]] = {}
"""By kind and step: what is counted when it is taken."""

MOVES: set[Act] = set()
"""Steps after which a subject may belong somewhere else."""


def count(kind: str, step: str, measure: str, value: Value = 1) -> None:
    """Count something each time a step of a kind is taken.

    A function gets the `Taken` and gives a whole number or a bool. It reads the subject or ids among the facts; when a
    recount calls it, the subject is as it is now, and facts whose words were erased are gone.
    """
    MEASURES.setdefault((kind, step), []).append(Measure(measure, value))


def moves(kind: str, step: str) -> None:
    """Say that a step may change where a subject belongs: what was counted of it before moves along, by reversals."""
    MOVES.add((kind, step))


def measures(kind: str) -> set[str]:
    """The names of all that is counted of a kind."""
    return {measure.name for (of, _step), found in MEASURES.items() if of == kind for measure in found}


def spot(subject: Subject) -> dict[str, Any]:
    """Where a subject belongs, read from its fields of these names: `place`, `unit`, `category`, `channel`."""
    return {
        "district": subject.district,
        "place_id": getattr(subject, "place_id", None),
        "unit_id": getattr(subject, "unit_id", None),
        "category": _code(subject),
        "channel": getattr(subject, "channel", ""),
    }


def _code(subject: Any) -> str:
    """The category's code, which stays when a new version of the category begins; no query where it is loaded."""
    return str(subject.category.code) if getattr(subject, "category_id", None) else ""
