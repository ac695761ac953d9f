"""Who a person may act as, and how people are shown."""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from minsheng.ground.people.actors import Actor, Key
from minsheng.ground.people.models import BY_PHONE, Appointment, Deputy, Person, Post, Role, Substitution, Unit
from minsheng.ground.places.models import Place

MOBILE = re.compile(r"^1[3-9]\d{9}$")
LANDLINE = re.compile(r"^0\d{2,3}[1-9]\d{6,7}$")
FULL_WIDTH = str.maketrans("０１２３４５６７８９＋－", "0123456789+-")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a person may act as: a post held or substituted, or oneself ("resident").

    Deputies act for all their posts at once, their own and those of their stations; officials for one unit at a time.
    """

    key: str
    label: str
    role: str
    post: Post | None = None
    posts: tuple[Post, ...] = ()


def options(person: Person, *, strong: bool) -> list[Option]:
    """What the person may act as today; without a second factor only what `BY_PHONE` allows."""
    held = [Option(f"a{a.pk}", a.post.name, a.post.role, a.post) for a in _appointments(person)]
    away = [
        Option(f"s{s.pk}", _("%(post)s (substitute)") % {"post": s.post.name}, s.post.role, s.post)
        for s in Substitution.objects.current().filter(person=person).select_related("post__unit")
    ]
    posts = [o for o in held + away if strong or o.role in BY_PHONE]
    return [*_joined(posts), Option("resident", _("Myself, as a resident"), Role.RESIDENT)]


def _joined(found: list[Option]) -> list[Option]:
    """Options of one role and unit are one: the first gives its name, all give their posts."""
    groups: dict[tuple[str, int | None], list[Option]] = {}
    for option in found:
        if option.post:
            groups.setdefault((option.role, option.post.unit_id), []).append(option)
    return [replace(group[0], posts=tuple(o.post for o in group if o.post)) for group in groups.values()]


def _appointments(person: Person) -> Iterable[Appointment]:
    """Current appointments; a suspended or ended deputy's own ones are left out."""
    rows = list(Appointment.objects.current().filter(person=person).select_related("post__unit").order_by("pk"))
    if all(row.post.role != Role.DEPUTY for row in rows):
        return rows
    idle = Deputy.objects.filter(person=person).exclude(status=Deputy.Status.IN_OFFICE).exists()
    return [row for row in rows if row.post.role != Role.DEPUTY or not idle]


def actor_of(person: Person, key: str = "", *, strong: bool = True) -> Actor:
    """The actor that the person is under an option's key, by default under the first of them."""
    found = options(person, strong=strong)
    return acting(person, next((o for o in found if o.key == key), found[0]), found)


def acting(person: Person, chosen: Option, among: Iterable[Option]) -> Actor:
    """The actor that a person is under an option of those that they have."""
    post = chosen.post
    if not post:
        return Actor(kind="person", role=chosen.role, person_id=person.pk, name=person.name, district=settings.DISTRICT)
    return Actor(
        kind="person",
        role=chosen.role,
        person_id=person.pk,
        post_id=post.pk,
        posts=frozenset(p.pk for p in chosen.posts),
        unit_id=post.unit_id,
        units=frozenset(p.unit_id for option in among for p in option.posts if p.unit_id),
        place_id=post.place_id,
        stations=frozenset(p.station_id for p in chosen.posts if p.station_id),
        district=post.district,
        name=person.name,
        desk=post.unit.short if post.unit else post.name,
    )


def visitor(kind: str, number: str, person_id: int | None, district: str) -> Actor:
    """The holder of a signed link: sees and rates that one matter, in the name of the person it was sent to."""
    return Actor(kind="link", role=Role.RESIDENT, person_id=person_id, district=district, link_key=(kind, number))


VISITS: list[Callable[[int], Actor | None]] = []
"""How the session's link becomes a visitor, asked on every request: the room of the links says so when it is ready."""


def visitor_of(link: int) -> Actor | None:
    """Who comes by the link of that id; None once it is revoked, has expired, or its person's account was closed."""
    return next((actor for visit in VISITS if (actor := visit(link))), None)


def unit_of(kind: str, place_id: int) -> Unit | None:
    """The one unit of a kind at a place: a street's congress office, its street office desk."""
    return Unit.objects.filter(kind=kind, place_id=place_id).first()


CONGRESS = (Role.OFFICE, Role.DIRECTOR, Role.DISTRICT, Role.COORDINATOR)
GOVERNMENT = (Role.GOVERNMENT, Role.HANDLER)
SIDES = {role: side for side in (CONGRESS, GOVERNMENT) for role in side}
"""Who may stand in for whom: whoever judges answers never stands in for whoever gives them. A deputy's office is a
person's own (代表法), and administrators and auditors are not substituted."""


def could_sit(post: Post) -> QuerySet[Person]:
    """Who could act for a post, or follow on it: those of its place on the same side who hold no post on the other."""
    side = SIDES.get(Role(post.role), ())
    held = Appointment.objects.current()
    there = held.filter(post__role__in=side, post__place=post.place_id).exclude(post=post.pk)
    other = held.exclude(post__role__in=(*side, Role.RESIDENT, Role.COUNCIL_MEMBER))
    rows = Person.objects.filter(pk__in=there.values("person"), is_active=True, username__isnull=False)
    return rows.exclude(pk__in=other.values("person")).order_by("name", "pk")


def units_around(street_id: int) -> QuerySet[Unit]:
    """The units of a street and of the district above it."""
    place = Place.objects.get(pk=street_id)
    return Unit.objects.filter(place__in=[street_id, place.parent_id]).order_by("place", "id")


def officials_around(street_id: int) -> QuerySet[Person]:
    """Who holds a post of a unit of the street or of the district above it, now."""
    held = Appointment.objects.current().filter(post__unit__in=units_around(street_id))
    return Person.objects.filter(pk__in=held.values("person")).order_by("name")


def addressable_deputies(street_id: int | None = None) -> Iterable[Deputy]:
    """Deputies whom a resident may address: in office; of one street where given. Ordered by code."""
    rows = Deputy.objects.filter(status=Deputy.Status.IN_OFFICE).select_related("person", "post").order_by("code")
    return rows.filter(post__place_id=street_id) if street_id else rows


def deputies_post(station_id: int) -> Post | None:
    """The shared post of the deputies attached to a station, if anybody sits on it now."""
    rows = Post.objects.filter(station_id=station_id, role=Role.DEPUTY)
    return rows.filter(appointments__in=Appointment.objects.current()).first()


def clean_phone(text: str) -> str:
    """A mobile number as eleven digits, however it was typed; "" when it is none."""
    digits = re.sub(r"^(\+?86)(?=1\d{10}$)", "", _digits(text))
    return digits if MOBILE.match(digits) else ""


def clean_landline(text: str) -> str:
    """A landline with its area code as digits, however it was typed; "" when it is none."""
    digits = re.sub(r"^(\+?86)(?=[1-9])", "0", _digits(text))
    return digits if LANDLINE.match(digits) else ""


def _digits(text: str) -> str:
    return re.sub(r"[\s\-()（）]", "", text.translate(FULL_WIDTH))


def masked_phone(phone: str) -> str:
    """The first three and last four digits, as in 138****5678, and nothing of a shorter number."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= len("19900000000") else "****"


def masked_name(name: str) -> str:
    """The surname and a star for each further character."""
    return name[:1] + "*" * max(1, len(name) - 1) if name else ""


@cache
def _ranks() -> dict[str, int]:
    """Each character's place in the official order: by number of strokes, then stroke by stroke."""
    found = json.loads((Path(__file__).parent / "data" / "strokes.json").read_text(encoding="utf-8"))
    return {character: n for n, character in enumerate("".join(found["characters"]))}


def by_strokes(name: str) -> tuple[int, int, list[int]]:
    """Where a name stands in an official list: by the strokes of its surname; the shorter of one surname first."""
    ranks = [_ranks().get(character, len(_ranks()) + ord(character)) for character in name] or [0]
    return ranks[0], len(name), ranks


def digest(text: str) -> str:
    """A keyed digest of a phone or address, so that limits and codes need not store it."""
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


UNFINISHED: list[Callable[[int], Iterable[Key]]] = []
"""What of a person's is still being handled, by the person's id; each room says so when it gets ready."""


def names_of(person_id: int) -> list[str]:
    """What somebody may be named by in what others wrote: name and phone."""
    found = Person.objects.filter(pk=person_id).values_list("name", "contact__phone").first() or ()
    return [known for known in found if known]


def unfinished(person_id: int) -> list[Key]:
    """The keys of all that must end before a person's data can be erased."""
    return [key for ask in UNFINISHED for key in ask(person_id)]


def why_not_erased(person: Person) -> str:
    """Why a person's data can't be erased now, in a sentence; "" when it can."""
    if person.username or Appointment.objects.filter(person=person).exists():
        return _("You hold or held a post here, and what was done on it must stay. Turn to your office about the rest.")
    if unfinished(person.pk):
        return _("Something you reported is still being handled. Your data can be deleted when it is closed.")
    return ""


def demo_allowed() -> bool:
    """Whether accounts that sign in without proof exist here: only in data created as demo, never behind TLS."""
    return not settings.BEHIND_TLS and Person.objects.filter(demo=True).exists()
