"""A Wednesday at ten, and a questionnaire of the district that is answered at visits of its streets."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import get_resolver

from minsheng.ground.people.models import Person
from minsheng.ground.places.queries import district
from minsheng.instruments.activities import actions as activities
from minsheng.instruments.activities.actions import Plan
from minsheng.instruments.surveys import actions
from minsheng.instruments.surveys.fields import draft_of
from minsheng.kernel import clock
from minsheng.kernel.workflow import take

WEDNESDAY = datetime(2026, 9, 9, 10, 0, tzinfo=clock.ZONE)
HOUR = timedelta(hours=1)
LINES = ("坡道能走吗 | 能 | 不能 | 没有坡道", "整体评价 ★", "还想说什么")
TITLE = "无障碍设施问卷"


@pytest.fixture(autouse=True, scope="session")
def _rooms_have_said_how_their_steps_are_taken():
    """They do when their views are imported, as for the first request."""
    assert get_resolver().url_patterns


@pytest.fixture(autouse=True)
def wednesday(db):
    with clock.at(WEDNESDAY):
        yield WEDNESDAY


class Inspection:
    """A matter of the district, its questionnaire, and a visit in each street where it is answered."""

    def __init__(self, town, *, public=False):
        self.town, self.district = town, district()
        by = town.by("district")
        self.matter = activities.announce(
            Plan("meeting", self.district, WEDNESDAY, WEDNESDAY + HOUR, "执法检查", public=public), by=by
        )
        drafts = [draft_of(line) for line in LINES]
        facts = {"title": TITLE, "about": "请走一走再答。", "place": self.district, "by": by}
        self.survey = actions.open_survey(self.matter, questions=drafts, **facts)
        self.visits = {"HB": self.visit("HB"), "KX": self.visit("KX")}

    def visit(self, initials, *, state="start", **more):
        """A visit in a street for this matter; it goes on unless said otherwise."""
        by, street = self.town.by(f"{initials.lower()}.office"), self.town.street(initials)
        plan = Plan("visit", street, WEDNESDAY, WEDNESDAY + HOUR, "查坡道", **({"purpose": self.matter.key} | more))
        made = activities.announce(plan, by=by)
        if state:
            take(made, state, by=by)
        return made

    def path(self, initials="HB"):
        return f"/surveys/{self.survey.number}/?at={self.visits[initials].number}"

    def answer(self, i=1, initials="HB", *, by=None, option=0, rating=4, words=""):
        visit = self.visits[initials]
        said = {1: option, 2: rating, 3: words}
        actor = by or self.town.resident(i)
        actions.answer(self.survey, place=visit.place, activity=visit.number, answers=said, by=actor)

    def answers(self, count, initials="HB", **more):
        """As many residents answer the same."""
        for i in range(1, count + 1):
            self.answer(i, initials, **more)

    def close(self):
        actions.close(self.survey, by=self.town.by("district"))


@pytest.fixture
def inspection(town):
    return Inspection(town)


@pytest.fixture
def desk(town):
    """A browser in which somebody is signed in: a user name of the cast, or an actor by their person."""

    def sit(who):
        client = Client()
        client.force_login(town.person(who) if isinstance(who, str) else Person.objects.get(pk=who.person_id))
        session = client.session
        session["strong"] = True
        session.save()
        return client

    return sit
