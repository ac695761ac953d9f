"""Who may do what with a task and a street's part of it, and who sees what: written by hand."""

import pytest

from minsheng.ground.files.access import guards
from minsheng.ground.people.queries import actor_of
from minsheng.linkage.assignments import access, actions, queries
from minsheng.linkage.assignments.actions import streets
from minsheng.linkage.assignments.models import StreetTask, Task
from minsheng.linkage.assignments.workflow import PARTS, TASKS
from tests.town import allowed

pytestmark = pytest.mark.django_db

OFFICE, DIRECTOR, DISTRICT = "office", "director", "district"
TASK_GRID = {
    "drafted": {"system": {"cancel"}, DISTRICT: {"issue", "cancel", "edit"}},
    "issued": {"system": {"gather", "cancel"}, DISTRICT: {"cancel", "print"}},
    "gathered": {"system": {"cancel"}, DISTRICT: {"merge", "cancel", "print"}},
    "merged": {DISTRICT: {"print"}},
    "cancelled": {},
}
PART_GRID = {
    "issued": {OFFICE: {"sign"}, DISTRICT: {"cancel", "extend"}},
    "signed": {DIRECTOR: {"plan"}, DISTRICT: {"cancel", "extend"}},
    "planned": {
        "system": {"start"},
        OFFICE: {"start", "arrange", "keep"},
        DIRECTOR: {"arrange"},
        DISTRICT: {"cancel", "extend"},
    },
    "running": {OFFICE: {"report", "arrange", "keep"}, DIRECTOR: {"arrange"}, DISTRICT: {"cancel", "extend"}},
    "reported": {DIRECTOR: {"submit", "send_back"}, DISTRICT: {"cancel", "extend"}},
    "submitted": {DISTRICT: {"accept", "hand_back", "cancel"}},
    "returned": {OFFICE: {"report", "arrange", "keep"}, DIRECTOR: {"arrange"}, DISTRICT: {"cancel", "extend"}},
    "accepted": {"system": {"archive"}, DISTRICT: {"archive"}},
    "archived": {},
    "cancelled": {},
}
SEES_PART = {OFFICE, DIRECTOR, DISTRICT, "auditor"}


def task_in(state, town, desk):
    task = desk.draft()
    by = town.by("district")
    if state != "drafted":
        actions.issue(task, by=by)
    if state in ("gathered", "merged"):
        desk.bring(task.parts.get(), "accepted")
        task.refresh_from_db()
    if state == "merged":
        actions.merge(task, merged="已汇总。", by=by)
    return actions.cancel(task, by=by, note="另行安排") if state == "cancelled" else task


@pytest.mark.parametrize("state", TASK_GRID)
def test_who_may_do_what_with_a_task(town, desk, state):
    assert allowed(TASKS, task_in(state, town, desk), town.actors()) == TASK_GRID[state]


@pytest.mark.parametrize("state", PART_GRID)
def test_who_may_do_what_with_a_streets_part(town, desk, state):
    assert allowed(PARTS, desk.part(state), town.actors()) == PART_GRID[state]


def test_after_two_returns_the_district_accepts_or_takes_back(town, desk):
    part = desk.part("submitted")
    part.returns = 2
    assert allowed(PARTS, part, town.actors()) == {DISTRICT: {"accept", "cancel"}}


def seen(town, door):
    return {name for name, actor in town.actors().items() if door(actor).exists()}


def test_a_draft_is_seen_by_the_district_alone(town, desk):
    desk.draft()
    assert seen(town, access.visible_to) == {DISTRICT, "auditor"}


def test_a_part_is_seen_by_its_street_and_the_district_and_by_no_other_street(town, desk):
    desk.part()
    assert seen(town, access.parts_of) == SEES_PART
    assert seen(town, access.visible_to) == SEES_PART
    assert {name for name, actor in town.actors().items() if access.may_list(actor)} == {
        *SEES_PART,
        "office elsewhere",
        "director elsewhere",
    }


def test_whoever_is_invited_sees_the_task_and_not_the_streets_part(town, desk):
    part = desk.part("planned")
    assert seen(town, access.visible_to) == {*SEES_PART, "deputy of the station"}
    assert seen(town, access.parts_of) == SEES_PART
    member = actor_of(queries.members(part.place_id).get())
    assert (access.sees(member, part.task.number), access.parts_of(member).exists()) == (True, False)


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        ("running", {OFFICE, DIRECTOR}),
        ("reported", {OFFICE, DIRECTOR}),
        ("submitted", SEES_PART),
        ("returned", SEES_PART),
        ("archived", SEES_PART),
    ],
)
def test_the_district_reads_a_report_once_it_is_handed_in(town, desk, state, readers):
    part = desk.part(state)
    assert {name for name, actor in town.actors().items() if access.reads(actor, part)} == readers
    files = guards[StreetTask.kind()]
    assert {name for name, actor in town.actors().items() if files(actor, part.number)} == readers


def test_documents_of_a_task_are_open_to_who_sees_the_task(town, desk):
    part = desk.part("planned")
    files = guards[Task.kind()]
    readers = {name for name, actor in town.actors().items() if files(actor, part.task.number)}
    assert readers == {*SEES_PART, "deputy of the station"}


def test_streets_see_each_other_when_the_merged_report_is_there(town, desk):
    first, second = desk.parts("HB", "KX")
    task = first.task
    before = {name for name, actor in town.actors().items() if access.compares(actor, task)}
    for part in (first, second):
        desk.bring(part, "accepted")
    task.refresh_from_db()
    actions.merge(task, merged="已汇总。", by=town.by("district"))
    after = {name for name, actor in town.actors().items() if access.compares(actor, task)}
    assert before == {DISTRICT, "auditor"}
    assert after == {DISTRICT, "auditor", OFFICE, DIRECTOR, "office elsewhere", "director elsewhere"}


def test_nobody_grants_more_time_for_what_is_handed_in(town, desk):
    part = desk.part("submitted")
    assert not access.may_extend(town.by("district"), part)
    streets.hand_back(part, by=town.by("district"), note="请补充")
    assert access.may_extend(town.by("district"), part)
