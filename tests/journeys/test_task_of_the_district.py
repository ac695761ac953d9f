"""A task given to three streets: signed for, planned, inspected with a code, reported, accepted, merged."""

import re
from datetime import timedelta

import pytest

from minsheng.instruments.activities import actions as activities
from minsheng.instruments.activities.models import Activity
from minsheng.instruments.activities.queries import code_at
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from minsheng.linkage.assignments.models import StreetTask, Task
from minsheng.linkage.assignments.tests.conftest import Desk
from tests.journeys.cast import at_work
from tests.journeys.words import label, zh

pytestmark = pytest.mark.browser

TITLE, ABOUT = "无障碍设施提升改造", "查看坡道、盲道和电梯，听取意见。"
SAID, REPORT = "东门坡道太陡，轮椅上不去。", "查看坡道 6 处，2 处过陡，已列入改造。"
STREETS = ("HB", "KX", "SJQ")


def test_a_task_goes_to_three_streets_and_comes_back_as_one_report(arrive, town):
    desk = Desk(town, clock.now())
    desk.mandate()
    district = at_work(arrive, town.person("district"), "district")
    clerk = at_work(arrive, town.person("hb.office"), "clerk")
    director = at_work(arrive, town.person("hb.director"), "director")

    task = given(district, town)
    own, *others = (task.parts.get(place__initials=name) for name in STREETS)
    for part in others:
        desk.bring(part, "accepted")

    page = f"/tasks/streets/{own.number}/"
    clerk.go(page).take("Sign for it")
    planned(director.go(page))
    inspected(clerk, at_work(arrive, town.resident_row(), "resident", desk=False), town, own)
    reported(clerk.go(page))
    director.go(page).take("Approve and submit")

    read = district.go(page).reads()
    assert [words for words in (REPORT, SAID, "2/2") if words not in read] == []
    district.take(zh("Accept", context="task"))
    merged(district.go(f"/tasks/{task.number}/"))
    read = clerk.go(f"/tasks/{task.number}/").reads()
    assert [words for words in ("三个街道共查看 18 处。", "凯旋街道", "四季青街道") if words not in read] == []
    assert set(StreetTask.objects.values_list("state", flat=True)) == {"accepted"}


def given(district, town):
    """On one page, to three streets at once."""
    district.go("/tasks/").follow("New task")
    district.field("Title").fill(TITLE)
    district.page.locator("[name=mandate]").select_option(index=1)
    district.field("What is asked").fill(ABOUT)
    for name in STREETS:
        district.page.locator(f"[name=streets][value='{town.street(name).code}']").check()
    district.page.locator("[name=due]").fill((clock.today() + timedelta(days=20)).isoformat())
    district.page.locator("[name=minimum]").fill("2")
    district.page.locator("[name=outputs][value=photos]").uncheck()
    district.press("Give to the streets")
    task = Task.objects.get()
    assert (district.path, task.state, task.parts.count()) == (f"/tasks/{task.number}/", "issued", 3)
    return task


def planned(director):
    """With the activity, to which a deputy is asked."""

    def fill(form):
        form.locator("[name=plan]").fill("分两组查看。")
        form.locator("[name=day]").fill(clock.today().isoformat())
        form.locator("[name=since]").fill("10:00")
        form.locator("[name=until]").fill("23:00")
        form.locator("[name=address]").fill("东坡路口")
        form.locator("[name=deputies]").first.check()

    director.take("Make the plan", fill)


def inspected(clerk, resident, town, part):
    """The clerk opens it and shows the code; a resident checks in and says something, a deputy is noted by hand."""
    activity = Activity.objects.held_for(part.key).get()
    activities.turn_over()
    clerk.go(f"/activities/{activity.number}/").follow("Show the check-in code")
    shown = re.findall(r"\b\d{3} \d{3}\b", clerk.reads())
    resident.go(f"/activities/{activity.number}/checkin/")
    resident.page.locator("[name=code]").fill(code_at(activity, clock.now()))
    resident.press("I am here")
    assert len(shown) == 1
    resident.go(f"/activities/{activity.number}/").follow("Report something here")
    resident.field("What is the matter?").fill(SAID)
    if resident.page.locator("select[name=street]").count():
        resident.page.locator("select[name=street]").select_option(town.street().code)
    resident.press("Send")
    said = Opinion.objects.get(author=town.resident_row())
    assert (said.activity, said.place_id) == (activity.number, part.place_id)
    clerk.go(f"/activities/{activity.number}/")
    clerk.take("Note who is there", lambda form: form.get_by_label(label("Name")).fill("沈代表"))


def reported(clerk):
    """Nothing that was asked is missing any more."""
    words = (zh("Came", context="task"), zh("Opinions"))
    found = [" ".join(text.split()) for text in clerk.page.locator(".card li .row-title").all_inner_texts()]
    assert [f"{word} {n}" in found for word, n in zip(words, ("2/2", "1/1"), strict=True)] == [True, True]
    clerk.take(zh("Report", context="task"), lambda form: form.locator("[name=report]").fill(REPORT))


def merged(district):
    """From what the streets wrote."""

    def fill(form):
        before = form.locator("[name=merged]").input_value()
        assert REPORT in before
        form.locator("[name=merged]").fill(f"三个街道共查看 18 处。\n{before}")

    district.take("Write the merged report", fill)
