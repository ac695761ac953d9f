"""What a street still owes before it can report, what was said at its activities, and the streets side by side."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from minsheng.ground.duties.models import Duty
from minsheng.ground.duties.queries import of_matters
from minsheng.ground.files.models import File
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Appointment, Person, Role
from minsheng.instruments.activities.models import Activity, Attendance
from minsheng.instruments.activities.queries import held_for
from minsheng.instruments.opinions.access import PLAIN
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.queries import listed
from minsheng.instruments.surveys.models import Response, Survey
from minsheng.kernel.workflow import Card, Key
from minsheng.linkage.assignments import access
from minsheng.linkage.assignments.models import StreetTask, Task

CAME: Final = "attendance"
HELD: Final = "held"
WORDS: Final[dict[str, str | Promise]] = {
    HELD: gettext_lazy("Activities begun"),
    CAME: pgettext_lazy("task", "Came"),
    "opinions": gettext_lazy("Opinions"),
    "photos": gettext_lazy("Photos"),
    "survey": gettext_lazy("Answers to the questionnaire"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the checklist: what there is, and how much of it must be there before the street can report."""

    label: str | Promise
    have: int
    need: int

    @property
    def done(self) -> bool:
        return self.have >= self.need


@dataclass(frozen=True, slots=True)
class Beside:
    """A street beside the others: its part, whose turn it is and until when, and what it has gathered."""

    part: StreetTask
    duty: Duty | None
    tally: Counter[str]
    reads: bool


def cards(numbers: list[str]) -> dict[str, Card]:
    """Tasks as cards: one query."""
    rows = Task.objects.filter(number__in=numbers).select_related("place")
    return {row.number: _card(row, row, "assignments:task") for row in rows}


def part_cards(numbers: list[str]) -> dict[str, Card]:
    """The streets' parts as cards of the task: one query."""
    rows = StreetTask.objects.filter(number__in=numbers).select_related("task", "place")
    return {row.number: _card(row, row.task, "assignments:streettask") for row in rows}


def _card(row: Task | StreetTask, task: Task, page: str) -> Card:
    href = reverse(page, args=[row.number])
    return Card(row.kind(), row.number, task.title, str(row.place), row.state, row.state_label, href)


def tallies(parts: Iterable[StreetTask]) -> dict[str, Counter[str]]:
    """What was gathered for some parts, by number: five queries, however many they are. Nothing hidden is counted."""
    rows = list(parts)
    found = {part.number: Counter[str]() for part in rows}
    purpose = {"purpose_kind": StreetTask.kind(), "purpose_number__in": found}
    held = Activity.objects.filter(**purpose).exclude(state=Activity.State.CANCELLED)
    of = {}
    for activity, number, state in held.values_list("number", "purpose_number", "state"):
        of[activity] = number
        found[number][HELD] += state != Activity.State.ANNOUNCED
    there = Attendance.objects.filter(activity__number__in=of).values_list("activity__number")
    for activity, n in there.annotate(Count("pk")):
        found[of[activity]][CAME] += n
    streets = {(part.number, part.place_id) for part in rows}
    for activity, place in Opinion.objects.filter(PLAIN, activity__in=of).values_list("activity", "place"):
        found[of[activity]]["opinions"] += (of[activity], place) in streets
    photos = File.objects.there().photos().filter(kind=StreetTask.kind(), number__in=found)
    for number in photos.values_list("number", flat=True):
        found[number]["photos"] += 1
    _add_answers(rows, found)
    return found


def _add_answers(parts: list[StreetTask], found: dict[str, Counter[str]]) -> None:
    """Answers to the questionnaires of the tasks, street by street."""
    asked = {part.task.number for part in parts}
    answers = Response.objects.filter(survey__matter_kind=Task.kind(), survey__matter_number__in=asked)
    counted = answers.values_list("survey__matter_number", "place").annotate(n=Count("pk"))
    by = {(number, place): n for number, place, n in counted}
    for part in parts:
        found[part.number]["survey"] = by.get((part.task.number, part.place_id), 0)


def checklist(part: StreetTask) -> list[Check]:
    """What must be there before the street can report, with counts; what was not asked is counted too."""
    have, asked = tallies([part])[part.number], part.task.outputs
    need = {name: int(name in asked) for name in WORDS} | {HELD: 1}
    need[CAME] = max(need[CAME], part.task.minimum)
    return [Check(WORDS[name], have[name], need[name]) for name in shown(part.task)]


def shown(task: Task) -> list[str]:
    """What is counted of a task, in order: answers only where it has a questionnaire."""
    return [name for name in WORDS if name != "survey" or task.questions]


def missing(checks: Iterable[Check], **more: int) -> str:
    """What is not there yet, in a sentence; "" when nothing is missing. `more` is what comes with the report itself."""
    short = [
        f"{check.label} {check.have + extra}/{check.need}"
        for check in checks
        if check.have + (extra := next((n for name, n in more.items() if WORDS[name] == check.label), 0)) < check.need
    ]
    return _("This is missing before you can report: %(list)s.") % {"list": "; ".join(short)} if short else ""


def activities(part: StreetTask) -> QuerySet[Activity]:
    """The activities of a street's part."""
    return held_for(part.key)


def opinions_of(part: StreetTask, actor: Actor) -> QuerySet[Opinion]:
    """What was said at its activities, as far as the actor sees it and nobody is kept from it; the latest first."""
    numbers = activities(part).values("number")
    rows = listed(actor).filter(activity__in=numbers, place=part.place_id)
    return rows.defer("search").order_by("-made_at", "-id")


def side_by_side(task: Task, actor: Actor) -> list[Beside]:
    """The streets of a task in their order, with what each has gathered."""
    parts = list(task.parts.select_related("place", "task").order_by("place__code"))
    duties, counted = of_matters(StreetTask.kind(), [part.number for part in parts]), tallies(parts)
    merged = task.state == Task.State.MERGED
    return [
        Beside(part, duties.get(part.number), counted[part.number], merged or access.reads(actor, part))
        for part in parts
    ]


def progress(tasks: Iterable[Task]) -> dict[int, tuple[int, int]]:
    """By task: how many of its streets are done, and how many there are; those taken back left out. One query."""
    found: dict[int, tuple[int, int]] = {}
    rows = StreetTask.objects.filter(task__in=list(tasks)).exclude(state=StreetTask.State.CANCELLED)
    for task, state in rows.values_list("task", "state"):
        done, every = found.get(task, (0, 0))
        found[task] = done + (state in StreetTask.OVER), every + 1
    return found


def members(street_id: int) -> QuerySet[Person]:
    """Who is a member of a street's council now."""
    held = Appointment.objects.current().filter(post__place=street_id, post__role=Role.COUNCIL_MEMBER)
    return Person.objects.filter(pk__in=held.values("person")).order_by("name", "pk")


def task_of(number: str) -> Key:
    """The task that a street's part belongs to."""
    return Task.kind(), StreetTask.objects.values_list("task__number", flat=True).get(number=number)


def surveys_open(task: Task) -> QuerySet[Survey]:
    """The questionnaires of a task that still take answers."""
    return Survey.objects.of_matter(task.key).filter(state=Survey.State.OPEN)


def links(activity: Activity, actor: Actor) -> Iterator[tuple[str, str]]:
    """On an activity's page: the task that it is held for, as far as the actor may open it."""
    kind, number = activity.purpose or ("", "")
    part = (
        StreetTask.objects.select_related("task").filter(number=number).first() if kind == StreetTask.kind() else None
    )
    if part is None:
        return
    words = _("Task: %(title)s") % {"title": part.task.title}
    if access.parts_of(actor).filter(pk=part.pk).exists():
        yield words, reverse("assignments:streettask", args=[number])
    elif access.sees(actor, part.task.number):
        yield words, reverse("assignments:task", args=[part.task.number])
