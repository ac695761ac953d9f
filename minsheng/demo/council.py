"""The residents' councils of the demo town: their members, this year's first meetings, one to come, one notice."""

import json
from datetime import date, datetime, time, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from minsheng.deliberation.council import actions, papers
from minsheng.deliberation.council.models import Item, Meeting
from minsheng.demo.cast import TAPPABLE
from minsheng.demo.life import Life
from minsheng.demo.town import Town
from minsheng.demo.year import Plan as Event
from minsheng.ground.files.actions import keep_document
from minsheng.ground.papers.layout import Sheet, drawn
from minsheng.ground.people.actions import mark_demo
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Appointment
from minsheng.ground.people.queries import actor_of
from minsheng.ground.places.models import Place
from minsheng.ground.policies.queries import calendar
from minsheng.instruments.activities import actions as activities
from minsheng.instruments.activities.actions import Plan
from minsheng.instruments.activities.models import Activity
from minsheng.instruments.opinions import actions as opinions
from minsheng.kernel import clock
from minsheng.kernel.workflow import take

DATA: Final = Path(__file__).parent / "data" / "council.json"
DAY: Final = timedelta(days=1)
MISSING: Final = 5
"""Every so many members one is not there."""
SAID: Final = 3
CATEGORIES: Final = ("deputy", "resident", "resident", "cppcc", "resident", "resident")


class Councils:
    """Convened in time, held while the clock went on, as far as that is over."""

    def __init__(self, town: Town, until: datetime) -> None:
        self.town, self.until = town, until
        self.words: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
        self.year = clock.local(until).year
        self.held: list[Meeting] = []

    def hold(self) -> None:
        """The year begins, every street takes its members over, some meet; then what is still to come."""
        streets = [self.town.streets[initials] for initials in self.words["streets"]]
        with clock.at(datetime(self.year, 1, 1, 0, 7, tzinfo=clock.ZONE)):
            actions.begin_year(streets)
            for street in self.town.streets.values():
                self._takes_over(street)
        for n, street in enumerate(streets):
            self._meets(street, self._workday(date(self.year, 1, 13) + n * DAY))
        self._ahead(self.words["ahead"])
        for told in self.words["nominations"]:
            self._nominate(told)

    def collect(self) -> int:
        """Once numbers are given out: what members said at the meetings, then the minutes of these; how much."""
        for meeting in self.held:
            members = self._members(meeting.place)
            for n in range(SAID):
                Said(self.town, meeting, members[n % len(members)], n, self.until).live()
            self._writes(meeting)
        return SAID * len(self.held)

    def _takes_over(self, street: Place) -> None:
        """Those who were members before there was a platform; the first of some can be tried by one tap."""
        if street.initials in TAPPABLE:
            mark_demo(self._seats(street)[0].person)
        rows = zip(self._seats(street), cycle(CATEGORIES), cycle(self.town.communities[street.initials]), strict=False)
        actions.enter(street, list(rows), by=self._by(street, "director"))

    def _meets(self, street: Place, day: date) -> None:
        """Convened twelve days before by the office; members are there, most of them."""
        starts = datetime.combine(day, time(14, 30), clock.ZONE)
        office = self._by(street, "office")
        if starts > self.until:
            return
        with clock.at(starts - 12 * DAY):
            told = {"title": self.words["title"].format(year=self.year), "about": self.words["about"]}
            meeting = self._convene(street, starts, told, self.words["agenda"], office)
        with clock.at(starts):
            activities.turn_over()
            for n, member in enumerate(self._members(street)):
                if n % MISSING != MISSING - 1:
                    activities.mark(meeting.activity, name=member.name, by=office)
        with clock.at(meeting.activity.ends):
            activities.turn_over()
        meeting.refresh_from_db()
        self.held.append(meeting)

    def _writes(self, meeting: Meeting) -> None:
        """Minutes two days later, confirmed the day after; what became of the opinions on the plans."""
        office, director = (self._by(meeting.place, role) for role in ("office", "director"))
        with clock.at(min(meeting.activity.ends + 2 * DAY, self.until)):
            minutes = papers.draft(meeting, office).rpartition("\n")[0] + f"\n{self.words['decided']}"
            actions.draft(meeting, minutes=minutes, by=office)
        with clock.at(min(meeting.activity.ends + 3 * DAY, self.until)):
            actions.confirm(meeting, by=director)
            plans = meeting.agenda.filter(kind=Item.Kind.PLAN)
            taken = {item.pk: (what, words) for item, (what, words) in zip(plans, self.words["taken"], strict=True)}
            actions.take_up(meeting, taken=taken, by=director)

    def _ahead(self, told: dict[str, Any]) -> None:
        """A meeting that is still to come, with a document to read before."""
        street = self.town.streets[told["street"]]
        day = self._workday(clock.local(self.until).date() + 12 * DAY)
        office = self._by(street, "office")
        with clock.at(self._ago(1)):
            sheet = Sheet(title=told["document"], paragraphs=told["paragraphs"])
            content = drawn(sheet, number="", edition=1, made_at=clock.now(), day=clock.today())
            document = keep_document(SimpleUploadedFile(f"{told['document']}.docx", content), by=office)
            starts = datetime.combine(day, time(14, 30), clock.ZONE)
            meeting = self._convene(street, starts, told, told["agenda"], office, [document])
            invitation = meeting.activity.invitations.order_by("id")[0]
            take(invitation, "accept", by=actor_of(invitation.person))  # type: ignore[arg-type]  # asked by person

    def _convene(
        self, street: Place, starts: datetime, told: dict[str, Any], agenda: Any, by: Actor, documents: Any = ()
    ) -> Meeting:
        facts = {"title": told["title"], "about": told["about"], "address": self.words["room"]}
        plan = Plan(Activity.Kind.MEETING, street, starts, starts + timedelta(hours=2), **facts)
        items = [Item(kind=kind, title=title, speaker=speaker) for kind, title, speaker in agenda]
        return actions.convene(plan, items, by=by, documents=documents)

    def _nominate(self, told: dict[str, Any]) -> None:
        """Recommended by a resident some days ago, and moved as far as that."""
        street = self.town.streets[told["street"]]
        names = ("name", "phone", "category", "how", "signers", "organisation", "about", "why")
        facts = {name: told[name] for name in names if name in told}
        by = self.town.resident(self.town.residents[street.initials][-1])
        with clock.at(self._ago(4)):
            home = self.town.communities[street.initials][0]
            made = actions.recommend(street, by=by, community=home, **facts)
        if told["until"] == "announced":
            with clock.at(self._ago(3)):
                take(made, "vet", by=self._by(street, "office"), note=told["vetted"])
            with clock.at(self._ago(1)):
                actions.announce(made, by=self._by(street, "director"))

    def _ago(self, days: int) -> datetime:
        """So many days ago, in the morning."""
        return datetime.combine(clock.local(self.until).date() - days * DAY, time(10), clock.ZONE)

    def _by(self, street: Place, role: str) -> Actor:
        return self.town.by(f"{street.initials.lower()}.{role}")

    def _seats(self, street: Place) -> list[Appointment]:
        rows = Appointment.objects.current().filter(post__place=street, post__role="council_member")
        return list(rows.select_related("person").order_by("pk"))

    def _members(self, street: Place) -> list[Actor]:
        return self.town.holders(f"council {street.pk}", post__place=street, post__role="council_member")

    def _workday(self, day: date) -> date:
        return next(day + n * DAY for n in range(30) if calendar().is_workday(day + n * DAY))


class Said(Life):
    """What a member said at a meeting."""

    def __init__(self, town: Town, meeting: Meeting, member: Actor, n: int, until: datetime) -> None:
        at = meeting.activity.starts + timedelta(minutes=30 + 10 * n)
        super().__init__(
            town, Event(f"{meeting.number}:{n}", meeting.place.initials, at, way="collect", stop="closed"), until
        )
        self.meeting, self.author = meeting, member

    def collect(self) -> None:
        report = self.report(channel="activity", activity=self.meeting.activity.number, photos=())
        self.opinion = opinions.submit(report, by=self.author)
