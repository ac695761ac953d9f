"""Random legal walks: residents send, whoever may does something, time passes. And tries of those who may not."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.urls import reverse
from hypothesis import strategies as st

from minsheng.ground.duties.actions import sweep
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.policies.queries import category
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.dispatch.queries import units_open_to
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from minsheng.kernel.errors import Refused
from minsheng.kernel.workflow import TABLES, take
from minsheng.ui.stepping import STEPPERS

ACTORS = ("office", "director", "gov", "pm", "ps", "sl", "station")
MOVES = ["step"] * 10 + ["verb", "report", "wait", "trespass"]
NEVER = {"reveal"}


def cast(town):
    """Everyone who could do something in 湖滨, and some who never may."""
    reverse("service:home")  # the rooms' views, where steps are filled in, are there from the first address on
    residents = [town.resident(i) for i in (1, 2)]
    deputies = [town.deputy("HB", i) for i in (1, 2, 3)]
    return [
        *residents,
        *deputies,
        *(town.by(f"hb.{name}") for name in ACTORS),
        *(town.by(name) for name in ("district", "auditor", "admin", "kx.office", "kx.pm")),
    ]


@dataclass
class Wanderer:
    """One walk. `draw` chooses; `now` is the time of the walk, which only goes on."""

    town: object
    actors: list
    draw: object
    now: object = field(default_factory=clock.now)

    def walk(self, length):
        """So many moves, the first one a report."""
        self.report()
        for _ in range(length):
            self.now += timedelta(minutes=self.one_of([1, 30, 240]))
            with clock.at(self.now):
                getattr(self, self.one_of(MOVES))()

    def one_of(self, choices):
        return self.draw(st.sampled_from(choices))

    def report(self):
        deputy = self.town.deputy_row("HB", 1) if self.one_of([False, True]) else None
        with clock.at(self.now):
            self.town.report(by=self.actors[self.one_of([0, 1])], deputy=deputy)

    def wait(self):
        """Days pass, and the sweep comes."""
        with clock.at(self.now + timedelta(days=self.one_of([1, 3, 8]))):
            self.now = clock.now()
            sweep()

    def step(self):
        """Somebody takes a step that they may take."""
        self.do([move for move in self.moves() if move[2].to])

    def verb(self):
        """Somebody does something beside the steps."""
        self.do([move for move in self.moves() if not move[2].to])

    def do(self, moves):
        named = {f"{row.name} {subject} as {actor}": (subject, actor, row) for subject, actor, row in moves if row.form}
        if named:
            subject, actor, row = named[self.one_of(sorted(named))]
            STEPPERS[subject.kind()].do(subject, row.name, actor, self.filled(subject, actor, row.name))

    def trespass(self):
        """Somebody tries what is not theirs or not its time; the kernel says no."""
        subject = self.subjects()[-1]
        name = self.one_of(sorted(row.name for row in TABLES[subject.kind()].steps.values() if row.sources))
        actor = self.actors[self.one_of(range(len(self.actors)))]
        row = TABLES[subject.kind()].steps[name]
        if subject.state in row.sources and row.may(actor, subject):
            return
        try:
            take(subject, name, by=actor)
        except Refused:
            return
        raise AssertionError(f"{actor} took {name} of {subject} from {subject.state}")

    def subjects(self):
        return [row for model in (Opinion, Order) for row in model.objects.order_by("pk")]

    def moves(self):
        """All that anyone may do now."""
        return [
            (subject, actor, row)
            for subject in self.subjects()
            for row in self.rows(subject)
            for actor in self.actors
            if row.may(actor, subject)
        ]

    def rows(self, subject):
        table = TABLES[subject.kind()]
        verbs = [row for row in table.verbs.values() if row.name not in NEVER]
        return [*(row for row in table.steps.values() if subject.state in row.sources), *verbs]

    def filled(self, subject, actor, name):
        """What is typed into the form of a step."""
        forms = {
            "triage": self.triage,
            "dispatch": self.dispatch,
            "answer": lambda *_: {"answer_text": "已经处理好了。", "resolution": "solved"},
            "redirect": self.unit,
            "add_unit": self.unit,
            "rate": lambda *_: {"rating": self.one_of([1, 2, 3, 5])},
            "publish": lambda *_: {"title": "灌木枯死", "text": "请补种。"},
        }
        return forms.get(name, lambda *_: {"note": "情况属实"})(subject, actor)

    def triage(self, _subject, _actor):
        code = self.one_of(["01.05", "03.01", "05.06"])
        return {"category": category(code), "tier": self.one_of(["simple", "whistle", "difficult"])}

    def dispatch(self, _subject, _actor):
        units = [self.town.desk(), self.town.unit(), self.town.unit("公共服务办公室"), self.town.unit("平安法治办公室")]
        count, first = self.one_of([1, 2, 3]), self.one_of([0, 1, 2, 3])
        chosen = (units[first:] + units[:first])[:count]
        return {"to": chosen[0], "with_units": chosen[1:]}

    def unit(self, subject, actor):
        return {"unit": self.one_of(list(units_open_to(actor, subject)))}
