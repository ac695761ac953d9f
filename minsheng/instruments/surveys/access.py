"""Who puts questions, who answers them, and who reads what came of it."""

from collections.abc import Callable

from django.db.models import Q

from minsheng.ground.duties.queries import sees_matter
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.instruments.activities.access import held_at
from minsheng.instruments.activities.models import Activity
from minsheng.instruments.surveys.models import Survey, SurveyQuerySet
from minsheng.kernel.workflow import TABLES, Key

HOLDERS = (Role.OFFICE, Role.DIRECTOR, Role.DISTRICT)
STREET = (Role.OFFICE, Role.DIRECTOR)
MATTERS: set[str] = {Activity.kind()}
"""The kinds of matters that have surveys: activities, and what the rooms above say when they are ready."""
WIDER: dict[str, Callable[[str], Key]] = {}
"""By the kind of what an activity is held for: the matter it is a part of, whose survey is answered there too.

A room above whose survey is of one matter and whose activities are of others (a task and its streets) says so here.
"""


def visible_to(actor: Actor) -> SurveyQuerySet:
    """The surveys of matters that an official sees. Residents answer at an activity and see nothing else."""
    rows = Survey.objects.select_related("place")
    return rows.filter(_of_matters_seen(actor)) if actor.staff else rows.none()


def _of_matters_seen(actor: Actor) -> Q:
    seen = Q(pk=None)
    for kind in MATTERS:
        door = TABLES[kind].visible_to
        if door:
            seen |= Q(matter_kind=kind, matter_number__in=door(actor).order_by().values("number"))
    return seen


def may_read_results(actor: Actor, survey: Survey) -> bool:
    """Officials who see the matter."""
    return actor.staff and sees_matter(actor, survey.purpose)


def may_open(actor: Actor, survey: Survey) -> bool:
    """The district, or the street's congress office and its director, for a matter of theirs."""
    near = actor.is_(Role.DISTRICT) or actor.place_id == survey.place_id
    return near and actor.is_(*HOLDERS) and may_read_results(actor, survey)


def may_close(actor: Actor, survey: Survey) -> bool:
    """The same; the system when the matter is done."""
    return actor.is_system or may_open(actor, survey)


def may_export(actor: Actor, survey: Survey) -> bool:
    """Those who hold such things, and auditors."""
    return actor.is_(*HOLDERS, Role.AUDITOR) and may_read_results(actor, survey)


def reads_only(actor: Actor, survey: Survey) -> int | None:
    """The one street whose results the actor reads while another's survey is open; None for all of them."""
    own = actor.place_id == survey.place_id or not actor.is_(*STREET)
    return None if own or survey.state == Survey.State.CLOSED else actor.place_id or 0


def may_be_noted(actor: Actor, survey: Survey) -> bool:
    """Answers are noted by the system: the journal must not know who answered."""
    return actor.is_system and survey.state == Survey.State.OPEN


def may_answer(actor: Actor, survey: Survey, activity: Activity) -> bool:
    """Whoever is signed in and sees an activity of the matter, while that goes on or within a day."""
    return actor.signed_in and is_open_to(actor, survey, activity)


def is_open_to(actor: Actor, survey: Survey, activity: Activity) -> bool:
    """Whether the questions are shown: to visitors too, who sign in when they send."""
    asked = survey.state == Survey.State.OPEN and is_asked_at(survey, activity)
    return asked and held_at(activity.number, actor) == activity.number


def at_activity(activity: Activity) -> SurveyQuerySet:
    """The surveys that are answered at an activity."""
    kind, number = activity.purpose or ("", "")
    rows = Survey.objects.of_matter((kind, number))
    return rows | Survey.objects.of_matter(WIDER[kind](number)) if kind in WIDER else rows


def is_asked_at(survey: Survey, activity: Activity) -> bool:
    """Whether an activity is one of the survey's matter."""
    return bool(activity.purpose) and at_activity(activity).filter(pk=survey.pk).exists()
