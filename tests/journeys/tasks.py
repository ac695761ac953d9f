"""Tasks of the district at every stage, and what they rest on: their numbers in addresses, by name."""

from minsheng.kernel import clock
from minsheng.linkage.assignments import actions
from minsheng.linkage.assignments.tests.conftest import QUESTIONS, Desk

ASKED = {"questions": QUESTIONS, "outputs": ["opinions", "attendance", "photos"]}


def tasks(town):
    """One under way in two streets, one to be planned, one whose reports are merged, a draft."""
    desk = Desk(town, clock.now())
    running, submitted = desk.parts("HB", "KX", **ASKED | {"outputs": ["opinions"]})
    desk.bring(running, "running")
    desk.say(running)
    desk.bring(submitted, "submitted")
    signed = desk.part("signed", title="社区养老服务调研", what="research")
    merged = desk.part("accepted", title="老旧小区物业管理联动调研").task
    merged.refresh_from_db()
    actions.merge(merged, merged="一、总体情况\n走访老旧小区 9 个。", by=town.by("district"))
    draft = desk.draft("HB", title="无障碍设施回头看", **ASKED)
    return {
        "basis": draft.mandate.number,
        "task": running.task.number,
        "task_running": running.number,
        "task_submitted": submitted.number,
        "task_signed": signed.number,
        "task_merged": merged.number,
        "task_draft": draft.number,
    }
