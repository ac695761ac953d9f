"""Who may follow what."""

from collections.abc import Callable

from minsheng.ground.people.actors import Actor
from minsheng.kernel.workflow import TABLES, Key

PUBLIC: dict[str, Callable[[str], bool]] = {}
"""By kind: whether the matter of a number is public. The room of the matters fills it when it gets ready."""


def may_follow(actor: Actor) -> bool:
    """Residents, signed in or by a link that was sent to them; nobody in an official role."""
    return actor.resident and actor.person_id is not None


def is_public(key: Key) -> bool:
    """Whether everyone sees something of the matter."""
    kind, number = key
    return kind in PUBLIC and PUBLIC[kind](number)


def sees(actor: Actor, key: Key) -> bool:
    """Whether the actor sees the matter itself, not only what is public of it."""
    kind, number = key
    visible_to = TABLES[kind].visible_to if kind in TABLES else None
    return visible_to is not None and visible_to(actor).filter(number=number).exists()
