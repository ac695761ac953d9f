"""Passing duties on, and acting for those who let them lapse."""

import logging
from typing import Any, cast

from django.db.models import ForeignKey

from minsheng.ground.duties.models import Duty
from minsheng.ground.figures import actions as figures
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.policies.queries import due
from minsheng.kernel.errors import NotNow, Refused
from minsheng.kernel.workflow import TABLES, Subject, Taken, take

HOLDERS = {"people.post": "post_id", "people.unit": "unit_id", "people.person": "person_id"}

log = logging.getLogger("minsheng.duties")


def pass_on(acts: tuple[Taken, ...]) -> None:
    """Close the subjects' open duties; open the next where the step names whose turn it is."""
    for taken in acts:
        if taken.source:
            _close(taken)
    held = ((taken, _holder(taken.subject, taken.step.turn)) for taken in acts)
    Duty.objects.bulk_create(_opened(taken, holder) for taken, holder in held if holder)


def sweep() -> int:
    """Take the lapse step of every duty whose time is over, each in its own transaction; how many were taken."""
    return sum(_lapse(duty) for duty in Duty.objects.lapsed().order_by("due", "id")[:500])


def _close(taken: Taken) -> None:
    """Close the subject's open duty, and count whether it was done in time; what lapsed counts apart."""
    duty = Duty.objects.open().filter(kind=taken.subject.kind(), number=taken.subject.number).first()
    if duty is None:
        return
    duty.closed_at = taken.at
    duty.save(update_fields=["closed_at"])
    if duty.due:
        figures.add(
            f"{_word(duty, taken)}.{duty.clock}",
            key=(duty.kind, duty.number),
            at=taken.at,
            district=duty.district,
            place_id=duty.place_id,
            unit_id=duty.unit_id,
        )


def _word(duty: Duty, taken: Taken) -> str:
    if taken.by.is_system and taken.step.name == duty.lapse:
        return "lapsed"
    return "late" if duty.late else "on_time"


def _opened(taken: Taken, holder: dict[str, int]) -> Duty:
    subject, clock = taken.subject, taken.step.clock.format(s=taken.subject)
    kind, number = taken.matter_key
    place_id = getattr(subject, "place_id", None)
    until = due(clock, place_id=place_id, at=taken.at, since=subject.moments) if clock else None
    return Duty(
        district=subject.district,
        kind=subject.kind(),
        number=subject.number,
        matter_kind=kind,
        matter_number=number,
        place_id=place_id,
        step=taken.step.name,
        since=taken.at,
        due=until.at if until else None,
        provisional=bool(until and until.provisional),
        clock=clock,
        lapse=taken.step.lapse,
        **holder,
    )


def _holder(subject: Subject, turn: str) -> dict[str, int]:
    """The first filled foreign key of those named: "deputy_post office" is the deputy's post, else the office."""
    for name in turn.split():
        field = cast("ForeignKey[Any, Any]", subject._meta.get_field(name))
        if pk := getattr(subject, field.attname):
            return {HOLDERS[field.related_model._meta.label_lower]: pk}
    return {}


def _still_open(duty: Duty) -> dict[str, Any]:
    """No changes; raises NotNow when the duty was done while its subject was waited for, whatever step it is at now."""
    if not Duty.objects.open().filter(pk=duty.pk).exists():
        raise NotNow("")  # the sweep is told, nobody reads it
    return {}


def _lapse(duty: Duty) -> bool:
    """Take one lapse step; False when somebody was faster."""
    subject = TABLES[duty.kind].model._default_manager.get(number=duty.number)
    try:
        take(subject, duty.lapse, by=SYSTEM, changes=lambda _locked: _still_open(duty))
    except Refused:
        log.info("a lapsed duty was already taken care of")
        return False
    except Exception:  # one poisoned matter must not hold up all others; it is tried again at the next sweep
        log.exception("a lapsed duty could not be acted on")
        return False
    return True
