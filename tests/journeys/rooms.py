"""What stands in the rooms besides opinions: activities that go on and are over, a roster, codes, an import."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from minsheng.ground.jobs import actions as jobs
from minsheng.ground.places.models import Station
from minsheng.instruments.activities import actions
from minsheng.instruments.activities.actions import Plan, Slot
from minsheng.instruments.imports.tests.conftest import GOOD, table
from minsheng.instruments.opinions import actions as opinions
from minsheng.kernel import clock
from minsheng.kernel.workflow import take
from tests.journeys.cast import client_of

HOUR = timedelta(hours=1)
BAD = ("昨天", "井盖", "井盖松动。")
MAPPING = {"time": "0", "title": "1", "text": "2", "channel": "paper", "live": "", "station": "", "start": "1"}
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
        **_imports(town),
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


def _imports(town):
    """A file that was only looked at, and one that came in with a gap."""
    client = client_of(town.person("hb.office"))
    looked_at, started = (client.post("/imports/new/", {"file": _file()}).url for _ in range(2))
    job = client.post(started, MAPPING).url
    jobs.run(int(job.strip("/").split("/")[-1]))
    return {"upload": looked_at, "job": job}


def _file():
    return SimpleUploadedFile("2019.csv", table(GOOD, BAD))
