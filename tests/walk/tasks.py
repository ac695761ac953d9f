"""The part of the table about tasks and what they rest on, and how they are made. See `table` for how rows are read.

The task was given to 湖滨, which has planned its part and asked a deputy and the council; the draft is not given yet.
"""

from datetime import date, datetime, timedelta

from minsheng.instruments.mandates import actions as mandates
from minsheng.kernel import clock
from minsheng.kernel.workflow import take
from minsheng.linkage.assignments import actions
from minsheng.linkage.assignments.actions import streets
from minsheng.linkage.assignments.queries import members

NOT = "405"
CONGRESS = "office other-office director other-director district"
SEES_PART = "office director district auditor"

TASKS = [
    # what tasks rest on: read by all officials, entered and ended by those of the place
    ("mandates:mandates", (), "in visitors | 403 residents admin | 200", NOT, {}),
    ("mandates:new", (), f"in visitors | 200 {CONGRESS} | 403", f"in visitors | 422 {CONGRESS} | 403", {}),
    ("mandates:mandate", ("the basis",), "404 visitors residents admin | 200", NOT, {}),
    (
        "mandates:mandate-step",
        ("the basis", "end"),
        "in nobody | 404 link residents admin | 200 district | 409",
        "in nobody | 404 link residents admin | 302 district | 403",
        {"note": "已并入新计划"},
    ),
    # tasks: the district and the streets it asks; whoever is invited reads the theme
    ("assignments:tasks", (), f"in visitors | 200 {CONGRESS} auditor | 403", NOT, {}),
    ("assignments:new", (), "in visitors | 200 district | 403", "in visitors | 422 district | 403", {}),
    ("assignments:task", ("the task",), f"in visitors | 200 deputy council {SEES_PART} | 404", NOT, {}),
    ("assignments:task", ("the draft",), "in visitors | 200 district auditor | 404", NOT, {}),
    (
        "assignments:task-step",
        ("the task", "cancel"),
        f"in nobody | 200 district | 409 deputy council {SEES_PART} | 404",
        f"in nobody | 302 district | 403 deputy council {SEES_PART} | 404",
        {"note": "另行安排"},
    ),
    (
        "assignments:task-step",
        ("the draft", "edit"),
        "in nobody | 200 district | 409 auditor | 404",
        "in nobody | 422 district | 403 auditor | 404",
        {},
    ),
    ("assignments:paper", ("the task", "order"), NOT, "in visitors | 200 district | 404", {}),
    ("assignments:paper", ("the task", "merged"), NOT, "in visitors | 404", {}),
    # a street's part: its office and director, the district, auditors; no other street
    ("assignments:streettask", ("part of the task",), f"in visitors | 200 {SEES_PART} | 404", NOT, {}),
    (
        "assignments:streettask-step",
        ("part of the task", "keep"),
        f"in nobody | 200 office | 409 {SEES_PART} | 404",
        f"in nobody | 422 office | 403 {SEES_PART} | 404",
        {},
    ),
    (
        "assignments:streettask-step",
        ("part of the task", "cancel"),
        f"in nobody | 200 district | 409 {SEES_PART} | 404",
        f"in nobody | 302 district | 403 {SEES_PART} | 404",
        {"note": "另行安排"},
    ),
    ("assignments:streettask-step", ("part of the task", "dance"), "in nobody | 404", "in nobody | 404", {}),
]


def tasks(town):
    """A task that is under way in 湖滨, a draft, and their basis: their numbers, by the words of the rows."""
    by, now = town.by("district"), clock.now()
    title = "无障碍环境建设执法检查"
    basis = mandates.register(what="annual_plan", title=title, decided_on=date(2026, 2, 3), by=by)
    due = datetime.combine(clock.today() + timedelta(days=9), clock.END_OF_DAY, clock.ZONE)
    facts = {"what": "inspection", "title": title, "about": "查看坡道。", "mandate": basis, "due": due}
    task, draft = (actions.draft(streets=[town.street()], by=by, **facts) for _ in range(2))
    part = actions.issue(task, by=by)[0]
    take(part, "sign", by=town.by("hb.office"))
    meeting = {"title": title, "starts": now + timedelta(days=1), "ends": now + timedelta(days=1, hours=2)}
    asked = {"deputies": [town.deputy_row()], "members": members(part.place_id)}
    streets.plan(part, plan="分两组查看。", address="东坡路口", by=town.by("hb.director"), **meeting, **asked)
    return {
        "the basis": basis.number,
        "the task": task.number,
        "the draft": draft.number,
        "part of the task": part.number,
    }
