"""A Wednesday at ten, and quick ways to a task and a street's part of it in some state."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from minsheng.ground.people.models import Person
from minsheng.instruments.activities import actions as activities
from minsheng.instruments.activities.models import Activity
from minsheng.instruments.mandates import actions as mandates
from minsheng.instruments.opinions import actions as opinions
from minsheng.kernel import clock
from minsheng.kernel.workflow import take
from minsheng.linkage.assignments import actions, queries
from minsheng.linkage.assignments.actions import streets
from minsheng.linkage.assignments.models import StreetTask, Task

WEDNESDAY = datetime(2026, 9, 9, 10, 0, tzinfo=clock.ZONE)
FRIDAY_WEEK = datetime(2026, 9, 18, 23, 59, 59, tzinfo=clock.ZONE)
HOUR = timedelta(hours=1)
ORDER = ("issued", "signed", "planned", "running", "reported", "submitted", "accepted", "archived")
QUESTIONS = "坡道是否好走 ★\n最需要改哪里 | 坡道 | 盲道\n还想说什么"
REPORT = "查看坡道 6 处，2 处过陡。"


@pytest.fixture(autouse=True)
def wednesday(db):
    with clock.at(WEDNESDAY):
        yield WEDNESDAY


class Desk:
    """Gives tasks to streets and lets the right people take them on."""

    def __init__(self, town, moment=WEDNESDAY):
        self.town, self.moment = town, moment

    def mandate(self, by="district"):
        facts = {"what": "annual_plan", "title": "无障碍环境建设执法检查", "reference": "2026 年第 3 项"}
        return mandates.register(**facts, decided_on=date(2026, 2, 3), by=self.town.by(by))

    def draft(self, *initials, **more):
        facts = {
            "what": "inspection",
            "title": "无障碍设施提升改造",
            "about": "查看坡道、盲道和电梯，听取意见。",
            "mandate": self.mandate(),
            "due": self.due,
            "minimum": 2,
            "outputs": ["opinions", "attendance"],
        } | more
        at = [self.town.street(name) for name in initials or ("HB",)]
        return actions.draft(streets=at, by=self.town.by("district"), **facts)

    @property
    def due(self):
        """The end of the day nine days later."""
        day = clock.local(self.moment).date() + timedelta(days=9)
        return datetime.combine(day, clock.END_OF_DAY, clock.ZONE)

    def parts(self, *initials, **more):
        """A task that was just given to some streets: their parts, in the order asked."""
        task = self.draft(*initials, **more)
        actions.issue(task, by=self.town.by("district"))
        return [task.parts.get(place__initials=name) for name in initials or ("HB",)]

    def part(self, state="issued", **more):
        """The part of 湖滨 in a state of its usual way, or returned or cancelled."""
        (part,) = self.parts("HB", **more)
        return self.bring(part, state)

    def bring(self, part, state):
        """Let the right people bring a part to a state of its usual way, or have it returned or taken back."""
        if state in ("returned", "cancelled"):
            self.bring(part, "submitted" if state == "returned" else "planned")
            act = streets.hand_back if state == "returned" else streets.cancel
            return act(part, by=self.town.by("district"), note="请补充意见清单")
        for step in ORDER[ORDER.index(part.state) + 1 : ORDER.index(state) + 1]:
            getattr(self, f"_to_{step}")(part, part.place.initials.lower())
        part.refresh_from_db()
        return part

    def activity(self, part):
        return Activity.objects.held_for(part.key).get()

    def say(self, part, text="东门坡道太陡，轮椅上不去。"):
        """Somebody says something at the activity of a part; its clerk writes it down."""
        at = part.place.initials
        where = self.town.where(at)
        report = opinions.Report(text, where, channel="activity", activity=self.activity(part).number)
        return opinions.register(report, author=None, by=self.town.by(f"{at.lower()}.office"))

    def meeting(self, **more):
        start = self.moment + HOUR
        facts = {"title": "无障碍设施检查", "starts": start, "ends": start + 2 * HOUR, "address": "东坡路"}
        return facts | {"deputies": [self.town.deputy_row()], "members": [], "public": True} | more

    def _to_signed(self, part, at):
        take(part, "sign", by=self.town.by(f"{at}.office"))

    def _to_planned(self, part, at):
        people = {"deputies": [self.town.deputy_row(at.upper())], "members": queries.members(part.place_id)}
        streets.plan(part, plan="分两组查看。", by=self.town.by(f"{at}.director"), **self.meeting(**people))

    def _to_running(self, part, at):
        take(self.activity(part), "start", by=self.town.by(f"{at}.office"))
        part.refresh_from_db()

    def _to_reported(self, part, at):
        by = self.town.by(f"{at}.office")
        for name in ("沈阿婆", "周阿公"):
            activities.mark(self.activity(part), name=name, by=by)
        self.say(part)
        streets.report(part, report=REPORT, by=by)

    def _to_submitted(self, part, at):
        take(part, "submit", by=self.town.by(f"{at}.director"))

    def _to_accepted(self, part, _at):
        streets.accept(part, by=self.town.by("district"))

    def _to_archived(self, part, _at):
        take(part, "archive", by=self.town.by("district"))


@pytest.fixture
def desk(town):
    return Desk(town)


@pytest.fixture
def seat(town):
    """A browser in which somebody of the cast is signed in with both factors; an actor by their person."""

    def sit(who):
        person = town.person(who) if isinstance(who, str) else Person.objects.get(pk=who.person_id)
        client = Client()
        client.force_login(person)
        session = client.session
        session["strong"] = True
        session.save()
        return client

    return sit


def state_of(subject):
    model = Task if isinstance(subject, Task) else StreetTask
    return model.objects.get(pk=subject.pk).state
