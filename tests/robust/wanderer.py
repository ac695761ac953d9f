"""Random legal walks: residents send, whoever may does something, time passes. And tries of those who may not."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.urls import reverse

from minsheng.ground.duties.actions import sweep
from minsheng.ground.people.actions import visitor_of
from minsheng.ground.people.actors import Actor
from minsheng.ground.policies.queries import category
from minsheng.instruments.dispatch.models import Extension, Order, Promise
from minsheng.instruments.dispatch.queries import colleagues, no_more_time, units_open_to, units_to_suggest
from minsheng.instruments.handovers.models import Handover
from minsheng.instruments.opinions import access, actions
from minsheng.instruments.opinions.actions import Copy, asking, exits
from minsheng.instruments.opinions.models import Opinion, Support, Tracker
from minsheng.kernel import clock
from minsheng.kernel.errors import Refused
from minsheng.kernel.workflow import TABLES, take
from minsheng.ui.stepping import STEPPERS

ACTORS = ("office", "director", "gov", "pm", "ps", "sl", "station")
MOVES = ["step"] * 6 + ["verb"] * 2 + ["report"] * 2 + ["wait", "trespass"]
NEVER = {"reveal", "print"}
BY_ITSELF = {"ask": Opinion.kind()}
"""What no button names, and a job does."""


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


def idle(name, subject, actor):
    """What the page doesn't offer, or refuses with a sentence although it is somebody's to do."""
    reason = IDLE.get((subject.kind(), name))
    return bool(reason and reason(subject, actor))


def leads(subject, actor):
    """What a matter could be united with."""
    rows = access.visible_to(actor).filter(state__in=exits.LEADS, office=subject.office_id, merged_into=None)
    return rows.filter(hidden="no").exclude(pk=subject.pk).order_by("pk")


def leads_nowhere(subject, actor):
    followed = Opinion.objects.filter(merged_into=subject).exists()
    return followed or not subject.in_plain_sight or not leads(subject, actor).exists()


def urged_lately(subject, actor):
    since = clock.now() - timedelta(days=3)
    return Tracker.objects.filter(opinion=subject, post__in=actor.posts, urged_at__gt=since).exists()


IDLE = {
    (Order.kind(), "claim"): lambda order, _actor: order.handler_id,
    (Order.kind(), "ask"): lambda order, _actor: no_more_time(order) != "",
    (Extension.kind(), "grant"): lambda extension, _actor: extension.until <= clock.now(),
    (Opinion.kind(), "merge"): leads_nowhere,
    (Opinion.kind(), "urge"): urged_lately,
    (Opinion.kind(), "support"): lambda opinion, actor: Support.objects.filter(
        opinion=opinion, person=actor.person_id
    ).exists(),
}


@dataclass
class Wanderer:
    """One walk. `random` chooses; `now` is the time of the walk, which only goes on.

    `done` counts over many walks what was done: what was done least is done rather.
    """

    town: object
    actors: list
    random: object
    done: Counter = field(default_factory=Counter)
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
        """Days pass, and the jobs come."""
        self.now += timedelta(days=self.one_of([1, 3, 8, 91]))
        with clock.at(self.now):
            sweep()
            asking.ask_all()

    def step(self):
        """Somebody takes a step that they may take; rare ones as often as common ones."""
        self.do(lambda table: [row for row in table.steps.values() if row.sources and row.form])

    def verb(self):
        """Somebody does something beside the steps."""
        self.do(lambda table: [row for row in table.verbs.values() if row.name not in NEVER])

    def do(self, rows):
        """The first of some acts that anybody may do: in any order, or what was done least before the rest."""
        subjects = self.shuffled(self.subjects())
        kinds = dict.fromkeys(sorted(subject.kind() for subject in subjects))
        acts = [(kind, row) for kind in kinds for row in rows(TABLES[kind]) if BY_ITSELF.get(row.name) != kind]
        acts = self.shuffled(acts)
        if self.one_of([True, False]):
            acts.sort(key=lambda act: self.done[act[0], act[1].name])
        found = next((found for kind, row in acts if (found := self.possible(kind, row, subjects))), None)
        if found:
            subject, row, actor = found
            self.done[subject.kind(), row.name] += 1
            self.act(subject, row.name, actor)

    def possible(self, kind, row, subjects):
        """Somebody who may do that with one of the subjects, and isn't refused with a sentence."""
        for subject in subjects:
            if subject.kind() == kind and (not row.sources or subject.state in row.sources):
                for actor in self.shuffled(self.actors):
                    if row.may(actor, subject) and not idle(row.name, subject, actor):
                        return subject, row, actor
        return None

    def shuffled(self, things):
        return self.random.sample(things, len(things))

    def act(self, subject, name, actor):
        if (subject.kind(), name) == (Opinion.kind(), "fine"):
            asking.fine(subject, by=actor)
        else:
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
        """Every opinion and order, and what hangs on them, in the order in which they came."""
        parts = [row for model in (Extension, Promise) for row in model.objects.select_related("order").order_by("pk")]
        orders = Order.objects.select_related("unit").order_by("pk")
        return [*Opinion.objects.order_by("pk"), *orders, *parts, *Handover.objects.order_by("pk")]

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
            "answer_on_spot": lambda *_: {"answer": "按规定，秋季统一修剪。"},
            "decline": self.refuse,
            "merge": self.unite,
            "hand_over": lambda *_: {"destination": "petition", "reason": "请信访部门依法办理。"},
            "take_up": lambda *_: {"link": "信访 2026-17"},
            "call_back": self.call,
            "track": lambda *_: {"posts": [self.town.deputy_row("HB", i).post for i in (2, 3)]},
            "support": lambda *_: {},
            "unsolved": lambda *_: {},
        }
        return forms.get(name, lambda *_: {"note": "情况属实"})(subject, actor)

    def refuse(self, subject, _actor):
        """Both the office and the other side of a hand-over decline."""
        if subject.kind() == Handover.kind():
            return {"note": "不属信访事项"}
        return {"refusal": "out_of_scope", "reason": "这件事由市里办理。"}

    def unite(self, subject, actor):
        return {"into": self.one_of(list(leads(subject, actor))), "reason": "同一件事，一并办理。"}

    def call(self, _subject, _actor):
        reached = self.one_of([True, False])
        return {"reached": reached, "solved": self.one_of([True, False, None]), "words": "说还没弄好。"}

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
