"""One opinion from its sending to wherever it has got by now, by the same actions as real use."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from minsheng.demo.aftercare import Aftercare
from minsheng.demo.hand import Next
from minsheng.demo.work import OTHERS
from minsheng.demo.year import DAY, HOUR
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.places.queries import centre
from minsheng.ground.policies.queries import category
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.actions import exits
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel.workflow import take

LEFT = frozenset({Opinion.State.NOT_ACCEPTED, Opinion.State.HANDED_OVER, Opinion.State.WITHDRAWN})
"""Where nothing more happens here."""


class Life(Aftercare):
    """Everything that happens to one opinion, decided by its seed."""

    def acts(self) -> Iterator[Next]:
        if self.plan.way == "unite":
            yield timedelta(), "", self.report_first
        yield timedelta(minutes=2 * (self.plan.way == "unite")), "", getattr(self, self.way)
        if self.plan.way == "enter":
            yield self.minutes(60, 2 * DAY), "desk", partial(self.with_note, "archive")
            return
        yield from self.deputies()
        yield from self.office()
        if self.opinion.state == Opinion.State.TRIAGED:
            yield self.minutes(5, 300), "desk", self.dispatch
            yield from self.made_public()
            yield from self.handling()
        if self.opinion.state in LEFT:
            return
        if self.shown:
            yield self.minutes(10, 120), "desk", partial(self.publish, self.answered())
        yield from self.ending()

    @property
    def way(self) -> str:
        """How it comes in; what will be united is sent as anything else."""
        return "submit" if self.plan.way == "unite" else self.plan.way

    def deputies(self) -> Iterator[Next]:
        """Received, passed on or explained; or nobody looked, and a day later the system passes it on."""
        if self.plan.way == "unite":
            yield self.minutes(10, 600), "home", self.pass_first_on
        if self.opinion.state != "submitted":
            return
        if not (self.does("deputy") or self.plan.stop):
            yield timedelta(days=1), "", partial(take, self.opinion, "transfer", by=SYSTEM)
            return
        by, note = self.deputy(), self.say("transfer")
        yield self.minutes(10, 600), "home", partial(take, self.opinion, "receive", by=by)
        if self.does("spot"):
            explain = partial(exits.answer_on_spot, self.opinion, answer=self.say("answer_on_spot"), by=by)
            yield self.minutes(5, 300), "", explain
        else:
            yield self.minutes(5, 300), "", partial(take, self.opinion, "transfer", by=by, note=note)

    def office(self) -> Iterator[Next]:
        """Looked at; some kept confidential for a while, some taken back by who sent them, some leave the usual way."""
        self.shown = self.does("public")
        if self.does("hidden"):
            yield self.minutes(20, 300), "desk", partial(self.with_note, "hide", actions.hide)
            yield self.minutes(HOUR, 2 * DAY), "desk", partial(self.with_note, "unhide", actions.unhide)
        if self.does("withdraw"):
            withdraw = partial(exits.withdraw, self.opinion, by=self.author, note=self.say("withdraw"))
            yield self.minutes(HOUR, DAY), "home", withdraw
            return
        yield self.minutes(30, 500), "desk", self.triage
        yield from self.raised()
        if self.does("reveal"):
            yield self.minutes(5, 60), "desk", partial(self.with_note, "reveal", actions.reveal)
        yield from self.leaving()

    def submit(self) -> None:
        first = self.first.author_id if self.plan.way == "unite" else None
        self.author = self.town.resident(self.neighbour(but=first))
        named = self.dice.choice(self.town.deputies(self.plan.street)) if self.does("named") else None
        report = self.report(photos=self.photos(self.author, after=False), deputy_post=named)
        self.opinion = actions.submit(report, by=self.author)

    def report_first(self) -> None:
        """A neighbour reports the same before, in other words; the number before belongs to that."""
        by, usual = self.town.resident(self.neighbour()), self.story
        self.story = self.another()
        report = self.report(photos=self.photos(by, after=False), first=True)
        self.first, self.story = actions.submit(report, by=by), usual

    def pass_first_on(self) -> None:
        if self.first.state == "submitted":
            post = self.first.deputy_post_id or self.first.station_post_id
            take(self.first, "transfer", by=self.town.holders(f"post {post}", post=post)[0])

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

    def report(self, *, photos: Any, first: bool = False, **more: Any) -> actions.Report:
        place = self.story
        point = centre(place.community)
        lon, lat = (Decimal(str(value)) for value in point) if point else (None, None)
        where = actions.Where(place.street, place.community, None, place.address, lon, lat)
        count = self.plan.before if first else self.plan.number
        number = f"{place.street.series}-{count}" if count else ""
        sending = self.plan.sending_before if first else self.plan.sending
        return actions.Report(place.text, where, photos, sending=sending, number=number, **more)

    def triage(self) -> None:
        found = category(self.story.category)
        actions.triage(self.opinion, category=found, tier=found.tier, by=self.by("office"), note=self.say("triage"))

    def dispatch(self) -> None:
        """To the unit in charge, to another one by mistake, or by way of the street office; some to two."""
        wrong = self.does("back")
        self.unit = OTHERS[self.story.unit] if wrong else self.story.unit
        to = self.unit_of("gov") if self.does("desk") and not wrong else self.unit_of(self.unit)
        along = [self.unit_of(OTHERS[self.story.unit])] if self.does("with") and not wrong else []
        self.hand_over(to, along)

    def answered(self) -> str:
        """What the public reads as the answer."""
        return self.opinion.spot_answer if self.opinion.round == 1 and self.opinion.spot_answer else self.story.answer
