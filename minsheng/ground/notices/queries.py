"""What a person is told, and whom a step concerns."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, ForeignKey, Model, Q, QuerySet

from minsheng.ground.duties.models import Duty
from minsheng.ground.duties.queries import mine, sees_matter, superiors, waiting
from minsheng.ground.notices.models import Notice, NoticeQuerySet, Preference
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Appointment, Deputy, Person, Role, Substitution
from minsheng.ground.people.queries import acting, options
from minsheng.kernel import clock
from minsheng.kernel.workflow import TABLES, Card, Key, Words, cards

HANDLING = (Role.OFFICE, Role.DIRECTOR, Role.GOVERNMENT, Role.HANDLER, Role.DISTRICT)
"""Whose turn it is when it is their unit's."""

PUBLIC: list[Callable[[list[Key]], Mapping[Key, Card]]] = []
"""What everyone sees of matters, as cards; filled by the room that publishes when it gets ready."""


@dataclass(frozen=True, slots=True)
class Item:
    """A notice, the live card of its matter, what was done in words, and whether it is still the actor's turn.

    The card is of what is public of the matter, or None, for who may not see it any more.
    """

    notice: Notice
    card: Card | None
    told: Words
    waits: bool = False

    @property
    def news(self) -> bool:
        """Whether the act itself is what they are to hear: it made nobody's turn."""
        table = TABLES.get(self.notice.kind)
        return self.told != "" and table is not None and table.act(self.notice.step).turn == ""

    @property
    def why(self) -> str:
        """Why it is told, where that isn't an act."""
        return str(Notice.Why(self.notice.why).label) if self.notice.why != Notice.Why.STEP else ""


def as_officials(person: Person) -> list[Actor]:
    """Whom a person acts as on the governance port."""
    among = options(person, strong=True)
    return [acting(person, option, among) for option in among if option.post]


def with_duties() -> QuerySet[Person]:
    """Who holds or substitutes for a post today on which, or on whose unit, something is open."""
    rows = Duty.objects.open()
    posts, units = rows.exclude(post=None).values("post"), rows.exclude(unit=None).values("unit")
    open_ = Q(post__in=posts) | Q(post__unit__in=units)
    held = Appointment.objects.current().filter(open_).values("person")
    stood_in = Substitution.objects.current().filter(open_).values("person")
    return Person.objects.filter(Q(pk__in=held) | Q(pk__in=stood_in), is_active=True).order_by("pk")


def counts(person: Person) -> dict[str, int]:
    """What waits for a person on all their posts now: all, of it amber, of it late."""
    now, found = clock.now(), Counter[str]()
    for actor in as_officials(person):
        if not actor.staff:
            continue
        found.update(
            waiting(actor)
            .order_by()
            .aggregate(
                open=Count("pk"),
                amber=Count("pk", filter=Q(amber_at__lte=now, due__gt=now)),
                late=Count("pk", filter=Q(due__lte=now)),
            )
        )
    return dict(found) if found["open"] else {}


def above(duty: Duty) -> list[set[int]]:
    """The people above a duty's holder who may see its matter, level by level, the nearest first."""
    levels = ({p for p in _people("people.unit", unit.pk) if _may_see(p, duty.matter_key)} for unit in superiors(duty))
    return [people for people in levels if people]


def _may_see(person_id: int, matter: Key) -> bool:
    return any(sees_matter(actor, matter) for actor in as_officials(Person.objects.get(pk=person_id)))


def unread(actor: Actor) -> int:
    """How many notices the actor hasn't read."""
    return Notice.objects.of(actor).unread().count()


def told(actor: Actor) -> NoticeQuerySet:
    """The actor's notices, newest first."""
    return Notice.objects.of(actor).order_by("-id")


def items(actor: Actor, notices: Iterable[Notice]) -> list[Item]:
    """Notices of the actor with what they are about.

    Two queries a kind (which matters they may see, and their cards), and one for what an official still has to do.
    """
    rows = list(notices)
    keys = [row.matter_key for row in rows if row.matter_kind]
    found = cards(_seen(actor, keys))
    found |= _public([key for key in keys if key not in found])
    open_ = _waiting(actor, rows)
    return [Item(row, found.get(row.matter_key), _told(row), (row.number, row.step) in open_) for row in rows]


def preference(actor: Actor) -> Preference:
    """What the person chose, or what holds for who didn't."""
    return Preference.objects.filter(person=actor.person_id).first() or Preference()


def holders(subject: Model, turn: str) -> set[int]:
    """The people whose turn it is: those on the first filled post of `turn`, or in the unit. A resident isn't meant."""
    for name in turn.split():
        field = cast("ForeignKey[Any, Any]", subject._meta.get_field(name))
        if pk := getattr(subject, field.attname):
            return _people(field.related_model._meta.label_lower, pk)
    return set()


def on_post(post_id: int) -> set[int]:
    """Who sits on a post today."""
    return _people("people.post", post_id)


def _people(label: str, pk: int) -> set[int]:
    """Who sits on a post or in a unit today, substitutes too; a deputy out of office doesn't."""
    post = {"people.post": Q(post=pk), "people.unit": Q(post__unit=pk, post__role__in=HANDLING)}.get(label)
    if post is None:
        return set()
    held = Appointment.objects.current().filter(post, person__is_active=True)
    if label == "people.post":  # no deputy is in a unit
        idle = Deputy.objects.exclude(status=Deputy.Status.IN_OFFICE).values("person")
        held = held.exclude(post__role=Role.DEPUTY, person__in=idle)
    stood_in = Substitution.objects.current().filter(post, person__is_active=True)
    return set(held.values_list("person", flat=True).union(stood_in.values_list("person", flat=True)))


def _seen(actor: Actor, keys: Iterable[Key]) -> list[Key]:
    """Those of the matters that the actor may see now: one query a kind."""
    numbers = defaultdict(set)
    for kind, number in keys:
        numbers[kind].add(number)
    return [(kind, number) for kind, some in numbers.items() for number in _visible(actor, kind, some)]


def _visible(actor: Actor, kind: str, numbers: set[str]) -> list[str]:
    door = TABLES[kind].visible_to if kind in TABLES else None
    return list(door(actor).filter(number__in=numbers).values_list("number", flat=True)) if door else []


def _waiting(actor: Actor, rows: Iterable[Notice]) -> set[tuple[str, str]]:
    """What still waits for the actor since the act that they were told of: its number and that step."""
    numbers = {row.number for row in rows if row.official}
    return set(mine(actor).filter(number__in=numbers).values_list("number", "step")) if numbers else set()


def _public(keys: list[Key]) -> dict[Key, Card]:
    return {key: card for public in PUBLIC for key, card in public(keys).items()} if keys else {}


def _told(notice: Notice) -> Words:
    """What residents read about the step; an act that the table doesn't know any more has no words."""
    table = TABLES.get(notice.kind)
    known = table and (notice.step in table.steps or notice.step in table.verbs)
    return table.act(notice.step).told if table and known else ""
