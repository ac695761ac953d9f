"""What the pages of activities hold."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from minsheng.ground.journal.queries import timeline
from minsheng.ground.people.actors import Actor
from minsheng.instruments.activities import access, queries
from minsheng.instruments.activities.models import Activity, Invitation
from minsheng.instruments.activities.workflow import ANSWERS, STEPS
from minsheng.kernel import clock
from minsheng.kernel.workflow import cards

ALL = pgettext_lazy("filter", "All")
AHEAD, BEHIND = pgettext_lazy("activities", "To come"), pgettext_lazy("activities", "Over or called off")
TONES = {"announced": "plain", "running": "seal", "held": "done", "cancelled": "late"}
ANSWER_TONES = {"invited": "soon", "coming": "done", "declined": "late", "withdrawn": "plain"}


def prints(actor: Actor) -> bool:
    """Whether the actor may print posters."""
    return actor.is_(*access.PRINTERS)


def sees_rosters(actor: Actor) -> bool:
    """Whether the actor opens rosters."""
    return actor.is_(*access.ORGANISERS)


def parts(rows: Iterable[Activity]) -> list[tuple[Any, list[dict[str, Any]]]]:
    """What is on or to come, then what is not any more, each under its words, as rows of a list."""
    lines = [plain(row) for row in rows]
    ahead = [line for line in lines if line["activity"].state in access.BEFORE_THE_END]
    behind = [line for line in lines if line not in ahead]
    return [(words, found) for words, found in ((AHEAD, ahead), (BEHIND, behind)) if found]


def plain(row: Activity) -> dict[str, Any]:
    """What everybody reads of one."""
    starts, ends = clock.local(row.starts), clock.local(row.ends)
    return {
        "activity": row,
        "title": queries.title_of(row),
        "state_label": Activity.State(row.state).label,
        "tone": TONES[row.state],
        "day": starts.date(),
        "times": f"{starts:%H:%M}–{ends:%H:%M}",
    }


def kinds(chosen: str) -> list[dict[str, Any]]:
    """The kinds as tabs; all of them first."""
    every = [("", ALL), *Activity.Kind.choices]
    return [{"label": label, "value": value, "current": value == chosen} for value, label in every]


def public(found: Activity, actor: Actor) -> dict[str, Any]:
    """The page for residents: of a shift also which deputies receive, since that is public."""
    shift = queries.shift(found) if found.is_shift else None
    return plain(found) | {
        "deputies": shift.deputies if shift else [],
        "there": queries.is_there(found, actor),
        "report": queries.report_address(found),
        "links": queries.links(found, actor),
        "asked": _own(found, actor),
    }


def official(found: Activity, actor: Actor) -> dict[str, Any]:
    """The page of the governance port."""
    organises = access.organises(actor, found)
    keys = queries.collected(found, actor)
    known = cards(keys)
    return public(found, actor) | {
        "organises": organises,
        "steps": list(STEPS.open_steps(found, actor)),
        "holds": access.holds(actor, found),
        "invited": [_line(one, actor) for one in queries.invited(found)] if organises else [],
        "present": queries.present(found) if organises else [],
        "minutes": bool(found.minutes) and access.reads_minutes(actor, found),
        "collected": [known[key] for key in keys if key in known],
        "entries": _entries(found, actor) if organises else [],
    }


def _own(found: Activity, actor: Actor) -> dict[str, Any] | None:
    """The actor's own invitation, with what they may answer."""
    mine = access.invitations_of(actor).filter(activity=found).exclude(state=Invitation.State.WITHDRAWN)
    own = next((one for one in mine if access.may_answer(actor, one)), None)
    return _line(own, actor) if own else None


def _line(one: Invitation, actor: Actor) -> dict[str, Any]:
    """Once it is over, nothing about who comes is left to do."""
    open_steps = list(ANSWERS.open_steps(one, actor)) if one.activity.state in access.BEFORE_THE_END else []
    return {
        "invitation": one,
        "state_label": Invitation.State(one.state).label,
        "tone": ANSWER_TONES[one.state],
        "steps": open_steps,
        "back": reverse("activities:activity", args=[one.activity.number]),
    }


def _entries(found: Activity, actor: Actor) -> list[dict[str, Any]]:
    """The timeline; who was meant by an invitation stands behind the sentence."""
    names = {one.number: one.name for one in queries.invited(found)}
    told = timeline(found.key, resident=actor.resident)
    return [
        {
            "at": line.at,
            "desk": line.desk,
            "sentence": f"{line.text} → {names[line.number]}" if line.number in names else line.text,
            "note": line.note,
        }
        for line in told
    ]
