"""What everything in the demo town needs that happens to one opinion: dice, time, people, words."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any, Final

from minsheng.demo.pictures import picture
from minsheng.demo.stories import tell, words
from minsheng.demo.town import Town
from minsheng.demo.year import DAY, HOUR, Plan
from minsheng.ground.files.actions import keep
from minsheng.ground.files.models import File
from minsheng.ground.notices.actions import mark_read
from minsheng.ground.notices.models import Notice
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Person, Unit
from minsheng.ground.policies.queries import calendar
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.dispatch.queries import standing
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock

type Act = Callable[[], object]
type Next = tuple[timedelta, str, Act]
"""How long after the last thing, where (at a desk, at home, or "" by the clock), and what is done."""

SHARES: Final = {
    "deputy": 0.85, "named": 0.2, "hidden": 0.012, "desk": 0.2, "with": 0.12, "back": 0.06, "add": 0.3,
    "redo": 0.08, "public": 0.6, "unpublish": 0.015, "followed": 0.25, "reveal": 0.06, "unrated": 0.3, "bad": 0.08,
    "again": 0.5, "slow": 0.08, "slip": 0.3, "spot": 0.05, "stands": 0.7, "object": 0.3, "decline": 0.03,
    "elsewhere": 0.025, "taken": 0.7, "withdraw": 0.015, "planned": 0.05, "late": 0.2, "dismissed": 0.2, "joint": 0.25,
    "claim": 0.2, "progress": 0.12, "more_time": 0.05, "granted": 0.75, "supported": 0.25, "unsolved": 0.1,
    "tracked": 0.025, "raise": 0.01, "not_reached": 0.25, "still_bad": 0.25, "takedown": 0.02, "removed": 0.5,
    "answers": 0.4, "trouble": 0.06,
}  # fmt: skip
"""How often what happens."""
FORCED: Final = {
    "returned": {"back"},
    "disputed": {"back", "joint"},
    "hidden": {"hidden"},
    "rated": {"bad"},
    "callback": {"bad"},
    "promised": {"planned"},
    "not_accepted": {"decline"},
    "handed_over": {"elsewhere"},
    "withdrawn": {"withdraw"},
}
RARE: Final = frozenset(
    {"hidden", "back", "joint", "unrated", "bad", "desk", "spot", "decline", "elsewhere", "withdraw", "planned"}
)
"""What would keep a matter from the stage at which it shall stand."""
NEWS: Final = timedelta(days=2)
DESK: Final = (time(8, 40), time(17, 20))
HOME: Final = (time(7), time(22))
LONG: Final = timedelta(days=60)
"""What takes so long takes it also where something shall stand at a stage today."""


class Hand:
    """Decides by its seed what happens to one opinion, and lets it happen at its own time."""

    def __init__(self, town: Town, plan: Plan, until: datetime) -> None:
        self.town, self.plan, self.at, self.until = town, plan, plan.at, until
        self.dice = town.dice
        self.dice.seed(plan.seed)
        street = town.streets[plan.street]
        self.story = tell(self.dice, plan.at, street, self.dice.choice(town.communities[plan.street]))
        self.who = plan.street.lower()
        self.unit = self.story.unit
        self.opinion: Opinion
        self.author: Actor

    def acts(self) -> Iterator[Next]:
        """What is done next. A generator: it looks at how things stand."""
        raise NotImplementedError

    def live(self) -> None:
        """Take step after step, each at its own time, until that time is still to come or the plan's stage is reached.

        Who was told long ago has read it.
        """
        for wait, where, act in self.acts():
            if self.plan.stop and self.stage() == self.plan.stop:
                break
            self.at = self.moment(wait, where)
            if self.at > self.until:
                break
            with clock.at(self.at):
                act()
        self.read()

    def stage(self) -> str:
        """Where it stands, in the words of `year.STAGES`."""
        if not hasattr(self, "opinion"):
            return ""
        self.opinion.refresh_from_db()
        if self.opinion.hidden != Opinion.Hidden.NO:
            return "hidden"
        if self.opinion.state == "closed" and self.opinion.asked_at:
            return "asked"
        lead = standing(self.opinion.key, self.opinion.round).filter(lead=True).first()
        if self.opinion.state != "in_hand" or lead is None:
            return self.opinion.state
        return "reported" if lead.state == "answered" else lead.state

    def moment(self, wait: timedelta, where: str) -> datetime:
        """The next time at which that is done there. What shall stand somewhere gets there in time."""
        if not self.plan.stop or wait > LONG:
            return self.opening(self.at + wait, where)
        at = self.at + min(wait, (self.until - self.at) / 3)
        return min(self.opening(at, where), at + (self.until - at) / 3)

    def opening(self, at: datetime, where: str) -> datetime:
        """That moment, or when the desk is manned, or people are up, again; not on the dot."""
        if not where:
            return at
        first, last = DESK if where == "desk" else HOME
        now = clock.local(at)
        while now.time() > last or now.time() < first or (where == "desk" and not calendar().is_workday(now.date())):
            later = now.time() > first
            now = datetime.combine(now.date() + timedelta(days=later), first, clock.ZONE)
            now += timedelta(seconds=self.dice.randrange(3 * HOUR * 20))
        return now

    def read(self) -> None:
        """Whoever was told of it long ago has read that."""
        rows = Notice.objects.filter(matter_number=self.opinion.number, made_at__lt=self.until - NEWS)
        for person, official in set(rows.values_list("person_id", "official")):
            role = "office" if official else "resident"
            with clock.at(self.at):
                mark_read(Actor(kind="person", role=role, person_id=person), self.opinion.key)

    def photos(self, by: Actor, *, after: bool, needed: bool = False) -> list[File]:
        """One photo, where there is something to see and somebody took one, or had to."""
        if not needed and (not self.story.photo or self.does("slip")):
            return []
        return [keep(picture(self.story.photo, after=after, seed=self.dice.randrange(6)), by=by)]

    def does(self, what: str) -> bool:
        """Whether that happens here. What shall stand somewhere goes straight there."""
        rolled = self.dice.random() < SHARES[what]
        if not self.plan.stop:
            return rolled
        return what in FORCED.get(self.plan.stop, ()) or (rolled and what not in RARE)

    def minutes(self, low: int, high: int) -> timedelta:
        """Some time, rather short than long."""
        return timedelta(minutes=int(self.dice.triangular(low, high, low + (high - low) / 4)))

    def days(self, low: int, high: int) -> timedelta:
        return self.minutes(low * DAY, high * DAY)

    def say(self, what: str) -> str:
        return str(self.dice.choice(words()["notes"].get(what) or [""]))

    def chosen(self, what: str) -> Any:
        """One of the things that are said of that."""
        return self.dice.choice(words()[what])

    def orders(self, state: str) -> list[Order]:
        """The orders of the round that are there, the lead one first."""
        rows = standing(self.opinion.key, self.opinion.round).filter(state=state)
        return list(rows.select_related("unit").order_by("-lead", "pk"))

    def by(self, role: str) -> Actor:
        return self.town.by(f"{self.who}.{role}")

    def neighbour(self, but: int | None = None) -> Person:
        """Somebody of the street; its first one writes often, so that whoever tries the demo as them finds matters.

        Where there are others, it is not the one named by `but`.
        """
        everybody = self.town.residents[self.plan.street]
        home = [person for person in everybody if person.pk != but] or everybody
        return self.dice.choices(home, [max(1, len(home) // 2)] + [1] * (len(home) - 1))[0]

    def unit_of(self, code: str) -> Unit:
        return self.town.unit(f"{self.who}.{code}")

    def handler(self, order: Order) -> Actor:
        return self.town.holders(f"unit {order.unit_id}", post__unit=order.unit_id)[0]

    def clerks(self) -> list[Actor]:
        """Everybody at the office, the first first."""
        office = self.opinion.office_id
        return self.town.holders(f"unit {office}", post__unit=office)

    def deputy(self) -> Actor:
        """The named one, or any of the station's."""
        post = self.opinion.deputy_post_id or self.opinion.station_post_id
        return self.dice.choice(self.town.holders(f"post {post}", post=post))
