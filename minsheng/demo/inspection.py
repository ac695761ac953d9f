"""Tasks of the district in the demo town: one of five streets at every stage, and one that is merged already."""

import json
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from minsheng.demo.life import Life
from minsheng.demo.stories import Story
from minsheng.demo.town import Town
from minsheng.demo.year import Plan as Event
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Person
from minsheng.ground.people.queries import actor_of, addressable_deputies
from minsheng.ground.policies.queries import calendar
from minsheng.instruments.activities import actions as activities
from minsheng.instruments.activities.models import Activity, Invitation
from minsheng.instruments.mandates import actions as mandates
from minsheng.instruments.mandates.models import Mandate
from minsheng.instruments.opinions import actions as opinions
from minsheng.instruments.surveys import actions as surveys
from minsheng.instruments.surveys.models import Survey
from minsheng.kernel import clock
from minsheng.kernel.workflow import take
from minsheng.linkage.assignments import actions, queries
from minsheng.linkage.assignments.actions import streets
from minsheng.linkage.assignments.models import StreetTask, Task

DATA: Final = Path(__file__).parent / "data" / "inspection.json"
SAID: Final = {"HB": 53, "KX": 11, "SJQ": 4}
"""So much was said at the inspection of a street."""
CAME: Final = 12
ISSUED, INSPECTED, EARLY = 5, 3, 40
"""So many working days ago the task was given, and its streets inspected; so many natural ones the earlier task."""
STAGES: Final = ("issued", "signed", "planned", "running", "submitted", "accepted")


class Inspection:
    """Everything by the same actions as real use, at its own time."""

    def __init__(self, town: Town, until: datetime) -> None:
        self.town, self.until = town, until
        self.words: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
        self.district = town.by("district")

    def hold(self) -> int:
        """Let both tasks take their course; how much was said."""
        for told in self.words["mandates"]:
            with clock.at(self._ago(10 * EARLY)):
                mandates.register(**told, decided_on=clock.today(), by=self.district)
        self._earlier()
        task = self._given(self.words["task"], self.words["streets"], self._worked(ISSUED), Mandate.objects.all()[0])
        said = [self._part(task, initials, stage) for initials, stage in self.words["streets"].items()]
        self._draft()
        return sum(said)

    def _earlier(self) -> None:
        """A task whose reports are merged."""
        told = self.words["early"]
        task = self._given(told, told["streets"], self._ago(EARLY), Mandate.objects.all()[1])
        for initials, stage in told["streets"].items():
            self._part(task, initials, stage, since=self._ago(EARLY - 2))
        task.refresh_from_db()
        with clock.at(self._ago(EARLY - 20)):
            actions.merge(task, merged=told["merged"], by=self.district)

    def _given(self, told: dict[str, Any], among: dict[str, str], at: datetime, mandate: Mandate) -> Task:
        names = ("what", "title", "about", "minimum", "outputs")
        facts = {name: told[name] for name in names} | {"questions": told.get("questions", ""), "mandate": mandate}
        due = datetime.combine(clock.local(at).date() + timedelta(days=20), clock.END_OF_DAY, clock.ZONE)
        with clock.at(at):
            task = actions.draft(streets=[self.town.streets[i] for i in among], due=due, by=self.district, **facts)
            actions.issue(task, by=self.district)
        return task

    def _draft(self) -> None:
        """What the desk has begun to write."""
        told = self.words["early"] | self.words["draft"]
        names = ("what", "title", "about", "minimum", "outputs")
        facts = {name: told[name] for name in names} | {"mandate": Mandate.objects.all()[1]}
        due = datetime.combine(clock.local(self.until).date() + timedelta(days=30), clock.END_OF_DAY, clock.ZONE)
        actions.draft(streets=[self.town.streets["XY"]], due=due, by=self.district, **facts)

    def _part(self, task: Task, initials: str, stage: str, since: datetime | None = None) -> int:
        """Bring a street's part to where it stands; how much was said there."""
        part = StreetTask.objects.select_related("task", "place").get(task=task, place=self.town.streets[initials])
        day = clock.local(since or self._worked(INSPECTED)).date() + timedelta(days=7 * (stage == "planned"))
        early, inspected = since or self._worked(ISSUED - 1), datetime.combine(day, time(9), clock.ZONE)
        wanted = STAGES[1 : STAGES.index(stage) + 1]
        for step in wanted:
            getattr(self, f"_to_{step}")(part, early, inspected)
        return self._said(part) if "running" in wanted else 0

    def _said(self, part: StreetTask) -> int:
        """How much is said at an inspection; at the earlier task's meetings nothing was written down."""
        return SAID.get(part.place.initials, 0) if part.task.questions else 0

    def _by(self, part: StreetTask, role: str) -> Actor:
        return self.town.by(f"{part.place.initials.lower()}.{role}")

    def _to_signed(self, part: StreetTask, early: datetime, _inspected: datetime) -> None:
        self._at(early, partial(take, part, "sign", by=self._by(part, "office")))

    def _to_planned(self, part: StreetTask, early: datetime, inspected: datetime) -> None:
        self._at(early + timedelta(hours=3), partial(self._plan, part, inspected, self._by(part, "director")))

    def _to_running(self, part: StreetTask, _early: datetime, inspected: datetime) -> None:
        self._inspect(part, inspected, self._said(part))

    def _to_submitted(self, part: StreetTask, _early: datetime, inspected: datetime) -> None:
        said, office = self.words["report"].format(street=part.place.name), self._by(part, "office")
        self._at(inspected + timedelta(hours=30), partial(streets.report, part, report=said, by=office))
        self._at(inspected + timedelta(hours=32), partial(take, part, "submit", by=self._by(part, "director")))

    def _to_accepted(self, part: StreetTask, _early: datetime, inspected: datetime) -> None:
        self._at(inspected + timedelta(hours=50), partial(streets.accept, part, by=self.district))

    def _plan(self, part: StreetTask, starts: datetime, by: Actor) -> None:
        place = part.place
        meeting = {
            "title": part.task.title,
            "starts": starts,
            "ends": starts + timedelta(hours=2, minutes=30),
            "address": self.words["address"].format(street=place.name),
            "about": self.words["about"],
            "deputies": list(addressable_deputies(place.pk))[:3],
            "members": list(queries.members(place.pk))[:4],
        }
        streets.plan(part, plan=self.words["plan"], by=by, **meeting)
        for asked in Invitation.objects.filter(activity__purpose_number=part.number).select_related("post", "person"):
            person = asked.person or Person.objects.filter(appointments__post=asked.post).order_by("pk")[0]
            take(asked, "accept", by=actor_of(person))

    def _inspect(self, part: StreetTask, starts: datetime, count: int) -> None:
        """People come and say what they see, some answer the questionnaire."""
        activity = Activity.objects.held_for(part.key).get()
        office = self._by(part, "office")
        self._at(starts, partial(take, activity, "start", by=office))
        part.refresh_from_db()
        come, deputies = self.town.residents[part.place.initials], addressable_deputies(part.place_id)
        people = [*come, *(deputy.person for deputy in deputies), *queries.members(part.place_id)]
        for name in [person.name for person in people[:CAME]]:
            self._at(starts + timedelta(minutes=5), partial(activities.mark, activity, name=name, by=office))
        for n in range(count):
            Found(self.town, activity, n, self.until, self.words).live()
        for n, person in enumerate(come[:CAME] if count else ()):
            self._at(starts + timedelta(hours=2), partial(self._answer, part, activity, person, n))
        self._at(starts + timedelta(hours=2, minutes=30), partial(take, activity, "close", by=office))

    def _answer(self, part: StreetTask, activity: Activity, person: Person, n: int) -> None:
        """No two streets are alike: which answer comes how often depends on where one lives."""
        survey = Survey.objects.of_matter(part.task.key).get()
        near = list(self.words["streets"]).index(part.place.initials)
        wishes: list[str] = self.words["wishes"]
        answers: dict[int, Any] = {1: 5 - (n + near) * n % 4, 2: (n * n + near) % 5}
        if n % 3 == near:
            answers[3] = wishes[n % len(wishes)]
        by = self.town.resident(person)
        surveys.answer(survey, place=part.place, activity=activity.number, answers=answers, by=by)

    def _at(self, moment: datetime, act: Any) -> None:
        with clock.at(min(moment, self.until)):
            act()

    def _ago(self, days: int) -> datetime:
        """Ten o'clock so many days ago."""
        day = clock.local(self.until).date() - timedelta(days=days)
        return datetime.combine(day, time(10), clock.ZONE)

    def _worked(self, days: int) -> datetime:
        """Ten o'clock so many working days ago."""
        worked, day = calendar(), clock.local(self.until).date()
        while days:
            day -= timedelta(days=1)
            days -= worked.is_workday(day)
        return datetime.combine(day, time(10), clock.ZONE)


class Found(Life):
    """What somebody found at an inspection; the clerk wrote it down, and it went its way."""

    def __init__(self, town: Town, activity: Activity, n: int, until: datetime, told: dict[str, Any]) -> None:
        at = activity.starts + timedelta(minutes=10 + 2 * n)
        super().__init__(town, Event(f"{activity.number}:{n}", activity.place.initials, at, way="collect"), until)
        self.activity, self.story = activity, _story(self.story, told, n)

    def collect(self) -> None:
        author = self.neighbour()
        self.author = self.town.resident(author)
        report = self.report(channel="activity", activity=self.activity.number, photos=())
        self.opinion = opinions.register(report, author=author, by=self.by("office"))


def _story(usual: Story, told: dict[str, Any], n: int) -> Story:
    """The nth thing that is said, at the nth place; where in the street is as usual."""
    said = dict(zip(told["columns"], told["said"][n % len(told["said"])], strict=True))
    at = told["places"][(n + n // len(told["said"])) % len(told["places"])]
    text = said.pop("text").format(at=at)
    return Story(text=text, plain=text, street=usual.street, community=usual.community, address=at, **said)
