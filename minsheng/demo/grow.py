"""Grows a town's past: opinions in every state, by the same actions as real use, with the clock moved.

The same size and seed give the same town, counted back from now, however many processes make it.
"""

import json
import random
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import django
from django.db import connections

from minsheng.demo.cast import named
from minsheng.demo.pictures import picture
from minsheng.ground.files.actions import keep
from minsheng.ground.files.models import File
from minsheng.ground.files.queries import of
from minsheng.ground.notices.actions import mark_read
from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.ground.people.models import Appointment, Contact, Unit
from minsheng.ground.people.queries import actor_of
from minsheng.ground.places.models import Place
from minsheng.ground.places.queries import centre, communities, streets
from minsheng.ground.policies.queries import category
from minsheng.instruments.dispatch import actions as orders
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.dispatch.queries import standing
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from minsheng.kernel.workflow import take

DATA = Path(__file__).parent / "data" / "stories.json"
PAST, NEWS = timedelta(days=75), timedelta(days=2)
DAY = 24 * 60
type Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Story:
    """What happened, as the data file tells it, and where in the town."""

    text: str
    title: str
    category: str
    unit: str
    answer: str
    photo: str
    street: Place
    community: Place
    address: str


class Town:
    """Everything needed again and again, fetched once."""

    def __init__(self) -> None:
        self.dice = random.Random()  # noqa: S311 (a repeatable sample, no secret)
        self.words: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
        self.streets = {street.initials: street for street in streets()}
        self.communities = {key: list(communities(street)) for key, street in self.streets.items()}
        rows = Contact.objects.filter(person__username=None, person__deputy=None).select_related("person")
        self.residents = [actor_of(row.person) for row in rows.order_by("phone")[:40]]
        self.actors: dict[str, Actor] = {}

    def by(self, username: str) -> Actor:
        """An official of the cast, as an actor."""
        if username not in self.actors:
            self.actors[username] = actor_of(named(username))
        return self.actors[username]

    def happen(self, found: "list[Plan]", until: datetime) -> None:
        """Let planned things happen, one after the other."""
        for plan in found:
            self.dice.seed(plan.seed)
            Life(self, self.story(plan.street), plan.at, until).live()

    def first(self, key: str, **where: Any) -> Actor:
        """Whoever was first appointed there."""
        if key not in self.actors:
            rows = Appointment.objects.current().filter(**where).select_related("person").order_by("pk")
            self.actors[key] = actor_of(rows[0].person)
        return self.actors[key]

    def story(self, key: str) -> Story:
        """Something that happens in a street."""
        said = self.dice.choice(self.words["stories"])
        address, community = self.dice.choice(self.words["addresses"]), self.dice.choice(self.communities[key])
        return Story(**said, street=self.streets[key], community=community, address=address)

    def minutes(self, low: int, high: int) -> timedelta:
        """Some time, rather short than long."""
        return timedelta(minutes=int(self.dice.triangular(low, high, low + (high - low) / 4)))


class Life:
    """One opinion from its sending to wherever it has got by now."""

    def __init__(self, town: Town, story: Story, at: datetime, until: datetime) -> None:
        self.town, self.story, self.at, self.until = town, story, at, until
        self.who = story.street.initials.lower()
        self.opinion: Opinion

    def live(self) -> None:
        """Take step after step, each at its own time, until that time is still to come."""
        for wait, act in self.acts():
            self.at += wait
            if self.at > self.until:
                return
            with clock.at(self.at):
                act()

    def acts(self) -> Iterator[tuple[timedelta, Act]]:
        """What is done next, and how long after the last thing. A generator: it looks at how things stand."""
        minutes = self.town.minutes
        yield timedelta(), self.submit
        if self.opinion.state == "submitted" and self.town.dice.random() < 0.85:  # noqa: PLR2004 (a share of the demo)
            yield minutes(10, 900), lambda: take(self.opinion, "receive", by=self.deputy())
            yield minutes(5, 300), lambda: take(self.opinion, "transfer", by=self.deputy(), note=self.say("transfer"))
        elif self.opinion.state == "submitted":
            yield timedelta(days=1), lambda: take(self.opinion, "transfer", by=SYSTEM)
        yield minutes(30, DAY), self.triage
        yield minutes(5, 300), self.dispatch
        shown = self.town.dice.random() < 0.6  # noqa: PLR2004 (a share of the demo)
        if shown:
            yield minutes(10, 120), lambda: self.publish("")
        yield from self.handling()
        if shown:
            yield minutes(10, 120), lambda: self.publish(self.story.answer)
        yield from self.ending()

    def handling(self) -> Iterator[tuple[timedelta, Act]]:
        """A round of every order: accepted, answered, sometimes asked for more, passed."""
        minutes = self.town.minutes
        for order in list(standing(self.opinion.key, self.opinion.round)):
            yield minutes(20, 600), partial(take, order, "accept", by=self.handler(order))
            yield minutes(300, 4 * DAY), partial(self.answer, order)
            if self.town.dice.random() < 0.1:  # noqa: PLR2004 (a share of the demo)
                yield (
                    minutes(60, 600),
                    partial(take, order, "redo", by=self.by("office"), note=self.say("redo")),
                )
                yield minutes(300, 2 * DAY), partial(self.answer, order)
            yield minutes(30, DAY), partial(take, order, "approve", by=self.by("office"))

    def ending(self) -> Iterator[tuple[timedelta, Act]]:
        """Rated well, rated badly and called back, taken up again, or never rated."""
        luck, minutes = self.town.dice.random(), self.town.minutes
        if luck < 0.25:  # noqa: PLR2004 (a share of the demo)
            yield timedelta(days=7, minutes=1), lambda: take(self.opinion, "close", by=SYSTEM)
            return
        good = luck < 0.9  # noqa: PLR2004 (a share of the demo)
        yield minutes(60, 5 * DAY), lambda: self.rate(good=good)
        if not good and self.opinion.state == "rated":
            yield minutes(60, DAY), lambda: self.call_back(again=luck > 0.95)  # noqa: PLR2004 (a share of the demo)
            if self.opinion.state == "triaged":
                yield minutes(5, 300), self.dispatch
                yield from self.handling()
                yield minutes(60, 3 * DAY), lambda: self.rate(good=True)

    def submit(self) -> None:
        story, by = self.story, self.town.dice.choice(self.town.residents)
        point = centre(story.community)
        lon, lat = (Decimal(str(value)) for value in point) if point else (None, None)
        where = actions.Where(story.street, story.community, None, story.address, lon, lat)
        sending = uuid.UUID(int=self.town.dice.getrandbits(128))
        report = actions.Report(story.text, where, self.photos(by, after=False), sending=sending)
        self.opinion = actions.submit(report, by=by)
        self.author = by

    def triage(self) -> None:
        found = category(self.story.category)
        actions.triage(self.opinion, category=found, tier=found.tier, by=self.by("office"), note=self.say("triage"))

    def dispatch(self) -> None:
        unit = Unit.objects.get(place=self.story.street, name=self.town.by(f"{self.who}.{self.story.unit}").desk)
        actions.dispatch(self.opinion, to=unit, by=self.by("office"))

    def answer(self, order: Order) -> None:
        by = self.handler(order)
        photos = self.photos(by, after=True)
        orders.answer(order, answer_text=self.story.answer, resolution="solved", by=by, photos=photos)

    def publish(self, answer: str) -> None:
        """Show what was chosen for the public: the words of the data file, and the photos."""
        keys = [self.opinion.key, *(order.key for order in standing(self.opinion.key, self.opinion.round))]
        photos = [photo for key in keys for photo in of(*key) if answer or photo.role == "before"]
        copy = actions.Copy(self.story.title, self.story.text, answer, photos)
        actions.publish(self.opinion, copy=copy, by=self.by("office"))

    def rate(self, *, good: bool) -> None:
        self.opinion.refresh_from_db()
        words = self.say("thanks" if good else "complaints")
        levels = (5, 5, 5, 4, 4, 3) if good else (2, 1)
        actions.rate(self.opinion, rating=self.town.dice.choice(levels), words=words, by=self.author)

    def call_back(self, *, again: bool) -> None:
        notes = self.town.words["notes"]
        if again:
            actions.reopen(self.opinion, by=self.by("office"), note=notes["reopen"])
        else:
            take(self.opinion, "close", by=self.by("office"), note=notes["close"])

    def photos(self, by: Actor, *, after: bool) -> list[File]:
        if not self.story.photo:
            return []
        return [keep(picture(self.story.photo, after=after, seed=self.town.dice.randrange(6)), by=by)]

    def say(self, what: str) -> str:
        lines = self.town.words["notes"].get(what) or self.town.words[what]
        return str(self.town.dice.choice(lines))

    def by(self, role: str) -> Actor:
        return self.town.by(f"{self.who}.{role}")

    def handler(self, order: Order) -> Actor:
        return self.town.first(f"unit {order.unit_id}", post__unit=order.unit_id)

    def deputy(self) -> Actor:
        post = self.opinion.deputy_post_id or self.opinion.station_post_id
        return self.town.first(f"post {post}", post=post)


@dataclass(frozen=True, slots=True)
class Plan:
    """When and in which street something happens; `seed` decides everything else about it."""

    seed: str
    street: str
    at: datetime


def plans(count: int, *, seed: int = 1) -> list[Plan]:
    """What will happen within the last `PAST`, oldest first, more of it where more people live."""
    dice, now = random.Random(seed), clock.now()  # noqa: S311 (a repeatable sample, no secret)
    weights: dict[str, int] = json.loads(DATA.read_text(encoding="utf-8"))["streets"]
    chosen = dice.choices(list(weights), list(weights.values()), k=count)
    moments = sorted(now - PAST * dice.random() ** 2.2 for _ in range(count))
    return [Plan(f"{seed}:{i}", *what) for i, what in enumerate(zip(chosen, moments, strict=True))]


def live(found: list[Plan], until: datetime) -> int:
    """Let planned things happen; how many. Officials have read what is no news any more.

    Plans of different streets may run side by side.
    """
    town = Town()
    old = [plan for plan in found if plan.at < until - NEWS]
    town.happen(old, until)
    for actor in town.actors.values():
        mark_read(actor)
    town.happen(found[len(old) :], until)
    return len(found)


def grow(count: int, *, seed: int = 1, processes: int = 1) -> int:
    """Let so many opinions happen, streets side by side in several processes; how many there are then."""
    found, now = plans(count, seed=seed), clock.now()
    if processes == 1:
        return live(found, now)
    connections.close_all()
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=django.setup) as pool:
        streets = {plan.street for plan in found}
        parts = [[plan for plan in found if plan.street == street] for street in sorted(streets)]
        return sum(pool.map(live, sorted(parts, key=len, reverse=True), repeat(now)))
