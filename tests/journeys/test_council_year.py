"""A year of the residents' council: recommended, shown, appointed; convened, there, said, answered, written down."""

from datetime import timedelta

import pytest

from minsheng.deliberation.council.models import Meeting, Nomination
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.policies.actions import move_clock
from minsheng.instruments.activities import actions as activities
from minsheng.instruments.activities.queries import code_at
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from minsheng.kernel.workflow import take
from tests.journeys.cast import at_work
from tests.journeys.words import zh

pytestmark = pytest.mark.browser

PHONE, WHY, SAID = "19900000001", "愿意听大家说话，也愿意跑腿。", "楼道里没有坐的地方，老人上楼想歇一歇。"
AGENDA = ("听取工作报告", "街道年度工作计划（征求意见）")


def test_a_year_of_the_council_from_recommendation_to_minutes(arrive, town):
    resident = at_work(arrive, town.resident_row(), "resident", desk=False)
    clerk = at_work(arrive, town.person("hb.office"), "clerk")
    director = at_work(arrive, town.person("hb.director"), "director")

    page = recommended(resident, town)
    clerk.go(page).take("Vetted", lambda form: form.get_by_label(zh("What was checked, and with whom")).fill("已核实"))
    director.go(page).take("Begin the public notice")
    name = town.resident_row().name
    neighbour = arrive("neighbour").go("/council/")
    with neighbour.page.expect_navigation():
        neighbour.page.locator("a.row-link", has_text=name).click()
    assert (neighbour.heading(), neighbour.knows(PHONE, WHY)) == (name, [])

    move_clock(timedelta(days=8), by=SYSTEM)
    director.go(page).take("Appoint")
    assert name in neighbour.go(f"/council/members/{town.street().code}/").reads()

    meeting = convened(clerk)
    resident.go("/council/").take("I'll come")
    move_clock(meeting.activity.starts - clock.now() + timedelta(minutes=1), by=SYSTEM)
    opinion = takes_part(resident, town, meeting)
    answered(town, opinion)
    move_clock(meeting.activity.ends - clock.now() + timedelta(minutes=1), by=SYSTEM)
    activities.turn_over()

    page = f"/council/m/{meeting.number}/"
    clerk.go(page).take("Draft the minutes")
    director.go(page).take("Confirm the minutes")
    read = resident.go(page).reads()
    assert ("实到 1 名" in read, opinion.number in read, "已补种灌木 40 株。" in read) == (True, True, True)
    meeting.refresh_from_db()
    assert (meeting.state, Nomination.objects.get().state) == ("confirmed", "appointed")


def recommended(resident, town):
    """By the form; the path of its page."""
    resident.go("/council/").follow("Recommend somebody")
    resident.field("Name of who is recommended").fill(town.resident_row().name)
    resident.field("Their mobile number").fill(PHONE)
    resident.field("Their community").select_option(town.community().code)
    resident.field("Why they would be good").fill(WHY)
    return resident.press("Recommend").path


def convened(clerk):
    """By the office, for a day in ten days."""
    clerk.go("/council/").follow("Convene a meeting")
    clerk.field("Title").fill("年初居民议事会")
    clerk.page.locator("[name=day]").fill((clock.today() + timedelta(days=10)).isoformat())
    clerk.page.locator("[name=since]").fill("14:30")
    clerk.page.locator("[name=until]").fill("16:30")
    clerk.page.locator("[name=address]").fill("街道三楼会议室")
    for n, title in enumerate(AGENDA):
        clerk.page.locator(f"[name=form-{n}-title]").fill(title)
    clerk.page.locator("[name=form-1-kind]").select_option("plan")
    clerk.press("Convene")
    meeting = Meeting.objects.select_related("activity").get()
    assert (clerk.path, meeting.agenda.count()) == (f"/council/m/{meeting.number}/", 2)
    return meeting


def takes_part(member, town, meeting):
    """Checks in by the code of the moment, and says something that keeps the meeting."""
    activities.turn_over()
    meeting.activity.refresh_from_db()
    number = meeting.activity.number
    member.go(f"/activities/{number}/checkin/")
    member.page.locator("[name=code]").fill(code_at(meeting.activity, clock.now()))
    member.press("I am here")
    member.go(f"/activities/{number}/").follow("Report something here")
    member.field("What is the matter?").fill(SAID)
    if member.page.locator("select[name=street]").count():
        member.page.locator("select[name=street]").select_option(town.street().code)
    member.press("Send")
    opinion = Opinion.objects.get(number=member.path.split("/")[2])
    assert (opinion.activity, opinion.author) == (number, town.resident_row())
    return opinion


def answered(town, opinion):
    """What deputies, office and unit do meanwhile."""
    if opinion.state == "submitted":
        take(opinion, "transfer", by=SYSTEM)
    for step in ("triaged", "sent", "accepted", "answered_by_unit", "answered"):
        getattr(town, f"_to_{step}")(opinion, "hb")
