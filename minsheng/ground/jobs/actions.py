"""Beginning a job, working on it turn by turn, stopping it."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Any, Final

from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from minsheng.ground.jobs import access, queries
from minsheng.ground.jobs.models import Job
from minsheng.ground.people.actors import Actor
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours, Refused

SLICE: Final = 10.0
"""Seconds that a job works before others may go first: text messages and sweeps share its worker."""
SILENT: Final = timedelta(minutes=2)
"""A job that nobody worked on for so long has lost its worker."""
LISTED: Final = 1_000
"""Rows that failed are kept up to so many; all are counted."""
KEPT: Final = timedelta(days=180)

log = logging.getLogger("minsheng.jobs")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one transaction of a work came to: how much is behind it, which rows failed as (row, reason).

    `facts` are kept for the next turn. The last one says in `message` what came of it, with a link to the result.
    """

    done: int
    failed: Sequence[tuple[int, str]] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""
    result: str = ""
    result_label: str = ""


type Work = Callable[[Job, Actor], Iterator[Turn]]

WORKS: dict[str, Work] = {}
"""Who can do which kind. A work goes on after `job.done`; each of its turns is made within a transaction of its own."""


@transaction.atomic
def start(kind: str, title: str, *, by: Actor, total: int | None = None, **facts: object) -> Job:
    """Begin a job: it is on its way when this transaction ends."""
    if by.kind != "person" or by.person_id is None:
        raise NotYours(_("This is not yours to do."))
    now = clock.now()
    job = Job.objects.create(
        kind=kind,
        title=title[:200],
        language=get_language() or "",
        person_id=by.person_id,
        post_id=by.post_id,
        role=by.role,
        district=by.district,
        total=total,
        facts=facts,
        made_at=now,
        heartbeat=now,
    )
    _enqueue(job.pk)
    return job


@transaction.atomic
def stop(job: Job, *, by: Actor) -> Job:
    """Let a job end after the turn it is in; what went in stays. Raises NotNow when it has ended already."""
    held = Job.objects.select_for_update().get(pk=job.pk)
    if not access.may_stop(by, held):
        raise NotNow(_("This has ended already."))
    return _end(held, Job.Status.STOPPED, _("Stopped. What had gone in by then stays."))


def run(job_id: int, *, seconds: float = SLICE) -> None:
    """Work on a job for some seconds; what is left is put back into the queue. Run by two at once, one does nothing."""
    job = Job.objects.open().filter(pk=job_id).first()
    if job is None:
        return
    with override(job.language):
        if _carry_on(job, monotonic() + seconds):
            _enqueue(job.pk)


def wake() -> int:
    """Put jobs back into the queue whose worker was killed; how many."""
    lost = Job.objects.open().filter(heartbeat__lt=clock.now() - SILENT).values_list("pk", flat=True)
    return sum(_enqueue(pk) for pk in lost)


def forget() -> int:
    """Delete jobs that ended long ago."""
    return Job.objects.filter(finished_at__lt=clock.now() - KEPT).delete()[0]


def _enqueue(pk: int) -> bool:
    """Hand over to the worker, in this transaction; False when it waits in the queue already."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task("jobs.run", queueing_lock=f"jobs.run.{pk}", priority=-1).defer(job=pk)
        return True
    return False


def _carry_on(job: Job, until: float) -> bool:
    """Whether there is more to do. Whatever goes wrong ends the job with a sentence instead of the worker."""
    try:
        return _turns(job, until)
    except Refused as refusal:
        _break(job, str(refusal.message))
    except Exception:  # a broken file or a bug must not be tried again for ever
        log.exception("a job broke off", extra={"job": job.kind})
        _break(job, _("Something went wrong here. What had gone in by then stays; starting again does no harm."))
    return False


def _turns(job: Job, until: float) -> bool:
    by = queries.actor_of(job)
    if by is None:
        raise NotYours(_("You don't hold the post any more in which you began this."))
    turns = WORKS[job.kind](job, by)
    while monotonic() < until:
        with transaction.atomic():
            held = _held(job)
            if held is None:
                return False
            turn = next(turns, None)
            job = _progress(held, turn) if turn else _end(held, Job.Status.DONE)
        if turn is None:
            return False
    return True


def _held(job: Job) -> Job | None:
    """The job, locked; None when it has ended, or somebody else works on it or has gone on with it meanwhile."""
    held = Job.objects.open().select_for_update(skip_locked=True).filter(pk=job.pk, done=job.done).first()
    if held and held.started_at is None:
        held.started_at = clock.now()
    return held


def _progress(job: Job, turn: Turn) -> Job:
    job.status, job.heartbeat, job.done = Job.Status.RUNNING, clock.now(), turn.done
    job.failures += len(turn.failed)
    room = LISTED - len(job.failed)
    job.failed = [*job.failed, *({"row": row, "reason": reason} for row, reason in turn.failed[:room])]
    job.facts = {**job.facts, **turn.facts}
    for name in ("message", "result", "result_label"):
        setattr(job, name, getattr(turn, name) or getattr(job, name))
    job.save()
    return job


def _end(job: Job, status: Job.Status, message: str = "") -> Job:
    job.status, job.heartbeat, job.finished_at = status, clock.now(), clock.now()
    job.message = message or job.message
    job.save()
    return job


def _break(job: Job, message: str) -> None:
    with transaction.atomic():
        held = Job.objects.open().select_for_update().filter(pk=job.pk).first()
        if held:
            _end(held, Job.Status.BROKEN, message[:500])
