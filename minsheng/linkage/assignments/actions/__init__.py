"""Drafting and issuing a task, merging what the streets report, taking a task back. What a street does is beside it."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from minsheng.ground.files.actions import attach
from minsheng.ground.files.models import File
from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.ground.people.models import Unit
from minsheng.ground.people.queries import unit_of
from minsheng.ground.places.actions import next_number
from minsheng.ground.places.models import Place
from minsheng.instruments.surveys import actions as surveys
from minsheng.instruments.surveys.fields import QuestionsField
from minsheng.kernel import clock
from minsheng.kernel.errors import NotYours, Wrong
from minsheng.kernel.workflow import begin, begin_all, lock, record, take
from minsheng.linkage.assignments.models import StreetTask, Task
from minsheng.linkage.assignments.queries import surveys_open

LETTER: Final = "T"
Kind = Unit.Kind


@transaction.atomic
def draft(*, streets: Iterable[Place], by: Actor, documents: Sequence[File] = (), **facts: Any) -> Task:
    """Write a task down, with the fields of `Task` as facts; no street sees it yet."""
    place = Place.objects.filter(pk=by.place_id or 0, kind=Place.Kind.DISTRICT).first()
    if place is None:
        raise NotYours(_("This is not yours to do."))
    desk = Unit.objects.get(pk=by.unit_id or 0)
    task = Task(number=next_number(place, LETTER), district=place.district, place=place, desk=desk, **facts)
    begin(task, "draft", by=by)
    task.streets.set(streets)
    attach(documents, kind=task.kind(), number=task.number, role="document", by=by)
    return task


@transaction.atomic
def edit(
    task: Task, *, streets: Iterable[Place], by: Actor, documents: Sequence[File] = (), note: str = "", **changes: Any
) -> Task:
    """Change a draft."""
    record(task, "edit", by=by, note=note, changes=changes)
    task.streets.set(streets)
    attach(documents, kind=task.kind(), number=task.number, role="document", by=by)
    return task


@transaction.atomic
def issue(task: Task, *, by: Actor, note: str = "") -> list[StreetTask]:
    """Give a task to its streets: each gets a matter of its own, and the questionnaire opens. Wrong for a past due."""
    take(task, "issue", by=by, note=note)
    streets = list(task.streets.order_by("code"))
    if task.due <= clock.now() or not streets:
        raise Wrong(_("A task needs a street, and a day that is still to come."))
    if task.questions:
        drafts = QuestionsField().clean(task.questions)
        surveys.open_survey(task, title=task.title, questions=drafts, place=task.place, by=by)
    return begin_all([_part(task, street) for street in streets], "issue", by=by)


def _part(task: Task, street: Place) -> StreetTask:
    part = StreetTask(number=next_number(street, LETTER), district=task.district, task=task, place=street)
    office, committee = (unit_of(kind, street.pk) for kind in (Kind.CONGRESS_OFFICE, Kind.STREET_COMMITTEE))
    if not office or not committee:
        raise Wrong(_("%(street)s has no congress work office or no working committee yet.") % {"street": street})
    part.office, part.committee, part.desk, part.due = office, committee, task.desk, task.due
    return part


@transaction.atomic
def merge(task: Task, *, merged: str, by: Actor, documents: Sequence[File] = (), note: str = "") -> Task:
    """汇总: one report of what all streets found. The questionnaire takes no more answers."""
    take(task, "merge", by=by, note=note, changes={"merged": merged})
    attach(documents, kind=task.kind(), number=task.number, role="merged", by=by)
    _close_surveys(task)
    return task


@transaction.atomic
def cancel(task: Task, *, by: Actor, note: str = "") -> Task:
    """Take a task back from all streets that have not finished; each of them is told why."""
    take(task, "cancel", by=by, note=note)
    for part in StreetTask.objects.open().filter(task=task).order_by("pk"):
        take(part, "cancel", by=by, note=note)
    _close_surveys(task)
    return task


def gather(task: Task) -> None:
    """Once no street has anything left to do, the desk merges; where all were taken back, the task is too.

    The caller holds the task's lock, or two streets that finish at once would each miss the other.
    """
    lock(task)
    if task.state != Task.State.ISSUED or StreetTask.objects.open().filter(task=task).exists():
        return
    if task.parts.exclude(state=StreetTask.State.CANCELLED).exists():
        take(task, "gather", by=SYSTEM)
    else:
        cancel(task, by=SYSTEM)


def _close_surveys(task: Task) -> None:
    for survey in surveys_open(task):
        surveys.close(survey, by=SYSTEM)
