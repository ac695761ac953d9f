"""What stands in the rooms besides opinions: activities that go on and are over, a roster, codes, an import."""

from dataclasses import replace
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from minsheng.deliberation.council import actions as council
from minsheng.deliberation.council.models import Item
from minsheng.ground.jobs import actions as jobs
from minsheng.ground.places.models import Station
from minsheng.instruments.activities import actions
from minsheng.instruments.activities.actions import Plan, Slot
from minsheng.instruments.imports.tests.conftest import GOOD, table
from minsheng.instruments.opinions import actions as opinions
from minsheng.instruments.surveys import actions as surveys
from minsheng.instruments.surveys.fields import draft_of
from minsheng.kernel import clock
from minsheng.kernel.workflow import take
from tests.journeys.cast import client_of
from tests.journeys.tasks import tasks

HOUR = timedelta(hours=1)
BAD = ("昨天", "井盖", "井盖松动。")
MAPPING = {"time": "0", "title": "1", "text": "2", "channel": "paper", "live": "", "station": "", "start": "1"}
QUESTIONS = ("坡道能走吗 | 能，自己走得上去 | 要人帮忙 | 不能", "整体评价 ★", "还想说什么")
MINUTES = "到场居民 9 人，代表 2 人。\n商定：本月内施划禁停线，下次通报进度。"


def rooms(town):
    """Their numbers in addresses, by name."""
    station = Station.objects.get(pk__in=town.by("hb.station").stations)
    slots = [
        Slot(clock.now() + n * HOUR, clock.now() + (n + 2) * HOUR, town.deputy_row("HB", n % 3 + 1)) for n in (0, 24)
    ]
    actions.set_down(station, slots, by=town.by("hb.station"))
    return {
        "station": station.code,
        "running": _meeting(town, station, "start"),
        "held": _meeting(town, station, "start", "close"),
        **_survey(town, station),
        **_imports(town),
        **_council(town),
        **tasks(town),
    }


def _meeting(town, station, *steps):
    """With somebody invited and somebody coming, somebody there, something said, and minutes."""
    office, now = town.by("hb.office"), clock.now()
    title, about = "相约星期五", "停车、充电、晾晒，一次谈一件身边的事。"
    plan = Plan("platform", station.place, now, now + 2 * HOUR, title=title, about=about, station=station)
    meeting = actions.announce(plan, by=office)
    asked = actions.invite(meeting, deputies=[town.deputy_row("HB", n) for n in (1, 2)], by=office)
    take(asked[0], "accept", by=town.deputy())
    for step in steps:
        take(meeting, step, by=office)
    actions.mark(meeting, name="王阿姨", by=office)
    actions.draft(meeting, minutes=MINUTES, by=office)
    report = opinions.Report(
        "小区东门外停车太乱。", town.where(), channel="activity", activity=meeting.number, station=station
    )
    opinions.register(report, author=None, by=town.by("hb.station"))
    return meeting.number


def _survey(town, station):
    """A questionnaire that some have answered, and where it is answered now."""
    office, now = town.by("hb.office"), clock.now()
    plan = Plan("meeting", station.place, now, now + HOUR, "执法检查", station=station)
    matter = actions.announce(plan, by=office)
    visit = actions.announce(replace(plan, title="查坡道", purpose=matter.key), by=office)
    take(visit, "start", by=office)
    facts = {"title": "无障碍设施问卷", "about": "一两分钟答完。", "place": station.place, "by": office}
    survey = surveys.open_survey(matter, questions=[draft_of(line) for line in QUESTIONS], **facts)
    for i in range(11, 17):
        said = {1: i % 3, 2: i % 5 + 1, 3: "坡太陡。"}
        surveys.answer(survey, place=station.place, activity=visit.number, answers=said, by=town.resident(i))
    return {"survey": survey.number, "asked_at": visit.number}


def _council(town):
    """A meeting that is written down, one to come, somebody under notice, somebody just recommended."""
    place, office, director = town.street(), town.by("hb.office"), town.by("hb.director")
    facts = {"name": "丁若兰", "phone": "19900000091", "category": "resident", "how": "self", "why": "热心楼道里的事。"}
    new, shown = (council.recommend(place, by=town.resident(2), **facts) for _n in range(2))
    take(shown, "vet", by=office, note="已核实")
    council.announce(shown, by=director)
    council.contest(shown, words="他从来不来开会。", by=town.resident(3))
    done, ahead = (_convened(place, days, office) for days in (1, 9))
    for step in ("start", "close"):
        take(done.activity, step, by=office)
    council.draft(done, minutes=MINUTES, by=office)
    found = {"nominee": new, "notice": shown, "sitting": done, "ahead": ahead}
    return {name: row.number for name, row in found.items()}


def _convened(place, days, by):
    starts = clock.now() + days * 24 * HOUR
    plan = Plan("meeting", place, starts, starts + 2 * HOUR, title="年初居民议事会", address="三楼会议室")
    agenda = [Item(kind="report", title="听取报告", speaker="主任"), Item(kind="plan", title="年度计划（征求意见）")]
    return council.convene(plan, agenda, by=by)


def _imports(town):
    """A file that was only looked at, and one that came in with a gap."""
    client = client_of(town.person("hb.office"))
    looked_at, started = (client.post("/imports/new/", {"file": _file()}).url for _ in range(2))
    job = client.post(started, MAPPING).url
    jobs.run(int(job.strip("/").split("/")[-1]))
    return {"upload": looked_at, "job": job}


def _file():
    return SimpleUploadedFile("2019.csv", table(GOOD, BAD))
