"""Random legal walks: residents send, whoever may does something, time passes. And tries of those who may not."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.urls import reverse

from minsheng.ground.duties.actions import sweep
from minsheng.ground.people.actions import visitor_of
from minsheng.ground.people.actors import Actor
from minsheng.ground.policies.queries import category
from minsheng.instruments.dispatch.models import Extension, Order, Promise
from minsheng.instruments.dispatch.queries import colleagues, no_more_time, units_open_to, units_to_suggest
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.actions import Copy
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from minsheng.kernel.errors import Refused
from minsheng.kernel.workflow import TABLES, take
from minsheng.ui.stepping import STEPPERS

ACTORS = ("office", "director", "gov", "pm", "ps", "sl", "station")
MOVES = ["step"] * 6 + ["verb"] * 2 + ["report"] * 2 + ["wait", "trespass"]
NEVER = {"reveal", "print"}


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


def idle(name, subject):
    """What the page doesn't offer, since it would be refused with a sentence."""
    if subject.kind() != Order.kind():
        return False
    return (name == "claim" and subject.handler_id) or (name == "ask" and no_more_time(subject) != "")


@dataclass
class Wanderer:
    """One walk. `random` chooses; `now` is the time of the walk, which only goes on."""

    town: object
    actors: list
    random: object
    now: object = field(default_factory=clock.now)

    def walk(self, length):
        """So many moves."""
        for _ in range(length):
            self.now += timedelta(minutes=self.one_of([1, 30, 240]))
            with clock.at(self.now):
                getattr(self, self.one_of(MOVES))()

    def one_of(self, choices):
        return self.random.choice(choices)

    def report(self):
        """A resident sends something; the office writes down what it hears, or finds something in its drawers."""
        self.one_of([self.send, self.send, self.register, self.take_over])()

    def register(self):
        report = actions.Report("楼道灯不亮，请派人修。", self.town.where(), channel="phone")
        actions.register(
            report, author=self.one_of([None, visitor_of("19900000001", confirmed=True)]), by=self.town.by("hb.office")
        )

    def take_over(self):
        where = self.town.where()
        report = actions.Report("河边护栏松动。", where, channel="paper", made_at=self.now - timedelta(days=900))
        draft = actions.draft(report, actions.desks(where), author_id=None, district="330102")
        actions.enter_all([draft], by=Actor(kind="import", district="330102"))

    def send(self):
        """To a deputy of their choice or not."""
        deputy = self.town.deputy_row("HB", 1) if self.one_of([False, True]) else None
        self.town.report(by=self.actors[self.one_of([0, 1])], deputy=deputy)

    def wait(self):
        """Days pass, and the sweep comes."""
        self.now += timedelta(days=self.one_of([1, 3, 8]))
        with clock.at(self.now):
            sweep()

    def step(self):
        """Somebody takes a step that they may take; rare ones as often as common ones."""
        self.do(lambda table, state: [row for row in table.steps.values() if state in row.sources and row.form])

    def verb(self):
        """Somebody does something beside the steps."""
        self.do(lambda table, _state: [row for row in table.verbs.values() if row.name not in NEVER])

    def do(self, rows):
        moves = defaultdict(list)
        for subject in self.subjects():
            for row in rows(TABLES[subject.kind()], subject.state):
                if not idle(row.name, subject):
                    moves[row.name] += [(subject, actor) for actor in self.actors if row.may(actor, subject)]
        possible = sorted(name for name in moves if moves[name])
        if possible:
            name = self.one_of(possible)
            subject, actor = moves[name][self.one_of(range(len(moves[name])))]
            STEPPERS[subject.kind()].do(subject, name, actor, self.filled(subject, actor, name))

    def trespass(self):
        """Somebody tries what is not theirs or not its time; the kernel says no."""
        subjects = self.subjects()
        subject, actor = subjects[self.one_of(range(len(subjects)))], self.actors[self.one_of(range(len(self.actors)))]
        rows = [row for row in TABLES[subject.kind()].steps.values() if row.sources]
        row = rows[self.one_of(range(len(rows)))]
        if subject.state in row.sources and row.may(actor, subject):
            return
        try:
            take(subject, row.name, by=actor)
        except Refused:
            return
        raise AssertionError(f"{actor} took {row.name} of {subject} from {subject.state}")

    def subjects(self):
        """Every opinion and order, and what hangs on orders, in the order in which they came."""
        parts = [row for model in (Extension, Promise) for row in model.objects.select_related("order").order_by("pk")]
        return [*Opinion.objects.order_by("pk"), *Order.objects.select_related("unit").order_by("pk"), *parts]

    def filled(self, subject, actor, name):
        """What is typed into the form of a step."""
        forms = {
            "triage": self.triage,
            "dispatch": self.dispatch,
            "answer": self.answer,
            "send_back": self.another_units,
            "dispute": self.another_units,
            "redirect": self.unit,
            "decide": self.unit,
            "add_unit": self.unit,
            "assign": lambda subject, _actor: {"handler": colleagues(subject.unit_id)[0]},
            "progress": lambda *_: {"words": "正在办理。"},
            "ask": lambda *_: {"until": clock.today() + timedelta(days=9), "note": "等待材料"},
            "keep": lambda _subject, actor: {"text": "已经做完了。", "photos": [self.town.photo(actor)]},
            "rate": lambda *_: {"rating": self.one_of([1, 2, 3, 5])},
            "publish": lambda *_: {"copy": Copy("灌木枯死", "请补种。")},
        }
        return forms.get(name, lambda *_: {"note": "情况属实"})(subject, actor)

    def answer(self, subject, actor):
        """Done, or promised."""
        if self.one_of([False, False, True]):
            day = clock.today() + timedelta(days=5)
            return {"answer_text": "已列入计划。", "resolution": "planned", "owner": "主任", "until": day}
        photos = [self.town.photo(actor)] if subject.on_site else []
        return {"answer_text": "已经处理好了。", "resolution": "solved", "photos": photos}

    def another_units(self, subject, _actor):
        suggested = self.one_of(list(units_to_suggest(subject)))
        return {"return_reason": "not_ours", "suggested": suggested, "note": "不归我们管"}

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
