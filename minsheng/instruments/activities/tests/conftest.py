"""A Wednesday at ten, stations of 湖滨 and quick ways to an activity in some state."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from minsheng.ground.people.models import Appointment, Person
from minsheng.ground.places.models import Station
from minsheng.instruments.activities import actions
from minsheng.instruments.activities.actions import Plan, Slot
from minsheng.kernel import clock
from minsheng.kernel.workflow import take

WEDNESDAY = datetime(2026, 9, 9, 10, 0, tzinfo=clock.ZONE)
HOUR = timedelta(hours=1)
MINUTES = "一、听取居民意见三件。"


@pytest.fixture(autouse=True)
def wednesday(db):
    with clock.at(WEDNESDAY):
        yield WEDNESDAY


class Calendar:
    """Makes activities of 湖滨, by the hands of its office or of its station's coordinator."""

    def __init__(self, town):
        self.town = town
        self.post = Appointment.objects.get(person=town.person("hb.station")).post

    @property
    def station(self):
        """Where the coordinator sits."""
        return Station.objects.get(pk=self.post.station_id)

    @property
    def below(self):
        """A station below it, with deputies of its own."""
        rows = Station.objects.filter(parent=self.station, pk__in=Appointment.objects.values("post__station"))
        return rows.order_by("code")[0]

    def plan(self, what="meeting", *, starts=WEDNESDAY + HOUR, station=None, **more):
        facts = {"title": "晴雨议事坊", "about": "加装电梯", "public": True} | more
        place = self.town.street()
        return Plan(what, place, starts, starts + 2 * HOUR, station=station or self.station, **facts)

    def activity(self, state="announced", *, by="hb.office", **more):
        made = actions.announce(self.plan(**more), by=self.town.by(by))
        for step in {"running": ["start"], "held": ["start", "close"], "cancelled": ["cancel"]}.get(state, []):
            take(made, step, by=self.town.by(by))
        return made

    def slot(self, deputy=1, *, starts=WEDNESDAY + HOUR, hours=2):
        return Slot(starts, starts + hours * HOUR, self.town.deputy_row("HB", deputy))

    def shift(self, *deputies, starts=WEDNESDAY + HOUR, station=None):
        """A shift of the station with these deputies on it, by number."""
        at = station or self.station
        slots = [self.slot(deputy, starts=starts) for deputy in deputies or (1,)]
        actions.set_down(at, slots, by=self.town.by("hb.station"))
        return at


@pytest.fixture
def calendar(town):
    return Calendar(town)


@pytest.fixture
def desk(town):
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
