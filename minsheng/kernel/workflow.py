"""A lifecycle is a table of steps. `begin` inserts, `take` moves, `record` notes; each rings the bell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours

bell = Signal()
"""Rung in the transaction with `acts`, of one step: mostly one, many when many begin together. Lower rooms first."""

type Key = tuple[str, str]
type Words = str | Promise
type May = Callable[[Any, Any], bool]
type Changes = Mapping[str, Any] | Callable[[Any], Mapping[str, Any]]


class Subject(models.Model):
    """Anything with a lifecycle. `number` never changes; its matter is the thing whose page and timeline it is on."""

    number = models.CharField(max_length=60, unique=True)
    state = models.CharField(max_length=30)
    district = models.CharField(max_length=6)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    @classmethod
    def kind(cls) -> str:
        return cls._meta.label_lower

    @property
    def key(self) -> Key:
        return self.kind(), self.number

    @property
    def matter_key(self) -> Key:
        """The key of the matter this belongs to: itself, unless it is a part."""
        return self.key

    @property
    def moments(self) -> Mapping[str, datetime]:
        """When earlier steps were taken that a clock may be counted from."""
        return {}


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a lifecycle table.

    `turn` names foreign keys of the subject, the first filled one acts next; `clock` is the key of the rule that says
    until when, formatted with the subject as `s`, or "name@attr" for a moment of the subject's own; `lapse` is the step
    taken by the system when that time is over; `waits` names what an open subject waits for when it is nobody's turn.
    """

    name: str
    sources: frozenset[str]
    to: str
    may: May
    told: Words
    label: Words
    turn: str = ""
    clock: str = ""
    lapse: str = ""
    waits: str = ""
    public: bool = True
    form: bool = True


def step(name: str, sources: str, to: str, may: May, labels: tuple[Words, Words], **more: Any) -> Step:
    """A row: `labels` are what residents are told afterwards, and what the official's button says."""
    return Step(name, frozenset(sources.split()), to, may, *labels, **more)


@dataclass(frozen=True, slots=True)
class Taken:
    """What the bell tells. `facts` are identifiers and words of the act; words can be erased later, ids can't."""

    subject: Subject
    matter_key: Key
    step: Step
    by: Any
    source: str
    at: datetime
    note: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def moved(self) -> bool:
        """Whether the subject began or changed its state, as against a mere record."""
        return self.step.to != ""


@dataclass(frozen=True, slots=True)
class Table:
    """A registered lifecycle and what other floors may ask of it without knowing its room."""

    model: type[Subject]
    steps: Mapping[str, Step]
    verbs: Mapping[str, Step]
    page: str = ""
    cards: Callable[[list[str]], Mapping[str, "Card"]] | None = None
    visible_to: Callable[[Any], models.QuerySet[Any]] | None = None

    def open_steps(self, subject: Subject, actor: object) -> Iterator[Step]:
        """The buttons on the screen: what this actor may do with this subject now, the usual one first."""
        now = [s for s in self.steps.values() if subject.state in s.sources]
        return (s for s in [*now, *self.verbs.values()] if s.form and s.may(actor, subject))

    def act(self, name: str) -> Step:
        """The step or recorded verb of that name."""
        return self.steps.get(name) or self.verbs[name]


@dataclass(frozen=True, slots=True)
class Card:
    """How a matter shows in a list of another room: read live, never copied, so that an erasure reaches every list."""

    kind: str
    number: str
    title: str
    place: str
    state: str
    state_label: Words
    href: str
    facts: Mapping[str, Any] = field(default_factory=dict)


TABLES: dict[str, Table] = {}


def table(model: type[Subject], *rows: Step, verbs: tuple[Step, ...] = (), **more: Any) -> Table:
    """Register a lifecycle. `more`: `page` (url name), `cards` (numbers to cards, one query), `visible_to`."""
    made = Table(model, {s.name: s for s in rows}, {v.name: v for v in verbs}, **more)
    TABLES[model.kind()] = made
    return made


def verb(name: str, may: May, labels: tuple[Words, Words], *, public: bool = False, form: bool = True) -> Step:
    """An act that is recorded without moving the subject: edit, reveal, publish. Its `may` looks at the state too."""
    return Step(name, frozenset(), "", may, *labels, public=public, form=form)


def begin[S: Subject](subject: S, step: str, /, *, by: object, note: str = "", **facts: object) -> S:
    """Insert the subject with the state of its first step and ring the bell. A part locks its matter first."""
    return begin_all([subject], step, by=by, note=note, **facts)[0]


@transaction.atomic
def begin_all[S: Subject](subjects: list[S], step: str, /, *, by: object, note: str = "", **facts: object) -> list[S]:
    """The same for several of one kind at once, with one ring of the bell."""
    row = TABLES[subjects[0].kind()].steps[step]
    for subject in subjects:
        _lock_matter(subject)
        if row.sources or not row.may(by, subject):
            raise NotYours(_("This is not yours to do."))
        subject.state = row.to
    type(subjects[0])._default_manager.bulk_create(subjects)
    _ring(subjects, row, by, "", note, facts)
    return subjects


@transaction.atomic
def take[S: Subject](
    subject: S, step: str, /, *, by: object, note: str = "", changes: Changes | None = None, **facts: object
) -> S:
    """Lock (the matter before its part), check, move, ring. Raises NotNow or NotYours, and nothing is written then.

    `changes` are further fields to set: a mapping, or a function of the locked row.
    """
    row = TABLES[subject.kind()].steps[step]
    lock(subject)
    source = subject.state
    if source not in row.sources:
        raise NotNow(_("Someone has already moved this on. Reload the page to see where it stands now."))
    if not row.may(by, subject):
        raise NotYours(_("This is not yours to do."))
    _change(subject, changes, state=row.to)
    _ring([subject], row, by, source, note, facts)
    return subject


@transaction.atomic
def record[S: Subject](
    subject: S, verb: str, /, *, by: object, note: str = "", changes: Changes | None = None, **facts: object
) -> S:
    """Note an act in the same way, without moving: the subject is locked, `changes` are set, the bell rings."""
    row = TABLES[subject.kind()].verbs[verb]
    lock(subject)
    if not row.may(by, subject):
        raise NotYours(_("This is not yours to do."))
    _change(subject, changes)
    _ring([subject], row, by, subject.state, note, facts)
    return subject


def cards(keys: list[Key]) -> dict[Key, Card]:
    """The live cards behind (kind, number) pairs: one query a kind, no upward import. Unknown kinds are left out."""
    found: dict[Key, Card] = {}
    for kind in {kind for kind, _number in keys}:
        made = TABLES[kind].cards if kind in TABLES else None
        if made:
            numbers = list(dict.fromkeys(number for k, number in keys if k == kind))
            found |= {(kind, number): card for number, card in made(numbers).items()}
    return found


def _lock_matter(subject: Subject) -> None:
    """Matter before part, always: else two parts finishing at once each miss the other, or deadlock."""
    kind, number = subject.matter_key
    if (kind, number) != subject.key:
        TABLES[kind].model._default_manager.select_for_update(of=("self",)).only("pk").get(number=number)


def lock(subject: Subject) -> None:
    """Hold a subject until the transaction ends, its matter before it, and read it anew."""
    _lock_matter(subject)
    subject.refresh_from_db(from_queryset=type(subject)._default_manager.select_for_update(of=("self",)))


def _change(subject: Subject, changes: Changes | None, **more: str) -> None:
    found = {**((changes(subject) if callable(changes) else changes) or {}), **more}
    for name, value in found.items():
        setattr(subject, name, value)
    if found:
        subject.save(update_fields=list(found))


def _ring(subjects: Sequence[Subject], row: Step, by: object, source: str, note: str, facts: Mapping[str, Any]) -> None:
    now = clock.now()
    acts = tuple(Taken(subject, subject.matter_key, row, by, source, now, note, facts) for subject in subjects)
    bell.send(sender=type(subjects[0]), acts=acts)
