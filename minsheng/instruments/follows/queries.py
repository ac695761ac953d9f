"""Who follows what."""

from collections.abc import Callable
from dataclasses import dataclass

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.instruments.follows.access import is_public, sees
from minsheng.instruments.follows.models import Follow
from minsheng.kernel.workflow import Key

UNITED: dict[str, Callable[[str], list[str]]] = {}
"""By kind: the numbers of what was united with the matter of a number. The room of the matters fills it."""


def united(key: Key) -> list[Key]:
    """The matters that go on as this one: their followers hear of it under their own number."""
    kind, number = key
    return [(kind, other) for other in UNITED[kind](number)] if kind in UNITED else []


def follows(key: Key, actor: Actor) -> bool:
    """Whether the actor follows the matter."""
    kind, number = key
    return bool(actor.person_id) and Follow.objects.filter(kind=kind, number=number, person=actor.person_id).exists()


def followers(key: Key) -> list[int]:
    """The ids of all who follow a matter, the first one first."""
    kind, number = key
    rows = Follow.objects.filter(kind=kind, number=number).order_by("since", "id")
    return list(rows.values_list("person_id", flat=True))


def followed(actor: Actor) -> list[Key]:
    """What a resident follows, the newest first. Show a card only of what they see, else what is public of it."""
    if not actor.person_id:
        return []
    return list(Follow.objects.filter(person=actor.person_id).order_by("-since", "-id").values_list("kind", "number"))


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may be told of a matter: those who see it themselves, and, while it is public, all other followers."""

    inside: list[int]
    outside: list[int]


def audience(key: Key) -> Audience:
    """The followers of a matter, as far as they may be told of it now."""
    people = followers(key)
    inside = [person for person in people if sees(Actor(kind="person", role=Role.RESIDENT, person_id=person), key)]
    outside = [person for person in people if person not in inside]
    return Audience(inside, outside if outside and is_public(key) else [])
