"""What follows an answer: rating, call-back, another round, supporters, and the question whether all is still well."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any, Final

from minsheng.demo.hand import LONG, Next
from minsheng.demo.stories import words
from minsheng.demo.ways import Ways
from minsheng.demo.year import DAY, HOUR
from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.ground.policies.queries import value
from minsheng.instruments.opinions import access
from minsheng.instruments.opinions.actions import after, asking
from minsheng.instruments.opinions.models import Opinion, Support
from minsheng.kernel.workflow import take

State = Opinion.State
MOST: Final = 4
"""Rounds."""


class Aftercare(Ways):
    """From the answer to the closing, and months later."""

    def ending(self) -> Iterator[Next]:
        """Rated and called back, taken up again, or never rated; months later its author is asked."""
        if (self.opinion.round > 1 and not access.may_rate(self.author, self.opinion)) or self.does("unrated"):
            yield timedelta(days=7, minutes=1), "", partial(take, self.opinion, "close", by=SYSTEM)
        else:
            bad = self.does("bad" if self.opinion.round == 1 else "still_bad")
            yield self.minutes(HOUR, 5 * DAY), "home", partial(self.rate, good=not bad)
            yield from self.raised()
            if self.opinion.state == State.RATED:
                yield from self.called_back(bad=bad)
        yield from self.afterwards()

    def afterwards(self) -> Iterator[Next]:
        """Supporters for whom it is not solved; the author, asked after some months."""
        if self.opinion.state == State.CLOSED and self.does("unsolved"):
            for support in Support.objects.filter(opinion=self.opinion).select_related("person").order_by("pk"):
                by = self.town.resident(support.person)
                yield self.minutes(HOUR, 5 * DAY), "home", partial(self.unsolved, by)
            yield from self.again()
        if self.opinion.state == State.CLOSED and not self.opinion.asked_at:
            yield from self.asked()

    def called_back(self, *, bad: bool) -> Iterator[Next]:
        """Sometimes not reached the first time; then closed or taken up again. Of a sample by somebody uninvolved."""
        by = next((clerk for clerk in self.clerks() if access.may_call_back(clerk, self.opinion)), None)
        if by is None:
            return
        if self.does("not_reached"):
            yield self.minutes(HOUR, DAY), "desk", partial(self.call, by, "unreached")
        yield self.minutes(HOUR, DAY), "desk", partial(self.call, by, "bad" if bad else "good")
        if bad and self.does("again") and self.opinion.round < MOST:
            yield self.minutes(20, 500), "desk", partial(self.with_note, "reopen", after.reopen)
            yield from self.again()
        else:
            yield self.minutes(20, 500), "desk", partial(self.with_note, "close")

    def again(self) -> Iterator[Next]:
        """Another round, where there is one."""
        if self.opinion.state == State.TRIAGED:
            self.unit = self.story.unit
            yield self.minutes(5, 300), "desk", partial(self.hand_over, self.unit_of(self.unit))
            yield from self.handling()
            yield from self.ending()

    def asked(self) -> Iterator[Next]:
        """So many days after the closing; some answer, for some it began anew."""
        days = value("opinion.ask", place_id=self.opinion.place_id)["after"]
        yield max(timedelta(days=days), LONG + timedelta(days=1)), "home", partial(asking.ask, self.opinion)
        if self.does("trouble"):
            again = partial(after.reopen, self.opinion, by=self.author, note=self.say("trouble"))
            yield self.minutes(HOUR, 8 * DAY), "home", again
            yield from self.again()
        elif self.does("answers"):
            yield self.minutes(HOUR, 8 * DAY), "home", partial(asking.fine, self.opinion, by=self.author)

    def unsolved(self, by: Actor) -> None:
        self.opinion.refresh_from_db()
        if access.may_say_unsolved(by, self.opinion):
            after.unsolved(self.opinion, by=by)

    def call(self, by: Actor, what: str) -> None:
        reached, said = what != "unreached", str(self.dice.choice(words()["calls"][what]))
        solved = what == "good" if reached else None
        after.call_back(self.opinion, reached=reached, solved=solved, words=said, by=by)

    def rate(self, *, good: bool) -> None:
        self.opinion.refresh_from_db()
        rating = self.dice.choice((5, 5, 5, 5, 4, 4, 4, 3) if good else (2, 2, 1))
        lines = words()["complaints" if not good else "middling" if rating == 3 else "thanks"]  # noqa: PLR2004 (the middle of five)
        after.rate(self.opinion, rating=rating, words=self.dice.choice(lines), by=self.author)

    def with_note(self, name: str, action: Callable[..., object] | None = None) -> None:
        """What the office does with a note and nothing else."""
        said: dict[str, Any] = {"by": self.by("office"), "note": self.say(name)}
        if action:
            action(self.opinion, **said)
        else:
            take(self.opinion, name, **said)
