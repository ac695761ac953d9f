"""Raising a matter to a desk, what the desk says to it, and settling."""

from collections.abc import Collection
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from minsheng.ground.duties.models import Duty
from minsheng.ground.notices.actions import tell_turn
from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.ground.people.models import Unit
from minsheng.ground.policies.queries import value
from minsheng.instruments.escalations import access, queries
from minsheng.instruments.escalations.models import Escalation
from minsheng.instruments.publishing import masks
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, Wrong
from minsheng.kernel.workflow import TABLES, Key, Subject, begin, lock, take

Level, Reason = Escalation.Level, Escalation.Reason


@transaction.atomic
def escalate(
    matter: Subject,
    *,
    reason: str,
    by: Actor,
    level: int | None = None,
    note: str = "",
    place_id: int | None = None,
    late_duty: Duty | None = None,
) -> Escalation | None:
    """Bring a matter before a desk: of the street (level 1) or the district (level 2), by rule `escalation.rules`.

    By a rule nothing is done, and None returned, where the rule says so, the matter is before that desk already, or the
    desk may not see it; somebody who does it by hand is told so: NotNow, Wrong. `place_id` is the matter's street.
    """
    place_id = place_id or getattr(matter, "place_id", None)
    level = queries.level_by_rule(reason, place_id) if level is None else level
    lock(matter)
    refused = _refusal(matter.matter_key, level, place_id)
    if refused and by.is_system:
        return None
    if refused:
        raise refused
    made = _drafted(matter, level, reason, place_id)
    made.late_duty = late_duty
    return begin(made, "escalate", by=by, note=note, level=level, ground=reason, unit=made.desk.name)


def _refusal(matter: Key, level: int, place_id: int | None) -> NotNow | Wrong | None:
    """Why a matter can't be brought before the desk of a level."""
    if level not in Level.values:
        return Wrong(_("There is no such level."))
    if Escalation.objects.of_matter(matter).open().filter(level=level).exists():
        return NotNow(_("This is before that desk already."))
    desk = queries.desk_of(level, place_id)
    if desk is None or not access.desk_sees(desk, matter):
        return Wrong(_("That desk may not see this matter, so it can't be brought before it."))
    return None


def _drafted(matter: Subject, level: int, reason: str, place_id: int | None) -> Escalation:
    kind, number = matter.matter_key
    count = Escalation.objects.of_matter(matter.matter_key).count()
    made = Escalation(number=f"{number}-D{count + 1}", district=matter.district)
    made.matter_kind, made.matter_number = kind, number
    desk = queries.desk_of(level, place_id)
    assert isinstance(desk, Unit)  # noqa: S101 (refused before where there is none)
    made.place_id, made.desk, made.raised_at = place_id or desk.place_id, desk, clock.now()
    made.level, made.reason = level, reason
    return made


@transaction.atomic
def direct(escalation: Escalation, *, instruction: str, until: date, by: Actor, note: str = "") -> Escalation:
    """督办意见: what is to be done and by when; whoever's turn it is with the matter is told. Wrong for the past."""
    if until < clock.today():
        raise Wrong(_("That day is over. Choose one that is still to come."))
    end = datetime.combine(until, time(23, 59, 59), clock.ZONE)
    changes = {"instruction": instruction, "until": end}
    take(escalation, "direct", by=by, note=note, changes=changes, instruction=instruction, until=until.isoformat())
    tell_turn(escalation.matter_key, subject=escalation.key, step="direct", district=escalation.district)
    return escalation


@transaction.atomic
def settle_all(matter: Subject, *, by: Actor = SYSTEM) -> int:
    """Settle what is open of a matter, since it is closed; how many. The caller holds the matter's lock."""
    rows = Escalation.objects.of_matter(matter.matter_key).open().order_by("level", "id")
    return sum(bool(take(row, "settle", by=by)) for row in rows)


def sweep() -> int:
    """Raise what has been late for longer than its own time (rule `escalation.rules`); how many. Each duty once."""
    return sum(_raise_late(duty) for duty in queries.long_late())


@transaction.atomic
def _raise_late(duty: Duty) -> bool:
    """Raise the matter of a duty, unless it was done meanwhile or is before that desk."""
    found = TABLES[duty.matter_kind].model._default_manager.filter(number=duty.matter_number).first()
    if found is None:
        return False
    lock(found)
    rule = value("escalation.rules", place_id=duty.place_id)
    level = rule["overdue"] and max(rule["overdue"], queries.level_of(duty) + 1)
    still = Duty.objects.open().filter(pk=duty.pk).exists()
    known = Escalation.objects.filter(late_duty=duty).exists()
    if not level or not still or known or level > Level.DISTRICT:
        return False
    made = escalate(found, reason=Reason.OVERDUE, by=SYSTEM, level=level, place_id=duty.place_id, late_duty=duty)
    return made is not None


def depersonalise(matter: Key, names: Collection[str]) -> None:
    """Take out of a desk's instructions what leads to the author of a matter, who had their data erased."""
    for row in queries.of_matter(matter):
        row.instruction = masks.without(row.instruction, names)
        row.save(update_fields=["instruction"])
