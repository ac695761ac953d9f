"""How papers are numbered, and which were made."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Q

from minsheng.ground.papers.models import Paper
from minsheng.ground.people.models import Unit
from minsheng.kernel.workflow import Key

DATA = Path(__file__).parent / "data"


@cache
def data(name: str) -> Any:
    """A data file of this room."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def series_of(office: Unit, mark: str) -> str:
    """The series that an office numbers its papers of a mark in; an office without one there goes by its short name."""
    named: dict[str, str] = data("series")["offices"]
    return named.get(office.place.code, office.short) + mark


def number_of(series: str, year: int, seq: int) -> str:
    """A number in words: hexagonal brackets, no leading zeros (GB/T 9704-2012, 7.2.5)."""
    pattern: str = data("series")["number"]
    return pattern.format(series=series, year=year, seq=seq)


def latest(subjects: Iterable[Key]) -> dict[tuple[str, Key], Paper]:
    """The last edition of each paper of some subjects, by its kind and subject: one query."""
    found = Q(pk=None)
    for kind, number in subjects:
        found |= Q(subject_kind=kind, subject_number=number)
    rows = Paper.objects.filter(found).order_by("edition")
    return {(paper.kind, (paper.subject_kind, paper.subject_number)): paper for paper in rows}
