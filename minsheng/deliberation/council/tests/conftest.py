"""A Wednesday at ten, a council of five at 湖滨, and quick ways to a nomination or a meeting in some state."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from minsheng.deliberation.council import actions
from minsheng.deliberation.council.models import Item, Meeting
from minsheng.ground.people.actions import appoint
from minsheng.ground.people.models import Appointment, Person, Post
from minsheng.ground.people.queries import actor_of
from minsheng.instruments.activities import actions as activities
from minsheng.instruments.activities.actions import Plan
from minsheng.instruments.activities.models import Activity
from minsheng.kernel import clock
from minsheng.kernel.workflow import take

WEDNESDAY = datetime(2026, 9, 9, 10, 0, tzinfo=clock.ZONE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PHONE, NAME = "19900000091", "丁若兰"
OBJECTION = "他从来不来开会。"


@pytest.fixture(autouse=True)
def wednesday(db):
    with clock.at(WEDNESDAY):
        yield WEDNESDAY


class Council:
    """Lets the right people of 湖滨 act."""

    def __init__(self, town):
        self.town, self.place = town, town.street()
        self.office, self.director = town.by("hb.office"), town.by("hb.director")
        self.post = Post.objects.get(place=self.place, role="council_member")

    def seat(self, *numbers):
        """Make residents of the cast members, by number."""
        for n in numbers:
            appoint(Person.objects.get(pk=self.town.resident(n).person_id), self.post, since=date(2025, 1, 1))

    def member(self, n=0):
        """A member as an actor, in the order of being appointed."""
        rows = Appointment.objects.current().filter(post=self.post).select_related("person").order_by("pk")
        return actor_of(rows[n].person)

    def nomination(self, state="recommended", *, by=None, name=NAME, phone=PHONE, **more):
        facts = {"category": "resident", "how": "self", "community": self.town.community(), "why": "热心楼道里的事。"}
        by = by or self.town.resident(7)
        made = actions.recommend(self.place, by=by, name=name, phone=phone, **(facts | more))
        for step in ("vetted", "announced", "appointed")[
            : ("recommended", "vetted", "announced", "appointed").index(state)
        ]:
            getattr(self, step)(made)
        return made

    def vetted(self, nomination):
        take(nomination, "vet", by=self.office, note="已向社区核实")

    def announced(self, nomination):
        actions.announce(nomination, by=self.director)

    def appointed(self, nomination):
        with clock.at(nomination.until):
            actions.appoint(nomination, by=self.director)

    def object(self, nomination, n=8):
        return actions.contest(nomination, words=OBJECTION, by=self.town.resident(n))

    def meeting(self, state="convened", *, starts=WEDNESDAY + 10 * DAY, by=None, there=()):
        """With two items; whoever is `there` (numbers of members) checks in by name."""
        plan = Plan(
            Activity.Kind.MEETING, self.place, starts, starts + 2 * HOUR, title="年初会议", address="三楼会议室"
        )
        agenda = [
            Item(kind="report", title="听取工作报告", speaker="主任"),
            Item(kind="plan", title="年度计划征求意见"),
        ]
        meeting = actions.convene(plan, agenda, by=by or self.office)
        if state in {"held", "drafted", "confirmed"}:
            self.hold(meeting, there)
        if state in {"drafted", "confirmed"}:
            actions.draft(meeting, minutes="一、听取报告。", by=self.office)
        if state == "confirmed":
            actions.confirm(meeting, by=self.director)
        if state == "cancelled":
            take(meeting.activity, "cancel", by=self.office)
        return Meeting.objects.select_related("activity", "place", "committee").get(pk=meeting.pk)

    def hold(self, meeting, there=()):
        with clock.at(meeting.activity.starts):
            activities.turn_over()
            for n in there:
                activities.mark(meeting.activity, name=self.member(n).name, by=self.office)
        with clock.at(meeting.activity.ends):
            activities.turn_over()
        meeting.refresh_from_db()


@pytest.fixture
def council(town):
    found = Council(town)
    found.seat(11, 12, 13, 14)
    return found


@pytest.fixture
def browser(town):
    """Somebody's browser: by user name with both factors, by actor, or nobody's."""

    def sit(who=None):
        client = Client()
        if who is None:
            return client
        client.force_login(town.person(who) if isinstance(who, str) else Person.objects.get(pk=who.person_id))
        session = client.session
        session["strong"] = isinstance(who, str)
        session.save()
        return client

    return sit
