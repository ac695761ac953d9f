"""Keeping photos, giving them to matters, taking them down."""

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from minsheng.ground.files import documents, photos, store
from minsheng.ground.files.access import keeper_digest, keeps
from minsheng.ground.files.models import File
from minsheng.ground.files.photos import Box, Photo, Upload
from minsheng.ground.files.queries import limits, of
from minsheng.ground.files.tokens import read
from minsheng.ground.people import actions as people
from minsheng.ground.people.actors import Actor
from minsheng.ground.policies.queries import value
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours

type Covers = Mapping[UUID, Sequence[Box]]

AT_LEAST_OLD = timedelta(hours=1)
"""A content on disk that is younger, by the real clock, may still be waiting for its row."""


def keep(upload: Upload, *, by: Actor, keeper: str = "", address: str = "") -> File:
    """Keep a photo until it is attached; the same one sent again by the same keeper is the same row.

    `keeper` is the secret of the session, needed where `by` is nobody; `address` their network address, for the limit.
    Raises TooLarge, Wrong or TooOften.
    """
    count(by, address)
    photo = photos.read(upload, limits())
    with transaction.atomic():
        file, _made = File.objects.unattached().get_or_create(
            sha256=store.put(photo.full, photo.small),
            keeper=keeper_digest(by, keeper),
            kind="",
            removed_at=None,
            defaults=_facts(photo, by),
        )
    return _proven(file)


def keep_document(upload: Upload, *, by: Actor, keeper: str = "", address: str = "") -> File:
    """The same for a document."""
    count(by, address)
    document = documents.read(upload)
    with transaction.atomic():
        file, _made = File.objects.unattached().get_or_create(
            sha256=store.put(document.content),
            keeper=keeper_digest(by, keeper),
            kind="",
            removed_at=None,
            defaults={
                "mime": document.mime,
                "name": document.name,
                "bytes": len(document.content),
                "width": 0,
                "height": 0,
                "by_person_id": by.person_id,
            },
        )
    return _proven(file)


def count(by: Actor, address: str) -> None:
    """Count a photo that is about to be decoded for somebody who isn't signed in. Raises TooOften (`files.uploads`)."""
    if by.kind in {"nobody", "link"}:
        people.limit("photo", address, most=value("files.uploads")["per_address_hour"], within=timedelta(hours=1))


def _facts(photo: Photo, by: Actor) -> dict[str, object]:
    return {
        "mime": photos.MIME,
        "bytes": len(photo.full),
        "width": photo.width,
        "height": photo.height,
        "taken_lon": photo.taken.lon,
        "taken_lat": photo.taken.lat,
        "taken_at": photo.taken.at,
        "by_person_id": by.person_id,
    }


@transaction.atomic
def claim(token: str, *, by: Actor, keeper: str = "") -> File:
    """The photo that a token of `tokens.token` stands for, kept by the actor or the session from now on.

    A young token is proof enough, so that photos survive a session, unless somebody else has signed in since they were
    kept. Raises NotNow when the photo can't be had, whatever the reason.
    """
    said = read(token)
    file = File.objects.unattached().select_for_update().filter(pk=said.file_id).first() if said else None
    if not (said and file and (keeps(by, file, keeper) or (said.fresh and _nobody_elses(file, by)))):
        raise _gone()
    return _proven(_changed(file, keeper=keeper_digest(by, keeper), by_person_id=file.by_person_id or by.person_id))


def attach(files: Sequence[File], *, kind: str, number: str, role: str = "", by: Actor) -> list[File]:
    """Give photos to a matter, in their order, after those it has in that role; giving them twice is giving them once.

    The photos must come from `keep` or `claim` in this request, or have been kept by the same person. Raises NotYours,
    and NotNow when one was removed or belongs to something else.
    """
    if not files:
        return []
    with transaction.atomic():
        rows = File.objects.there().select_for_update().order_by("pk").in_bulk([file.pk for file in files])
        given = [_givable(rows.get(file.pk), (kind, number, role), by, proven=file.proven) for file in files]
        first = File.objects.there().filter(kind=kind, number=number, role=role).count()
        new = [row for row in dict.fromkeys(given) if not row.kind]
        for position, row in enumerate(new, first):
            row.kind, row.number, row.role, row.position = kind, number, role, position
            row.by_person_id = row.by_person_id or by.person_id
        File.objects.bulk_update(new, ["kind", "number", "role", "position", "by_person"])
    return given


def _givable(row: File | None, where: tuple[str, str, str], by: Actor, *, proven: bool) -> File:
    if row is None:
        raise _gone()
    if not (keeps(by, row) or (proven and _nobody_elses(row, by))):
        raise NotYours(_("This photo was sent by somebody else. Add your own photo."))
    if row.kind and (row.kind, row.number, row.role) != where:
        raise NotNow(_("This photo was already sent with something else. Add it again."))
    return row


@transaction.atomic
def copy_for(
    files: Iterable[File], *, kind: str, number: str, role: str = "", covers: Covers | None = None
) -> list[File]:
    """The same photos for another matter, such as what the public sees, without who sent them, where and when.

    `covers` says what parts of which photo are made unrecognisable in the copy; the photo itself stays as it is. The
    caller answers for the right to do so. What is already copied there isn't copied again.
    """
    there = of(kind, number, role)
    known = {file.sha256 for file in there}
    wanted = [_content(file, (covers or {}).get(file.pk, ())) for file in files if not file.removed_at]
    new = [content for content in wanted if content["sha256"] not in known]
    return there + File.objects.bulk_create(
        File(**content, kind=kind, number=number, role=role, position=position)
        for position, content in enumerate(new, len(there))
    )


def _content(file: File, boxes: Sequence[Box]) -> dict[str, Any]:
    """What a copy of a photo has of it."""
    if boxes:
        photo = photos.covered(store.read(file.sha256), boxes)
        sizes = {"bytes": len(photo.full), "width": photo.width, "height": photo.height}
        return {"sha256": store.put(photo.full, photo.small), "mime": photos.MIME, **sizes}
    return {name: getattr(file, name) for name in ("sha256", "mime", "bytes", "width", "height")}


@transaction.atomic
def remove(file: File) -> None:
    """Drop a photo that isn't attached yet. Raises NotNow when it is."""
    row = _waiting(file)
    row.removed_at = clock.now()
    row.save(update_fields=["removed_at"])


@transaction.atomic
def rotate(file: File) -> File:
    """Turn a photo that isn't attached yet a quarter clockwise. Raises NotNow when it is."""
    row = _waiting(file)
    photo = photos.turned(store.read(row.sha256))
    size = {"bytes": len(photo.full), "width": photo.width, "height": photo.height}
    return _proven(_changed(row, sha256=store.put(photo.full, photo.small), **size))


def take_down(kind: str, number: str, role: str | None = None) -> int:
    """Remove the photos of a matter, in one role or in all: nobody sees them any more, later they are swept."""
    rows = File.objects.there().filter(kind=kind, number=number, **({} if role is None else {"role": role}))
    return rows.update(removed_at=clock.now())


def forget(person_id: int, _by: Actor) -> None:
    """Take down all that a person sent, and forget who and where it was: the sweep deletes it within some days."""
    rows = File.objects.filter(by_person=person_id)
    rows.filter(removed_at=None).update(removed_at=clock.now())
    rows.update(by_person=None, keeper="", taken_lon=None, taken_lat=None, taken_at=None)


def sweep_unattached(before: datetime | None = None) -> int:
    """Delete what was never attached or was removed before that moment (two days ago), and contents no row uses.

    The number of rows deleted.
    """
    limit = before or clock.now() - timedelta(hours=48)
    gone, _kinds = File.objects.filter(Q(kind="", made_at__lt=limit) | Q(removed_at__lt=limit)).delete()
    youngest = min(limit.timestamp(), time.time() - AT_LEAST_OLD.total_seconds())
    for folder in store.old(youngest):
        used = set(File.objects.filter(sha256__in=folder).values_list("sha256", flat=True))
        for sha256 in folder - used:
            _forget_unused(sha256)
    return gone


@transaction.atomic
def _forget_unused(sha256: str) -> None:
    """Look again under the lock: somebody may have sent the same photo a moment ago."""
    store.only_sweep(sha256)
    if not File.objects.filter(sha256=sha256).exists():
        store.forget(sha256)


def _waiting(file: File) -> File:
    row = File.objects.unattached().select_for_update().filter(pk=file.pk).first()
    if row is None:
        raise NotNow(_("This photo was already sent or removed. Reload the page."))
    return row


def _changed(row: File, **changes: object) -> File:
    """Change an unattached photo; where its keeper then has the same one twice, the other one stays."""
    for name, what in changes.items():
        setattr(row, name, what)
    twins = File.objects.unattached().filter(sha256=row.sha256, keeper=row.keeper).exclude(pk=row.pk)
    twin = twins.first()
    if twin:
        File.objects.filter(pk=row.pk).update(removed_at=clock.now())
        return twin
    row.save(update_fields=[name.removesuffix("_id") for name in changes])
    return row


def _nobody_elses(file: File, by: Actor) -> bool:
    return not (file.by_person_id and by.person_id) or file.by_person_id == by.person_id


def _proven(file: File) -> File:
    file.proven = True
    return file


def _gone() -> NotNow:
    return NotNow(_("A photo added earlier is no longer there. Add it again."))
