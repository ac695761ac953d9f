"""Who sits on which post: ending an appointment without leaving anything behind, and substitutes."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from minsheng.ground.duties import actions as duties
from minsheng.ground.duties.models import Duty, DutyQuerySet
from minsheng.ground.journal.actions import note as journal
from minsheng.ground.journal.models import Entry
from minsheng.ground.notices.actions import tell_posts
from minsheng.ground.notices.queries import HANDLING
from minsheng.ground.people import actions as people
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Appointment, Deputy, Person, Post, Role, Substitution
from minsheng.ground.people.queries import SIDES, could_sit
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours, Wrong

KIND: Final = Post._meta.label_lower
ENDED, NAMED, RECALLED = "end_appointment", "name_substitute", "end_substitute"
SUCCESSOR, MOVE, VACANT = "successor", "move", "vacant"


def in_reach(actor: Actor) -> QuerySet[Post]:
    """The posts that an actor sees here: administrators all, offices and directors their place's, others their own."""
    rows = Post.objects.select_related("unit", "station", "place").filter(district=actor.district)
    if actor.is_(Role.ADMINISTRATOR):
        return rows
    own = Q(pk__in=actor.posts)
    return rows.filter(own | Q(place=actor.place_id)) if actor.is_(Role.OFFICE, Role.DIRECTOR) else rows.filter(own)


def may_end(actor: Actor, appointment: Appointment) -> bool:
    """Administrators and the director of the place, never for themselves."""
    if appointment.person_id == actor.person_id:
        return False
    post = appointment.post
    return actor.is_(Role.ADMINISTRATOR) or (actor.is_(Role.DIRECTOR) and actor.place_id == post.place_id)


def may_substitute(actor: Actor, post: Post) -> bool:
    """Whoever holds the post, the office and the director of its place, administrators."""
    near = actor.is_(Role.OFFICE, Role.DIRECTOR) and actor.place_id == post.place_id
    return Role(post.role) in SIDES and (near or post.pk in actor.posts or actor.is_(Role.ADMINISTRATOR))


@dataclass(frozen=True, slots=True)
class Left:
    """What an appointment would leave behind with nobody there: duties of its post, duties of its unit."""

    post: DutyQuerySet
    unit: DutyQuerySet

    @property
    def count(self) -> int:
        return self.post.count() + self.unit.count()


def left_by(appointment: Appointment) -> Left:
    """Nothing, as long as somebody else sits there. A substitute is no successor: they go again by themselves."""
    post, others = appointment.post, _sitting().exclude(pk=appointment.pk)
    duties_, none = Duty.objects.open(), Duty.objects.none()
    alone = not others.filter(post=post.pk).exists()
    last = post.unit_id and not others.filter(post__unit=post.unit_id, post__role__in=HANDLING).exists()
    return Left(duties_.filter(post=post.pk) if alone else none, duties_.filter(unit=post.unit_id) if last else none)


def _sitting() -> QuerySet[Appointment]:
    """Who sits on a post now; a deputy out of office doesn't."""
    idle = Deputy.objects.exclude(status=Deputy.Status.IN_OFFICE).values("person")
    rows = Appointment.objects.current().filter(person__is_active=True)
    return rows.exclude(post__role=Role.DEPUTY, person__in=idle)


def others_like(post: Post) -> QuerySet[Post]:
    """Other posts of the same role and place on which somebody sits: what is open can move there."""
    rows = Post.objects.filter(role=post.role, place=post.place_id).exclude(pk=post.pk)
    return rows.filter(pk__in=_sitting().values("post")).order_by("name", "pk")


def ways(appointment: Appointment, left: Left) -> list[str]:
    """What can become of what is left: somebody follows, it moves to another post, or it stays and waits."""
    follow = [SUCCESSOR] if could_sit(appointment.post).exclude(pk=appointment.person_id).exists() else []
    move = [MOVE] if left.post.exists() and not left.unit.exists() and others_like(appointment.post).exists() else []
    return [*follow, *move, VACANT]


@transaction.atomic
def end(
    appointment: Appointment,
    *,
    by: Actor,
    then: str = "",
    person: Person | None = None,
    to: Post | None = None,
    note: str = "",
) -> int:
    """End an appointment; how many open duties moved. What would be left with nobody there needs a decision (`then`).

    A successor sits down in the same act; or the post's duties go to another post; or they stay, said so explicitly.
    Raises NotYours; Wrong without a decision; NotNow when it has ended.
    """
    if not may_end(by, appointment):
        raise NotYours(_("This is not yours to do."))
    ended, left = people.end(appointment), left_by(appointment)
    waits = left.count
    if waits and then not in ways(appointment, left):
        raise Wrong(_("There is something open on this post. Say what becomes of it."))
    moved = _settle(appointment.post, then if waits else "", person, to)
    facts = {"person": ended.person_id, "then": then if waits else "", "open": waits, "moved": moved}
    facts |= {"to": to.pk if to and moved else None, "successor": person.pk if person and then == SUCCESSOR else None}
    journal(ENDED, by=by, kind=KIND, number=str(ended.post_id), said=note, **facts)
    return len(moved)


def _settle(post: Post, then: str, person: Person | None, to: Post | None) -> list[str]:
    """Do with what is left as was decided; the numbers of what moved."""
    if then == SUCCESSOR:
        if person is None or person not in could_sit(post):
            raise Wrong(_("Choose who follows."))
        people.appoint(person, post)
    if then != MOVE:
        return []
    if to is None or to not in others_like(post):
        raise Wrong(_("Choose the post that what is open moves to."))
    given = duties.hand_on(post, to)
    for duty in given:
        tell_posts([to.pk], matter=duty.matter_key, step=duty.step, district=duty.district)
    return [duty.number for duty in given]


@transaction.atomic
def name_substitute(post: Post, *, person: Person, since: date, until: date, by: Actor, note: str = "") -> Substitution:
    """Let somebody act for a post from one day to another, both included; it begins and ends by itself.

    Raises NotYours; Wrong for days that are over or out of order, and for somebody who can't sit there; NotNow when
    somebody substitutes on one of these days already.
    """
    if not may_substitute(by, post):
        raise NotYours(_("This is not yours to do."))
    if since < clock.today() or until < since:
        raise Wrong(_("These days are over or the wrong way round. Choose a first and a last day from today on."))
    if person not in could_sit(post):
        raise Wrong(_("This person can't act for this post. Choose one of those offered."))
    Post.objects.select_for_update().get(pk=post.pk)
    if Substitution.objects.filter(post=post, since__lte=until, until__gte=since).exists():
        raise NotNow(_("Somebody substitutes on one of these days already. End that first, or choose other days."))
    made = people.substitute(post, person, since=since, until=until)
    facts = {"person": person.pk, "since": since.isoformat(), "until": until.isoformat()}
    journal(NAMED, by=by, kind=KIND, number=str(post.pk), said=note, **facts)
    return made


@transaction.atomic
def recall(substitution: Substitution, *, by: Actor) -> None:
    """End a substitution before its time."""
    if not may_substitute(by, substitution.post):
        raise NotYours(_("This is not yours to do."))
    facts = {"person": substitution.person_id, "post": substitution.post_id}
    people.end_substitution(substitution)
    journal(RECALLED, by=by, kind=KIND, number=str(facts["post"]), person=facts["person"])


# What the pages read.


def listed(actor: Actor, sought: str = "") -> QuerySet[Post]:
    """The posts in reach with how much is open on each; by name of the post or of who sits there."""
    rows = in_reach(actor).annotate(open_post=_open("post", "pk"), open_unit=_open("unit", "unit_id"))
    if sought:
        sitting = Appointment.objects.current().filter(person__name__icontains=sought)
        rows = rows.filter(Q(name__icontains=sought) | Q(pk__in=sitting.values("post")))
    return rows.order_by("place", "unit", "role", "name", "pk")


def _open(holder: str, key: str) -> Coalesce:
    """How many duties are open of a post, or of its unit."""
    rows = Duty.objects.open().order_by().filter(**{holder: OuterRef(key)}).values(holder)
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


@dataclass(frozen=True, slots=True)
class Seat:
    """A line of the list: a post, who sits on it, who stands in, how much is open there."""

    post: Any
    sitting: list[str]
    away: list[Substitution]

    @property
    def open(self) -> int:
        return int(self.post.open_post + self.post.open_unit)


def seats(posts: list[Post]) -> list[Seat]:
    """Posts with their people: two queries."""
    held = list(Appointment.objects.current().filter(post__in=posts).select_related("person").order_by("pk"))
    away = list(substitutions(posts))
    return [
        Seat(
            post,
            [row.person.name for row in held if row.post_id == post.pk],
            [row for row in away if row.post_id == post.pk],
        )
        for post in posts
    ]


def substitutions(posts: list[Post]) -> QuerySet[Substitution]:
    """Who stands in now or later."""
    rows = Substitution.objects.filter(post__in=posts, until__gte=clock.today())
    return rows.select_related("person", "post").order_by("since", "pk")


def holders(post: Post) -> QuerySet[Appointment]:
    """Who sits on a post now."""
    return Appointment.objects.current().filter(post=post).select_related("person", "post").order_by("pk")


def history(post: Post) -> QuerySet[Entry]:
    """What was done with who sits there, the last first."""
    rows = Entry.objects.filter(kind=KIND, number=str(post.pk)).select_related("signature", "words")
    return rows.order_by("-id")[:20]
