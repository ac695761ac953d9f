"""One opinion from its sending to wherever it has got by now, by the same actions as real use."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final

from minsheng.demo.pictures import picture
from minsheng.demo.stories import tell, words
from minsheng.demo.town import Town
from minsheng.demo.year import DAY, HOUR, Plan
from minsheng.ground.files.actions import keep
from minsheng.ground.files.models import File
from minsheng.ground.files.queries import of
from minsheng.ground.notices.actions import mark_read
from minsheng.ground.notices.models import Notice
from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.ground.people.models import Person, Unit
from minsheng.ground.places.queries import centre
from minsheng.ground.policies.queries import calendar, category
from minsheng.instruments.dispatch import actions as orders
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.dispatch.queries import standing
from minsheng.instruments.follows.actions import follow
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.actions import after
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from minsheng.kernel.workflow import take

type Act = Callable[[], object]
type Next = tuple[timedelta, str, Act]
"""How long after the last thing, where (at a desk, at home, or "" by the clock), and what is done."""

SHARES: Final = {
    "deputy": 0.85, "named": 0.2, "hidden": 0.012, "desk": 0.2, "with": 0.12, "back": 0.06, "add": 0.3,
    "redo": 0.08, "public": 0.6, "unpublish": 0.015, "followed": 0.25, "reveal": 0.06, "unrated": 0.3, "bad": 0.08,
    "again": 0.5, "slow": 0.08, "slip": 0.3,
}  # fmt: skip
"""How often what happens."""
FORCED: Final = {"returned": "back", "hidden": "hidden", "rated": "bad"}
RARE: Final = frozenset({"hidden", "back", "unrated", "bad", "desk"})
"""What would keep a matter from the stage at which it shall stand."""
LONGEST: Final = {"simple": DAY, "whistle": 3 * DAY, "difficult": 5 * DAY}
NEWS: Final = timedelta(days=2)
DESK: Final = (time(8, 40), time(17, 20))
HOME: Final = (time(7), time(22))
OTHERS: Final = {"pm": "ps", "ps": "pm", "le": "pm", "sl": "pm", "rd": "ps", "mr": "le"}
"""Whom one asks along, or takes for the one in charge."""


class Life:
    """Everything that happens to one opinion, decided by its seed."""

    def __init__(self, town: Town, plan: Plan, until: datetime) -> None:
        self.town, self.plan, self.at, self.until = town, plan, plan.at, until
        self.dice = town.dice
        self.dice.seed(plan.seed)
        street = town.streets[plan.street]
        self.story = tell(self.dice, plan.at, street, self.dice.choice(town.communities[plan.street]))
        self.who = plan.street.lower()
        self.opinion: Opinion
        self.author: Actor

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

    def acts(self) -> Iterator[Next]:
        """What is done next. A generator: it looks at how things stand."""
        yield timedelta(), "", getattr(self, self.plan.way)
        if self.plan.way == "enter":
            yield self.minutes(60, 2 * DAY), "desk", partial(self.step, "archive")
            return
        yield from self.deputies()
        yield from self.office()
        yield from self.handling()
        if self.shown:
            yield self.minutes(10, 120), "desk", partial(self.publish, self.story.answer)
        yield from self.ending()

    def deputies(self) -> Iterator[Next]:
        """Received and passed on; or nobody looked, and a day later the system passes it on."""
        if self.opinion.state != "submitted":
            return
        if self.does("deputy") or self.plan.stop:
            by, note = self.deputy(), self.say("transfer")
            yield self.minutes(10, 600), "home", partial(take, self.opinion, "receive", by=by)
            yield self.minutes(5, 300), "", partial(take, self.opinion, "transfer", by=by, note=note)
        else:
            yield timedelta(days=1), "", partial(take, self.opinion, "transfer", by=SYSTEM)

    def office(self) -> Iterator[Next]:
        """Looked at and handed over; some kept confidential for a while, some shown to the public."""
        self.shown = self.does("public")
        if self.does("hidden"):
            yield self.minutes(20, 300), "desk", partial(self.step, "hide", actions.hide)
            yield self.minutes(HOUR, 2 * DAY), "desk", partial(self.step, "unhide", actions.unhide)
        yield self.minutes(30, 500), "desk", self.triage
        if self.does("reveal"):
            yield self.minutes(5, 60), "desk", partial(self.step, "reveal", actions.reveal)
        yield self.minutes(5, 300), "desk", self.dispatch
        if self.shown:
            yield self.minutes(10, 120), "desk", partial(self.publish, "")
            if self.does("followed"):
                yield self.minutes(10, DAY), "home", self.follow
        if self.does("unpublish"):
            yield self.minutes(10, DAY), "desk", self.unpublish

    def handling(self) -> Iterator[Next]:
        """A round of orders: routed, accepted, answered, sometimes asked for more, passed."""
        yield from self.routing()
        for order in self.orders("sent"):
            yield self.minutes(20, 220), "desk", partial(take, order, "accept", by=self.handler(order))
        for order in self.orders("accepted"):
            yield self.minutes(120, self.patience()), "desk", partial(self.answer, order)
        for order in self.orders("answered"):
            if self.does("redo"):
                yield self.minutes(60, 300), "desk", partial(self.check, order, "redo")
                yield self.minutes(120, DAY), "desk", partial(self.answer, order)
            yield self.minutes(30, 400), "desk", partial(self.check, order, "approve")

    def routing(self) -> Iterator[Next]:
        """The street office's desk redirects or asks others along; a unit that is not in charge sends back."""
        for order in self.orders("sent"):
            if order.unit.kind == Unit.Kind.STREET_OFFICE:
                yield from self.desk(order)
            elif order.lead and self.unit != self.story.unit:
                yield self.minutes(20, 200), "desk", partial(self.send_back, order)
                yield self.minutes(20, 200), "desk", partial(self.redirect, order, "office")

    def desk(self, order: Order) -> Iterator[Next]:
        if self.does("add"):
            yield self.minutes(20, 200), "desk", partial(take, order, "accept", by=self.by("gov"))
            facts: dict[str, Any] = {"unit": self.unit_of(self.story.unit), "note": self.say("add_unit")}
            yield self.minutes(10, 60), "desk", partial(orders.add_unit, order, by=self.by("gov"), **facts)
        else:
            yield self.minutes(20, 200), "desk", partial(self.redirect, order, "gov")

    def ending(self) -> Iterator[Next]:
        """Rated well, rated badly and called back, taken up again, or never rated."""
        if self.does("unrated"):
            yield timedelta(days=7, minutes=1), "", partial(take, self.opinion, "close", by=SYSTEM)
            return
        bad = self.does("bad")
        yield self.minutes(HOUR, 5 * DAY), "home", partial(self.rate, good=not bad)
        if bad and self.opinion.state == "rated":
            yield from self.called_back(again=self.does("again"))

    def called_back(self, *, again: bool) -> Iterator[Next]:
        if not again:
            yield self.minutes(HOUR, DAY), "desk", partial(self.step, "close")
            return
        yield self.minutes(HOUR, DAY), "desk", partial(self.step, "reopen", after.reopen)
        self.unit = self.story.unit
        yield self.minutes(5, 300), "desk", partial(self.hand_over, self.unit_of(self.unit))
        yield from self.handling()
        yield self.minutes(HOUR, 3 * DAY), "home", partial(self.rate, good=True)

    def submit(self) -> None:
        self.author = self.town.resident(self.neighbour())
        named = self.dice.choice(self.town.deputies(self.plan.street)) if self.does("named") else None
        report = self.report(photos=self.photos(self.author, after=False), deputy_post=named)
        self.opinion = actions.submit(report, by=self.author)

    def register(self) -> None:
        """By the street station's coordinator, for somebody who came by or called."""
        author, by = self.neighbour(), self.by("station")
        self.author = self.town.resident(author)
        report = self.report(channel=self.dice.choice(("visit", "visit", "phone", "paper")), photos=())
        self.opinion = actions.register(report, author=author, by=by)

    def enter(self) -> None:
        """From the records on paper, as they were before there was a platform."""
        made_at = self.at - timedelta(days=self.dice.randint(20, 200))
        report = self.report(channel="paper", photos=(), made_at=made_at, heading=self.story.title)
        to = actions.desks(report.where)
        by = self.by("office")
        draft = actions.draft(report, to, author_id=None, district=by.district)
        self.opinion = actions.enter_all([draft], by=by)[0]

    def report(self, *, photos: Any, **more: Any) -> actions.Report:
        place = self.story
        point = centre(place.community)
        lon, lat = (Decimal(str(value)) for value in point) if point else (None, None)
        where = actions.Where(place.street, place.community, None, place.address, lon, lat)
        number = f"{place.street.series}-{self.plan.number}" if self.plan.number else ""
        return actions.Report(place.text, where, photos, sending=self.plan.sending, number=number, **more)

    def triage(self) -> None:
        found = category(self.story.category)
        actions.triage(self.opinion, category=found, tier=found.tier, by=self.by("office"), note=self.say("triage"))

    def dispatch(self) -> None:
        """To the unit in charge, to another one by mistake, or by way of the street office; some to two."""
        wrong = self.does("back")
        self.unit = OTHERS[self.story.unit] if wrong else self.story.unit
        to = self.unit_of("gov") if self.does("desk") else self.unit_of(self.unit)
        along = [self.unit_of(OTHERS[self.story.unit])] if self.does("with") and not wrong else []
        self.hand_over(to, along)

    def hand_over(self, to: Unit, along: list[Unit] | None = None) -> None:
        note = self.say("with") if along else ""
        actions.dispatch(self.opinion, to=to, by=self.by("office"), with_units=along or [], note=note)

    def redirect(self, order: Order, role: str) -> None:
        unit, note = self.unit_of(self.story.unit), self.say("redirect")
        orders.redirect(order, unit=unit, by=self.by(role), note=note)

    def send_back(self, order: Order) -> None:
        unit = self.unit_of(self.story.unit)
        said = {"return_reason": "not_ours", "note": self.say("send_back")}
        orders.send_back(order, suggested=unit, by=self.handler(order), **said)

    def answer(self, order: Order) -> None:
        by = self.handler(order)
        photos = self.photos(by, after=True, needed=order.on_site) if order.lead or order.on_site else []
        facts: dict[str, Any] = {"answer_text": self.story.answer, "resolution": self.story.resolution}
        orders.answer(order, **facts, by=by, photos=photos)

    def check(self, order: Order, step: str) -> None:
        take(order, step, by=self.by("office"), note=self.say("redo") if step == "redo" else "")

    def publish(self, answer: str) -> None:
        """Show what was chosen for the public: the words without what is personal, and the photos."""
        keys = [self.opinion.key, *(order.key for order in standing(self.opinion.key, self.opinion.round))]
        photos = [photo for key in keys for photo in of(*key) if answer or photo.role == "before"]
        copy = actions.Copy(self.story.title, self.story.plain, answer, photos)
        actions.publish(self.opinion, copy=copy, by=self.by("office"))

    def unpublish(self) -> None:
        if self.shown:
            self.shown = False
            self.step("unpublish", actions.unpublish)

    def follow(self) -> None:
        for _ in range(2):
            follow(self.opinion.key, by=self.town.resident(self.neighbour()))

    def rate(self, *, good: bool) -> None:
        self.opinion.refresh_from_db()
        rating = self.dice.choice((5, 5, 5, 5, 4, 4, 4, 3) if good else (2, 2, 1))
        lines = words()["complaints" if not good else "middling" if rating == 3 else "thanks"]  # noqa: PLR2004 (the middle of five)
        after.rate(self.opinion, rating=rating, words=self.dice.choice(lines), by=self.author)

    def step(self, name: str, action: Callable[..., object] | None = None) -> None:
        """What the office does with a note and nothing else."""
        said: dict[str, Any] = {"by": self.by("office"), "note": self.say(name)}
        if action:
            action(self.opinion, **said)
        else:
            take(self.opinion, name, **said)

    def stage(self) -> str:
        """Where it stands, in the words of `year.STAGES`."""
        if not hasattr(self, "opinion"):
            return ""
        self.opinion.refresh_from_db()
        if self.opinion.hidden != Opinion.Hidden.NO:
            return "hidden"
        lead = standing(self.opinion.key, self.opinion.round).filter(lead=True).first()
        if self.opinion.state != "in_hand" or lead is None:
            return self.opinion.state
        return "reported" if lead.state == "answered" else lead.state

    def moment(self, wait: timedelta, where: str) -> datetime:
        """The next time at which that is done there. What shall stand somewhere gets there in time."""
        if not self.plan.stop:
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
        return FORCED.get(self.plan.stop) == what or (rolled and what not in RARE)

    def minutes(self, low: int, high: int) -> timedelta:
        """Some time, rather short than long."""
        return timedelta(minutes=int(self.dice.triangular(low, high, low + (high - low) / 4)))

    def patience(self) -> int:
        """Minutes within which a unit answers, mostly in time."""
        longest = LONGEST[self.opinion.tier]
        return longest * 3 if self.does("slow") else longest

    def say(self, what: str) -> str:
        return str(self.dice.choice(words()["notes"].get(what) or [""]))

    def orders(self, state: str) -> list[Order]:
        """The orders of the round that are there, the lead one first."""
        rows = standing(self.opinion.key, self.opinion.round).filter(state=state)
        return list(rows.select_related("unit").order_by("-lead", "pk"))

    def by(self, role: str) -> Actor:
        return self.town.by(f"{self.who}.{role}")

    def neighbour(self) -> Person:
        """Somebody of the street; its first one writes often, so that whoever tries the demo as them finds matters."""
        home = self.town.residents[self.plan.street]
        return self.dice.choices(home, [max(1, len(home) // 2)] + [1] * (len(home) - 1))[0]

    def unit_of(self, code: str) -> Unit:
        return self.town.unit(f"{self.who}.{code}")

    def handler(self, order: Order) -> Actor:
        return self.town.holders(f"unit {order.unit_id}", post__unit=order.unit_id)[0]

    def deputy(self) -> Actor:
        """The named one, or any of the station's."""
        post = self.opinion.deputy_post_id or self.opinion.station_post_id
        return self.dice.choice(self.town.holders(f"post {post}", post=post))
