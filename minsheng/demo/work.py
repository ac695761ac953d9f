"""How units handle what was handed over to them, with all that can come between."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any, Final

from minsheng.demo.hand import Hand, Next
from minsheng.demo.stories import words
from minsheng.demo.year import DAY, HOUR
from minsheng.ground.people.models import Unit
from minsheng.instruments.dispatch import actions as orders
from minsheng.instruments.dispatch.models import Extension, Order, Promise
from minsheng.instruments.dispatch.queries import no_more_time, open_promises
from minsheng.instruments.escalations import actions as escalations
from minsheng.instruments.escalations.models import Escalation
from minsheng.instruments.escalations.queries import of_matter
from minsheng.instruments.opinions import actions
from minsheng.kernel import clock
from minsheng.kernel.workflow import take

LONGEST: Final = {"simple": DAY, "whistle": 3 * DAY, "difficult": 5 * DAY}
UNITS: Final = ("pm", "ps", "le", "sl", "rd", "mr")
OTHERS: Final = {"pm": "ps", "ps": "pm", "le": "pm", "sl": "pm", "rd": "ps", "mr": "le"}
"""Whom one asks along, or takes for the one in charge."""


class Work(Hand):
    """A round from the handing over to the answer, and what was promised in it."""

    def handling(self) -> Iterator[Next]:
        """A round of orders: routed, accepted, answered, sometimes asked for more, passed; promises are kept."""
        yield from self.routing()
        for order in self.orders("sent"):
            yield self.minutes(20, 220), "desk", partial(take, order, "accept", by=self.handler(order))
        for order in self.orders("accepted"):
            yield from self.working(order)
        for order in self.orders("answered"):
            if self.does("redo"):
                yield self.minutes(60, 300), "desk", partial(self.check, order, "redo")
                yield self.minutes(120, DAY), "desk", partial(self.answer, order)
            yield self.minutes(30, 400), "desk", partial(self.check, order, "approve")
        for promise in open_promises(self.opinion.key):
            yield from self.keeping(promise)

    def working(self, order: Order) -> Iterator[Next]:
        """Taken on by somebody, told how far it is, more time asked for; answered in the end."""
        if self.does("claim"):
            yield self.minutes(5, 90), "desk", partial(orders.claim, order, by=self.handler(order))
        if self.does("more_time"):
            yield self.minutes(20, 120), "desk", partial(self.ask, order)
            for asked in Extension.objects.filter(order=order, state=Extension.State.ASKED):
                yield self.minutes(30, 200), "desk", partial(self.decide_time, asked)
        if self.does("progress"):
            far, by = self.say("progress"), self.handler(order)
            yield self.minutes(60, 400), "desk", partial(orders.progress, order, words=far, by=by)
        if order.lead and order.round == 1:
            yield from self.meanwhile()
        yield self.minutes(120, self.patience()), "desk", partial(self.answer, order)

    def meanwhile(self) -> Iterator[Next]:
        """What others do while the unit is at it."""
        yield from ()

    def keeping(self, promise: Promise) -> Iterator[Next]:
        """Done in time or late; sometimes the office finds that it is not done yet."""
        late = 1 if self.does("late") else -1
        left = promise.until - self.at + late * self.minutes(HOUR, 4 * DAY)
        yield max(left, timedelta(days=1)), "desk", partial(self.keep, promise)
        if self.does("dismissed"):
            note = self.say("dismiss")
            yield self.minutes(60, DAY), "desk", partial(orders.dismiss, promise, by=self.by("office"), note=note)
            yield self.minutes(DAY, 6 * DAY), "desk", partial(self.keep, promise)
        yield self.minutes(60, DAY), "desk", partial(take, promise, "confirm", by=self.by("office"))

    def routing(self) -> Iterator[Next]:
        """The street office's desk redirects or asks others along; a unit that is not in charge sends back."""
        for order in self.orders("sent"):
            if order.unit.kind == Unit.Kind.STREET_OFFICE:
                yield from self.desk(order)
            elif order.lead and self.unit != self.story.unit:
                yield from self.sent_back(order)

    def desk(self, order: Order) -> Iterator[Next]:
        if self.does("add"):
            yield self.minutes(20, 200), "desk", partial(take, order, "accept", by=self.by("gov"))
            facts: dict[str, Any] = {"unit": self.unit_of(self.story.unit), "note": self.say("add_unit")}
            yield self.minutes(10, 60), "desk", partial(orders.add_unit, order, by=self.by("gov"), **facts)
        else:
            yield self.minutes(20, 200), "desk", partial(self.redirect, order, "gov")

    def sent_back(self, order: Order) -> Iterator[Next]:
        """Given to the unit in charge; or to further wrong ones, until a joint meeting decides."""
        others = [code for code in UNITS if code not in {self.unit, self.story.unit}]
        for wrong in others[:2] if self.does("joint") else ():
            yield self.minutes(20, 200), "desk", partial(self.send_back, order, wrong)
            yield self.minutes(20, 200), "desk", partial(self.redirect, order, "office", wrong)
            order = self.orders("sent")[0]
        if self.orders("sent")[0].unit != self.unit_of(self.unit):
            yield self.minutes(20, 200), "desk", partial(self.send_back, order, self.story.unit, orders.dispute)
            yield from self.raised()
            facts: dict[str, Any] = {"unit": self.unit_of(self.story.unit), "note": self.say("decide")}
            yield self.minutes(HOUR, 2 * DAY), "desk", partial(orders.decide, order, by=self.by("office"), **facts)
        else:
            yield self.minutes(20, 200), "desk", partial(self.send_back, order, self.story.unit)
            yield self.minutes(20, 200), "desk", partial(self.redirect, order, "office")

    def raised(self) -> Iterator[Next]:
        """What was brought before a desk gets its instruction there."""
        for escalation in of_matter(self.opinion.key).filter(state=Escalation.State.RAISED):
            yield self.minutes(HOUR, 2 * DAY), "desk", partial(self.instruct, escalation)

    def instruct(self, escalation: Escalation) -> None:
        by = self.by("director") if escalation.level == Escalation.Level.STREET else self.town.by("district")
        day = clock.today() + timedelta(days=5)
        escalations.direct(escalation, instruction=self.say("direct"), until=day, by=by)

    def hand_over(self, to: Unit, along: list[Unit] | None = None) -> None:
        note = self.say("with") if along else ""
        actions.dispatch(self.opinion, to=to, by=self.by("office"), with_units=along or [], note=note)

    def redirect(self, order: Order, role: str, code: str = "") -> None:
        unit, note = self.unit_of(code or self.story.unit), self.say("redirect")
        orders.redirect(order, unit=unit, by=self.by(role), note=note)

    def send_back(self, order: Order, code: str, act: Any = orders.send_back) -> None:
        said = {"return_reason": "not_ours", "note": self.say("send_back")}
        act(order, suggested=self.unit_of(code), by=self.handler(order), **said)

    def ask(self, order: Order) -> None:
        """For some days more, if it is not too late for that."""
        if not no_more_time(order):
            day = clock.today() + self.days(3, 12)
            orders.ask(order, until=day, note=self.say("more_time"), by=self.handler(order))

    def decide_time(self, extension: Extension) -> None:
        office = self.by("office")
        if self.does("granted"):
            orders.grant(extension, by=office)
        else:
            take(extension, "refuse", by=office, note=self.say("refuse"))

    def answer(self, order: Order) -> None:
        """What was done; or, where it takes longer, by when who will."""
        by = self.handler(order)
        if order.lead and not order.answer_text and self.does("planned"):
            plan = {"resolution": "planned", "owner": self.chosen("owners"), "until": clock.today() + self.days(20, 60)}
            orders.answer(order, answer_text=self.say("plan"), by=by, **plan)
            return
        photos = self.photos(by, after=True, needed=order.on_site) if order.lead or order.on_site else []
        resolution = self.story.resolution
        orders.answer(order, answer_text=self.story.answer, resolution=resolution, by=by, photos=photos)

    def keep(self, promise: Promise) -> None:
        by = self.handler(promise.order)
        photos = self.photos(by, after=True, needed=promise.order.on_site)
        orders.keep(promise, text=self.story.answer, by=by, photos=photos)

    def check(self, order: Order, step: str) -> None:
        take(order, step, by=self.by("office"), note=self.say("redo") if step == "redo" else "")

    def patience(self) -> int:
        """Minutes within which a unit answers, mostly in time."""
        longest = LONGEST[self.opinion.tier]
        return longest * 3 if self.does("slow") else longest

    def said(self, what: str) -> dict[str, Any]:
        """A row of the data file, by its column names."""
        columns: dict[str, list[str]] = words()["rows"]
        return dict(zip(columns[what], self.chosen(what), strict=True))
