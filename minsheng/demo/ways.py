"""The ways on which a matter leaves its usual one, and what happens beside it while it is in hand."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from minsheng.demo.hand import Next
from minsheng.demo.stories import Story, retold
from minsheng.demo.work import Work
from minsheng.demo.year import DAY, HOUR
from minsheng.ground.files.queries import of
from minsheng.ground.policies.queries import category
from minsheng.instruments.dispatch.queries import standing
from minsheng.instruments.escalations import actions as escalations
from minsheng.instruments.escalations.models import Escalation
from minsheng.instruments.follows.actions import follow
from minsheng.instruments.handovers import actions as handovers
from minsheng.instruments.handovers.models import Handover
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.actions import after, exits
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.publishing import actions as publishing
from minsheng.instruments.publishing.queries import open_takedowns
from minsheng.kernel.workflow import take


class Ways(Work):
    """Exits, the public copy, and those who join in."""

    first: Opinion
    """What a neighbour reported just before, where both are united."""
    shown = False

    def leaving(self) -> Iterator[Next]:
        """After the triage: united, refused, handed over elsewhere, or the deputy's explanation stands."""
        if self.plan.way == "unite":
            yield self.minutes(10, 200), "desk", self.unite
        elif self.opinion.spot_answer and self.does("stands"):
            yield self.minutes(10, 200), "desk", partial(self.takes, "accept_answer")
            if self.does("object"):
                yield from self.objecting()
        elif self.does("decline"):
            yield self.minutes(10, 200), "desk", partial(self.decline, **self.said("declines"))
            if self.does("object"):
                yield from self.objecting()
        elif self.does("elsewhere"):
            yield from self.elsewhere()

    def objecting(self) -> Iterator[Next]:
        contest = partial(exits.contest, self.opinion, by=self.author, note=self.say("contest"))
        yield self.minutes(HOUR, 3 * DAY), "home", contest

    def elsewhere(self) -> Iterator[Next]:
        """Taken up there, or back at the office."""
        said = self.said("elsewhere")
        link = said.pop("link").format(n=self.dice.randint(11, 98))
        yield self.minutes(10, 200), "desk", partial(self.offer, **said)
        for handover in Handover.objects.of_matter(self.opinion.key):
            by = self.by("office")
            if self.does("taken"):
                yield self.minutes(DAY, 5 * DAY), "desk", partial(handovers.take_up, handover, link=link, by=by)
            else:
                why = self.say("not_taken")
                yield self.minutes(DAY, 5 * DAY), "desk", partial(take, handover, "decline", by=by, note=why)
        self.opinion.refresh_from_db()

    def made_public(self) -> Iterator[Next]:
        if self.shown:
            yield self.minutes(10, 120), "desk", partial(self.publish, "")
        if self.does("unpublish"):
            yield self.minutes(10, DAY), "desk", self.unpublish

    def meanwhile(self) -> Iterator[Next]:
        """Neighbours find it among what is public; deputies follow it up; it is brought higher."""
        if self.shown:
            if self.does("followed"):
                yield self.minutes(10, DAY), "home", self.follow
            if self.does("supported"):
                yield self.minutes(10, DAY), "home", self.support
            if self.does("takedown"):
                yield from self.takedown()
        if self.does("tracked"):
            yield from self.tracked()
        if self.does("raise"):
            yield self.minutes(HOUR, DAY), "desk", self.bring_higher
            yield from self.raised()

    def tracked(self) -> Iterator[Next]:
        """Deputies follow it up: one adds a word, one urges."""
        posts = self.town.deputies(self.plan.street)[:2]
        yield self.minutes(20, 300), "desk", partial(after.track, self.opinion, posts=posts, by=self.by("office"))
        first, second = (self.town.holders(f"post {post.pk}", post=post)[0] for post in posts)
        yield self.minutes(HOUR, DAY), "home", partial(after.comment, self.opinion, by=first, note=self.say("comment"))
        yield self.minutes(HOUR, 2 * DAY), "home", partial(after.urge, self.opinion, by=second, note=self.say("urge"))

    def takedown(self) -> Iterator[Next]:
        """Somebody asks to take the public copy off; the office does so or not."""
        asker = self.town.resident(self.neighbour())
        ask = partial(publishing.ask_removal, self.opinion.key, what="wrong", reason=self.say("ask_removal"), by=asker)
        yield self.minutes(HOUR, 2 * DAY), "home", ask
        yield self.minutes(20, 300), "desk", self.decide_takedown

    def decide_takedown(self) -> None:
        takedown = open_takedowns(self.opinion.key).get()
        if self.does("removed"):
            self.shown = False
            publishing.take_down(takedown, note=self.say("take_down"), by=self.by("office"))
        else:
            publishing.keep_public(takedown, note=self.say("keep_public"), by=self.by("office"))

    def unite(self) -> None:
        """From here on this is about the matter that goes on for both."""
        reason, by = self.chosen("merges"), self.by("office")
        found = category(self.story.category)
        actions.triage(self.first, category=found, tier=found.tier, by=by)
        exits.merge(self.opinion, into=self.first, reason=reason, by=by)
        if not self.plan.stop:
            self.opinion, self.author = self.first, self.town.resident(self.first.author)

    def decline(self, **said: str) -> None:
        exits.decline(self.opinion, **said, by=self.by("office"), note=self.say("decline"))

    def offer(self, **said: str) -> None:
        exits.hand_over(self.opinion, **said, by=self.by("office"))

    def takes(self, step: str) -> None:
        take(self.opinion, step, by=self.by("office"))

    def bring_higher(self) -> None:
        reason = Escalation.Reason.BY_HAND
        escalations.escalate(self.opinion, reason=reason, by=self.by("office"), note=self.say("escalate"))

    def publish(self, answer: str) -> None:
        """Show what was chosen for the public: the words without what is personal, and the photos."""
        keys = [self.opinion.key, *(order.key for order in standing(self.opinion.key, self.opinion.round))]
        photos = [photo for key in keys for photo in of(*key) if answer or photo.role == "before"]
        copy = actions.Copy(self.story.title, self.story.plain, answer, photos)
        actions.publish(self.opinion, copy=copy, by=self.by("office"))

    def unpublish(self) -> None:
        if self.shown:
            self.shown = False
            note = self.say("unpublish")
            actions.unpublish(self.opinion, by=self.by("office"), note=note)

    def follow(self) -> None:
        for _ in range(2):
            follow(self.opinion.key, by=self.town.resident(self.neighbour()))

    def support(self) -> None:
        """So many of the street, its author not among them."""
        home = [person for person in self.town.residents[self.plan.street] if person.pk != self.opinion.author_id]
        for person in self.dice.sample(home, min(len(home), self.dice.randint(1, 4))):
            after.support(self.opinion, by=self.town.resident(person))

    def another(self) -> Story:
        """The same story in other words."""
        return replace(self.story, text=retold(self.dice, self.story))
