"""Who may see a photo: its keeper until it is attached, then whom the matter's own room lets in."""

import hashlib
from collections.abc import Callable
from uuid import UUID

from django.db.models import Q

from minsheng.ground.files.models import File, FileQuerySet
from minsheng.ground.people.actors import NOBODY, Actor

type Guard = Callable[[Actor, str], bool]

guards: dict[str, Guard] = {}
"""By kind of matter: whether an actor may see the photos of the matter with a number."""


def guard(kind: str, fn: Guard) -> None:
    """Say who sees the photos of a kind; called when the room gets ready. Without a guard nobody sees them."""
    guards[kind] = fn


def keeper_digest(by: Actor, keeper: str) -> str:
    """What is stored for who keeps a photo: of the session's secret, else of the actor. Nobody needs a session."""
    proof = keeper or (f"{by.kind}:{by.person_id or by.link_key or by.desk}" if by != NOBODY else "")
    if not proof:
        raise ValueError("nobody keeps this photo: give the session's keeper")
    return hashlib.sha256(proof.encode()).hexdigest()


def kept_by(actor: Actor, keeper: str = "") -> FileQuerySet[File]:
    """The unattached photos that a signed-in person keeps, or the session with that secret."""
    rows = File.objects.unattached()
    if actor == NOBODY and not keeper:
        return rows.none()
    held = Q(keeper=keeper_digest(actor, keeper))
    if actor.signed_in:
        held = held & Q(by_person=None) | Q(by_person=actor.person_id)
    return rows.filter(held)


def keeps(actor: Actor, file: File, keeper: str = "") -> bool:
    """Whether the actor keeps the photo, or the session with that secret; a session isn't its next person's."""
    if file.by_person_id and actor.signed_in:
        return file.by_person_id == actor.person_id
    return bool(keeper or actor != NOBODY) and file.keeper == keeper_digest(actor, keeper)


def may_see(actor: Actor, file: File, *, keeper: str = "") -> bool:
    """Whether the actor sees the photo at all."""
    if file.removed_at:
        return False
    return _let_in(actor, file) if file.kind else keeps(actor, file, keeper)


def is_public(file: File) -> bool:
    """Whether everybody sees the photo."""
    return bool(file.kind) and may_see(NOBODY, file)


def seen(actor: Actor, pk: UUID, *, keeper: str = "") -> File | None:
    """The photo, if it is there and the actor may see it."""
    file = File.objects.there().filter(pk=pk).first()
    return file if file and may_see(actor, file, keeper=keeper) else None


def _let_in(actor: Actor, file: File) -> bool:
    return file.kind in guards and guards[file.kind](actor, file.number)
