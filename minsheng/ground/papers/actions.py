"""Giving papers their numbers."""

import hashlib
import json
from typing import Any

from django.db import transaction

from minsheng.ground.papers.models import Paper, PaperTally
from minsheng.ground.papers.queries import number_of, series_of
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Unit
from minsheng.kernel import clock
from minsheng.kernel.workflow import Key


@transaction.atomic
def issue(kind: str, subject: Key, *, office: Unit, mark: str, says: Any, by: Actor) -> tuple[Paper, bool]:
    """The paper of that kind about a subject, and whether it is new: the first, or an edition that says other words.

    A paper that says (JSON) what it said before is the one made before. A changed one keeps its number, for offices
    cite papers by it, and counts its editions. Until the transaction ends, the next one of the series waits.
    """
    tally = _tally(series_of(office, mark), clock.today().year)
    last = (
        Paper.objects.filter(kind=kind, subject_kind=subject[0], subject_number=subject[1]).order_by("edition").last()
    )
    sha256 = digest(says)
    if last and last.sha256 == sha256:
        return last, False
    paper = Paper(kind=kind, subject_kind=subject[0], subject_number=subject[1], office=office, sha256=sha256)
    _follow(paper, last) if last else _number(paper, tally)
    paper.made_at, paper.made_by_id, paper.district = clock.now(), by.person_id, office.district
    paper.save(force_insert=True)
    return paper, True


def digest(says: Any) -> str:
    """sha256 of canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(says, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _tally(series: str, year: int) -> PaperTally:
    """The counter's row, locked: whoever comes second waits, and sees what the first one made."""
    PaperTally.objects.bulk_create([PaperTally(series=series, year=year)], ignore_conflicts=True)
    return PaperTally.objects.select_for_update().get(series=series, year=year)


def _number(paper: Paper, tally: PaperTally) -> None:
    """The next number. It is given back when the transaction fails, so there are no gaps."""
    tally.last += 1
    tally.save(update_fields=["last"])
    paper.series, paper.year, paper.seq = tally.series, tally.year, tally.last
    paper.number = number_of(paper.series, paper.year, paper.seq)


def _follow(paper: Paper, last: Paper) -> None:
    """The number of the edition before."""
    paper.series, paper.year, paper.seq, paper.number = last.series, last.year, last.seq, last.number
    paper.edition = last.edition + 1
