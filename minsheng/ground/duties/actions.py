"""Passing duties on, and acting for those who let them lapse."""

import logging
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import ForeignKey
from django.utils.translation import gettext as _

from minsheng.ground.duties.models import Duty
from minsheng.ground.figures import actions as figures
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.people.models import Post
from minsheng.ground.policies.queries import due, value
from minsheng.kernel import clock
from minsheng.kernel.clock import Due
from minsheng.kernel.errors import NotNow, Refused
from minsheng.kernel.workflow import TABLES, Key, Subject, Taken, lock, take

PER_CENT = 100
LAMP = ("amber_at", "tell_at", "told")
HOLDERS = {"people.post": "post_id", "people.unit": "unit_id", "people.person": "person_id"}

log = logging.getLogger("minsheng.duties")


def pass_on(acts: tuple[Taken, ...]) -> None:
    """Close the subjects' open duties; open the next where the step names whose turn it is."""
    for taken in acts:
        if taken.source:
            _close(taken)
    held = ((taken, _holder(taken.subject, taken.step.turn)) for taken in acts)
    Duty.objects.bulk_create(_opened(taken, holder) for taken, holder in held if holder)


def postpone(key: Key, *, until: datetime) -> None:
    """Give a subject's open duty a later due; the caller has recorded who granted it. The first one is kept beside it.

    Raises NotNow when nothing of the subject is open any more.
    """
    kind, number = key
    duty = Duty.objects.select_for_update(of=("self",)).open().filter(kind=kind, number=number).first()
    if duty is None:
        raise NotNow(_("Someone has already moved this on. Reload the page to see where it stands now."))
    duty.first_due, duty.due, duty.provisional = duty.first_due or duty.due, until, False
    _light(duty, since=clock.now())
    duty.save(update_fields=["first_due", "due", "provisional", *LAMP])


@transaction.atomic
def hand_on(post: Post, to: Post) -> list[Duty]:
    """Give a post's open duties to another post, and what they are about with them; those that were given.

    Without the subject's own key nobody on the new post could act. The caller writes the journal row.
    """
    rows = Duty.objects.open().filter(post=post).order_by("matter_kind", "matter_number", "number")
    return [given for duty in rows if (given := _hand_on(duty, post, to))]


def _hand_on(duty: Duty, post: Post, to: Post) -> Duty | None:
    """One of them; None when it was done meanwhile."""
    table = TABLES[duty.kind]
    subject = table.model._default_manager.get(number=duty.number)
    lock(subject)
    row = Duty.objects.select_for_update(of=("self",)).open().filter(pk=duty.pk, post=post).first()
    if row is None:
        return None
    fields = [cast("ForeignKey[Any, Any]", subject._meta.get_field(name)) for name in table.act(row.step).turn.split()]
    field = next(field for field in fields if getattr(subject, field.attname))
    setattr(subject, field.attname, to.pk)
    subject.save(update_fields=[field.name])
    row.post = to
    row.save(update_fields=["post"])
    return row


def turn_lamp(duty: Duty) -> None:
    """Count a duty, locked by the caller, as told of once more, and say when somebody is to be told next.

    Whoever was not told in time that it is amber is told that it is red, not both. The rules that held when the duty
    was opened hold on.
    """
    if duty.due and clock.now() < duty.due:
        duty.told, duty.tell_at = Duty.AMBER, duty.due
    elif duty.due:
        last = duty.due if duty.told < Duty.RED else duty.tell_at
        above = due("duty.upward", place_id=duty.place_id, at=duty.since, since={"late": last or duty.due})
        duty.told, duty.tell_at = max(duty.told + 1, Duty.RED), above.at
    duty.save(update_fields=["told", "tell_at"])


def tell_no_more(duty: Duty) -> None:
    """Nobody is left who is to be told of a duty, locked by the caller."""
    duty.tell_at = None
    duty.save(update_fields=["tell_at"])


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
    subject = taken.subject
    name, _at, own = taken.step.clock.format(s=subject).partition("@")
    kind, number = taken.matter_key
    place_id = getattr(subject, "place_id", None)
    until = _due(taken, name, own, place_id) if name else None
    duty = Duty(
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
        clock=name,
        lapse=taken.step.lapse,
        **holder,
    )
    _light(duty, since=taken.at)
    return duty


def _light(duty: Duty, *, since: datetime) -> None:
    """Set when the lamp turns amber: when a share of the time (rule `duty.lamps`) is used. Residents are not urged."""
    if duty.due is None or duty.person_id:
        return
    share: int = value("duty.lamps", place_id=duty.place_id, at=duty.since)["amber"]
    duty.amber_at = since + (duty.due - since) * share / PER_CENT
    duty.told, duty.tell_at = 0, duty.amber_at


def _due(taken: Taken, name: str, own: str, place_id: int | None) -> Due:
    """When the time of a clock is over: "name@attr" is a moment of the subject's own, any other by the rule."""
    if own:
        return Due(getattr(taken.subject, own))
    return due(name, place_id=place_id, at=taken.at, since=taken.subject.moments)


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
