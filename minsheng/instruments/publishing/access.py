"""Everyone sees what is live, nobody what is not; who sees a matter in an office reads what was public of it."""

from typing import Any

from django.db.models import Q, QuerySet

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.instruments.publishing.models import Publication, PublicationQuerySet, Takedown, Version
from minsheng.instruments.publishing.queries import STAGES, latest, open_takedowns
from minsheng.kernel.workflow import TABLES, Key

READERS = (Role.OFFICE, Role.DIRECTOR, Role.DISTRICT, Role.AUDITOR)
"""Who reads what was public earlier, and who asked for what."""


def visible_to(actor: Actor) -> PublicationQuerySet:  # noqa: ARG001 (the shape of every `visible_to`)
    """What is live, whoever asks."""
    return Publication.objects.live()


def sees(actor: Actor, number: str) -> bool:
    """Whether the publication of that number is live: the guard of its photos."""
    return visible_to(actor).filter(number=number).exists()


def sees_matter(actor: Actor, key: Key) -> bool:
    """Whether the actor sees the matter itself."""
    kind, number = key
    visible = TABLES[kind].visible_to if kind in TABLES else None
    return bool(visible and visible(actor).filter(number=number).exists())


def may_read_history(actor: Actor, key: Key) -> bool:
    """The office and its director, the district and auditors, of matters that they see; nobody of the public."""
    return actor.is_(*READERS) and sees_matter(actor, key)


def copies_beside(actor: Actor, key: Key) -> dict[str, Any]:
    """What stands on an official's page of a matter: whether there are versions to read, and what was asked for.

    For "publishing/requests.html"; the caller knows that the actor sees the matter.
    """
    reads = actor.is_(*READERS) and latest(key) is not None
    return {"versions": reads, "requests": list(open_takedowns(key)) if reads else []}


def sees_version(actor: Actor, key: str) -> bool:
    """The guard of the photos of earlier versions."""
    number, _, n = key.rpartition(".")
    row = Version.objects.filter(publication__number=number, n=int(n)).select_related("publication").first()
    return row is not None and may_read_history(actor, row.publication.key)


def takedowns(actor: Actor) -> QuerySet[Takedown]:
    """The requests that the actor reads: of matters that they see."""
    rows = Takedown.objects.select_related("place", "office")
    if not actor.is_(*READERS):
        return rows.none()
    seen = Q(pk=None)
    for kind in STAGES.keys() & TABLES.keys():
        visible = TABLES[kind].visible_to
        if visible:
            seen |= Q(matter_kind=kind, matter_number__in=visible(actor).order_by().values("number"))
    return rows.filter(seen)


def may_ask_removal(actor: Actor, takedown: Takedown) -> bool:  # noqa: ARG001 (the shape of every `may`)
    """Anyone: it may be about somebody who isn't known here."""
    return True


def may_decide(actor: Actor, takedown: Takedown) -> bool:
    """The congress work office of the street, except for whoever asked."""
    asked = takedown.asker_id is not None and actor.person_id == takedown.asker_id
    return actor.is_(Role.OFFICE) and actor.unit_id == takedown.office_id and not asked


def may_take_down(actor: Actor, takedown: Takedown) -> bool:
    """They, and the system where the copy has been taken off meanwhile."""
    return actor.is_system or may_decide(actor, takedown)
