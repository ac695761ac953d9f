"""What takes place in the demo town: shifts at every street's station, three platforms, and what is said there."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import cycle
from pathlib import Path
from typing import Any, Final

from minsheng.demo.life import Life
from minsheng.demo.town import Town
from minsheng.demo.year import Plan as Event
from minsheng.ground.codes.actions import codes_for
from minsheng.ground.people.models import Deputy
from minsheng.ground.people.queries import addressable_deputies
from minsheng.ground.places.models import Place, Station
from minsheng.instruments.activities import actions
from minsheng.instruments.activities.models import Activity
from minsheng.instruments.opinions import actions as opinions
from minsheng.kernel import clock
from minsheng.kernel.workflow import take

DATA: Final = Path(__file__).parent / "data" / "gatherings.json"
BEFORE, AFTER = 16, 14
"""Days of the roster behind and before us."""
WEEKS: Final = 4
"""Of a platform, behind us; as many are announced."""
ASKED: Final = 2
CAME: Final = 3
ASKED_ABOUT: Final = 4
SAID: Final = 2
"""At each of the last so many meetings, so many residents say what they have on their mind."""


class Gatherings:
    """Announced in time, held while the clock went on, as far as they are over."""

    def __init__(self, town: Town, until: datetime) -> None:
        self.town, self.until = town, until
        self.words: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
        self.today = clock.local(until).date()

    def hold(self) -> None:
        """Put everything on the calendar, then let the time pass until now."""
        early = self.until - timedelta(weeks=WEEKS + 1)
        with clock.at(early):
            for street in self.town.streets.values():
                self._roster(street)
            for told in self.words["platforms"]:
                self._platform(told)
        for moment in self._moments():
            with clock.at(moment):
                actions.turn_over()
        self._write_down()
        self._codes()

    def collect(self) -> int:
        """Once numbers are given out: what residents said at the last meetings, and what became of it; how much."""
        held = Activity.objects.filter(what=Activity.Kind.PLATFORM, state=Activity.State.HELD).order_by("-starts", "pk")
        found = [(meeting, n) for meeting in held.select_related("place", "station")[:ASKED_ABOUT] for n in range(SAID)]
        for meeting, n in found:
            Said(self.town, meeting, n, self.until).live()
        return len(found)

    def _roster(self, street: Place) -> None:
        """The deputies of a street take turns at its station."""
        station, turn = self._station(street), cycle(self._deputies(street))
        slots = [actions.Slot(*times, next(turn)) for times in self._shifts()]
        actions.set_down(station, slots, by=self.town.by(f"{street.initials.lower()}.station"))

    def _shifts(self) -> Iterator[tuple[datetime, datetime]]:
        for days in range(-BEFORE, AFTER):
            day = self.today + timedelta(days=days)
            for weekday, start, end in self.words["shifts"]:
                if day.weekday() == weekday:
                    yield _at(day, start), _at(day, end)

    def _platform(self, told: dict[str, Any]) -> None:
        """A series, each time with two deputies who were asked and say that they come."""
        street = self.town.streets[told["street"]]
        station, by = self._station(street), self.town.by(f"{street.initials.lower()}.office")
        day = self.today - timedelta(weeks=WEEKS, days=(self.today.weekday() - told["weekday"]) % 7)
        plan = actions.Plan(
            Activity.Kind.PLATFORM,
            street,
            _at(day, told["from"]),
            _at(day, told["to"]),
            title=told["title"],
            about=told["about"],
            station=station,
            address=f"{station.address}{self.words['rooms']}",
        )
        every = timedelta(weeks=told["every"])
        meetings = actions.announce_series(plan, times=2 * WEEKS // told["every"], every=every, by=by)
        turn = cycle(self._deputies(street))
        for meeting in meetings:
            asked = actions.invite(meeting, deputies=[next(turn) for _ in range(ASKED)], by=by)
            for invitation in asked if meeting.starts < self.until else asked[:1]:
                post = invitation.post_id
                take(invitation, "accept", by=self.town.holders(f"post {post}", post=post)[0])

    def _write_down(self) -> None:
        """Who came, and what was said; the last minutes are still a draft."""
        held = Activity.objects.filter(what=Activity.Kind.PLATFORM, state=Activity.State.HELD).order_by("starts", "pk")
        rows, texts = list(held.select_related("place")), cycle(self.words["minutes"])
        for meeting in rows:
            by = self.town.by(f"{meeting.place.initials.lower()}.office")
            with clock.at(min(meeting.ends + timedelta(hours=1), self.until)):
                for person in self.town.residents[meeting.place.initials][:CAME]:
                    actions.mark(meeting, name=person.name, by=by)
                actions.draft(meeting, minutes=next(texts), by=by)
                if meeting != rows[-1]:
                    actions.confirm(meeting, by=by)

    def _codes(self) -> None:
        """A code for every station and every deputy, as on posters and cards."""
        district = next(iter(self.town.streets.values())).district
        codes_for(Station._meta.label_lower, Station.objects.values_list("code", flat=True), district)
        codes_for(Deputy._meta.label_lower, Deputy.objects.values_list("code", flat=True), district)

    def _moments(self) -> list[datetime]:
        """When something begins or ends, as far as that is over."""
        times = Activity.objects.values_list("starts", "ends")
        return sorted({moment for pair in times for moment in pair if moment <= self.until})

    def _station(self, street: Place) -> Station:
        return self.stations[street.pk]

    @cached_property
    def stations(self) -> dict[int, Station]:
        """The station of each street."""
        rows = Station.objects.filter(level__order=2).select_related("place")
        return {station.place_id: station for station in rows}

    def _deputies(self, street: Place) -> list[Deputy]:
        return list(addressable_deputies(street.pk))


class Said(Life):
    """What somebody said at a meeting; the station's coordinator wrote it down."""

    def __init__(self, town: Town, meeting: Activity, n: int, until: datetime) -> None:
        at = meeting.starts + timedelta(minutes=20 + 25 * n)
        super().__init__(town, Event(f"{meeting.number}:{n}", meeting.place.initials, at, way="collect"), until)
        self.meeting = meeting

    def collect(self) -> None:
        author = self.neighbour()
        self.author = self.town.resident(author)
        report = self.report(channel="activity", activity=self.meeting.number, station=self.meeting.station, photos=())
        self.opinion = opinions.register(report, author=author, by=self.by("station"))


def _at(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), clock.ZONE)
