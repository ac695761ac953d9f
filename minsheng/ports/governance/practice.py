"""Practice: in demo data the clock can be set ahead, to see what lapses, who is told, and what becomes late."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.ground.duties import actions as duties
from minsheng.ground.duties.models import Duty, DutyQuerySet
from minsheng.ground.journal.actions import note
from minsheng.ground.journal.models import Entry
from minsheng.ground.notices.actions import warn
from minsheng.ground.notices.models import Message, Notice
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.ground.policies.actions import move_clock
from minsheng.ground.policies.models import ClockShift
from minsheng.ground.policies.queries import is_demo, shift
from minsheng.instruments.escalations import actions as escalations
from minsheng.kernel import clock
from minsheng.kernel.errors import NotYours, Wrong
from minsheng.kernel.workflow import TABLES

AHEAD: Final = timedelta(days=3)
VERB: Final = "fast_forward"
KIND: Final = ClockShift._meta.label_lower
LATEST: Final = 10


def may_practise(actor: Actor) -> bool:
    """Administrators and the clerks of congress offices, where the data is a demo."""
    return actor.is_(Role.ADMINISTRATOR, Role.OFFICE) and is_demo()


def door(actor: Actor) -> list[dict[str, Any]]:
    """The entry of the menu, for those who may."""
    if not may_practise(actor):
        return []
    return [
        {
            "label": gettext_lazy("Practice mode"),
            "href": reverse("governance:practice"),
            "icon": "fast-forward",
            "practice": True,
        }
    ]


def fast_forward(days: str, *, by: Actor) -> Mapping[str, Any]:
    """Set the clock three days ahead, act at once on what has lapsed by then, and say what happened. Journalled.

    `days` is what the button says. Raises Wrong when it says anything else, NotYours.
    """
    if not may_practise(by):
        raise NotYours(_("The clock can only be moved in demo data."))
    if days != str(AHEAD.days):
        raise Wrong(_("The clock can only be set three days ahead. Go back and press the button there."))
    before = _latest_ids()
    late = _late().count()
    move_clock(AHEAD, by=by)
    lapsed = Counter(Duty.objects.lapsed().values_list("kind", "lapse"))
    moved = duties.sweep()
    raised = escalations.sweep()
    warn()
    facts: dict[str, Any] = {
        "days": AHEAD.days,
        "moved": moved,
        "raised": raised,
        "lapsed": [[kind, step, count] for (kind, step), count in sorted(lapsed.items())],
        "late": _late().count() - late,
        "notices": Notice.objects.filter(pk__gt=before[Notice]).count(),
        "messages": Message.objects.filter(pk__gt=before[Message]).count(),
    }
    note(VERB, by=by, kind=KIND, **facts)
    return facts


def _latest_ids() -> dict[Any, int]:
    return {
        model: model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0 for model in (Notice, Message)
    }


def _late() -> DutyQuerySet:
    """Open duties of which the time is over: nobody acts for those but their holders."""
    return Duty.objects.open().filter(due__lte=clock.now())


@dataclass(frozen=True, slots=True)
class Turn:
    """One time that the clock was set ahead: when it then was, by whose desk, and what happened."""

    at: datetime
    desk: str
    facts: Mapping[str, Any]
    lapses: list[tuple[str | Promise, int]]


def turns() -> list[Turn]:
    """The latest times, the last first."""
    rows = Entry.objects.filter(kind=KIND, step=VERB).select_related("words", "signature").order_by("-id")[:LATEST]
    return [Turn(row.at, row.signature.desk, row.words.facts, _told(row.words.facts.get("lapsed", []))) for row in rows]


def _told(lapsed: Iterable[tuple[str, str, int]]) -> list[tuple[str | Promise, int]]:
    return [(TABLES[kind].act(step).told, count) for kind, step, count in lapsed if kind in TABLES]


def ahead() -> int:
    """How many days the clock is ahead of the real time."""
    return round(shift() / timedelta(days=1))
