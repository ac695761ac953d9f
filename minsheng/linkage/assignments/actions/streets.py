"""What a street does with its part, and what the district says to it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from minsheng.ground.duties.actions import postpone
from minsheng.ground.duties.queries import open_duty
from minsheng.ground.files.actions import attach
from minsheng.ground.files.models import File
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Deputy, Person
from minsheng.ground.policies.queries import due
from minsheng.instruments.activities import actions as activities
from minsheng.instruments.activities.models import Activity
from minsheng.kernel import clock
from minsheng.kernel.errors import Wrong
from minsheng.kernel.workflow import lock, record, take
from minsheng.linkage.assignments.actions import gather
from minsheng.linkage.assignments.models import StreetTask, Task
from minsheng.linkage.assignments.queries import CAME, checklist, missing, tallies

REPORT: Final = "task.report"
"""The clock of whatever the street has to do until the task is due."""
OUTDOORS: Final = frozenset({Task.Kind.VISIT, Task.Kind.RESEARCH, Task.Kind.INSPECTION})


@transaction.atomic
def plan(part: StreetTask, *, plan: str, by: Actor, note: str = "", **meeting: Any) -> StreetTask:
    """实施方案: what is done; its first activity is announced, and who takes part is asked to come."""
    take(part, "plan", by=by, note=note, changes={"plan": plan})
    _announce(part, by=by, **meeting)
    return part


@transaction.atomic
def arrange(part: StreetTask, *, by: Actor, note: str = "", **meeting: Any) -> StreetTask:
    """Announce one more activity."""
    record(part, "arrange", by=by, note=note)
    _announce(part, by=by, **meeting)
    return part


def _announce(
    part: StreetTask, *, by: Actor, deputies: Iterable[Deputy] = (), members: Iterable[Person] = (), **facts: Any
) -> None:
    what = Activity.Kind.VISIT if part.task.what in OUTDOORS else Activity.Kind.MEETING
    announced = activities.announce(activities.Plan(what, part.place, purpose=part.key, **facts), by=by)
    activities.invite(announced, deputies=deputies, people=members, by=by)


@transaction.atomic
def keep(
    part: StreetTask, *, by: Actor, photos: Sequence[File] = (), documents: Sequence[File] = (), note: str = ""
) -> StreetTask:
    """Add photos and documents to what the street has gathered."""
    record(part, "keep", by=by, note=note, photos=len(photos), documents=len(documents))
    _attach(part, photos, documents, by)
    return part


@transaction.atomic
def report(
    part: StreetTask,
    *,
    report: str,
    by: Actor,
    photos: Sequence[File] = (),
    documents: Sequence[File] = (),
    note: str = "",
) -> StreetTask:
    """汇报: the director signs it next. Wrong, naming it, when something that was asked is missing."""
    take(part, "report", by=by, note=note, changes={"report": report})
    _attach(part, photos, documents, by)
    if short := missing(checklist(part)):
        raise Wrong(short)
    return part


def _attach(part: StreetTask, photos: Sequence[File], documents: Sequence[File], by: Actor) -> None:
    for files, role in ((photos, "photo"), (documents, "document")):
        attach(files, kind=part.kind(), number=part.number, role=role, by=by)


@transaction.atomic
def hand_back(part: StreetTask, *, by: Actor, note: str) -> StreetTask:
    """退回: with a reason, and at least the time of the rule `task.again` to mend it."""
    again = due("task.again", place_id=part.place_id, at=clock.now()).at
    take(
        part,
        "hand_back",
        by=by,
        note=note,
        changes=lambda row: {"returns": row.returns + 1, "due": max(row.due, again)},
    )
    return part


@transaction.atomic
def accept(part: StreetTask, *, by: Actor, note: str = "") -> StreetTask:
    """The district is content with what a street handed in; after the last one the desk merges."""
    lock(part.task)
    have = tallies([part])[part.number]
    take(part, "accept", by=by, note=note, people=have[CAME], opinions=have["opinions"])
    gather(part.task)
    return part


@transaction.atomic
def cancel(part: StreetTask, *, by: Actor, note: str = "") -> StreetTask:
    """Take the task back from one street."""
    lock(part.task)
    take(part, "cancel", by=by, note=note)
    gather(part.task)
    return part


@transaction.atomic
def extend(part: StreetTask, *, until: datetime, by: Actor, note: str) -> StreetTask:
    """Grant more time. Wrong for a day that is not later than the one that holds."""
    if until <= part.due:
        raise Wrong(_("Choose a day later than the one that holds now."))
    record(part, "extend", by=by, note=note, changes={"due": until}, until=until.isoformat())
    duty = open_duty(part.key)
    if duty and duty.clock == REPORT:
        postpone(part.key, until=until)
    return part
