"""Publishing, answering in public, withdrawing. The caller holds the matter's lock and has recorded who decided."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from minsheng.ground.files import actions as files
from minsheng.ground.files.models import File
from minsheng.ground.places.models import Place
from minsheng.instruments.publishing.models import Publication
from minsheng.instruments.publishing.queries import AFTER, STAGES, latest, of, stage
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow
from minsheng.kernel.text import words
from minsheng.kernel.workflow import Key

GRID = Decimal("0.002")
"""Degrees: 222 m from south to north, 192 m from west to east."""

BEFORE = "before"

type Point = tuple[Decimal, Decimal]


@transaction.atomic
def publish(
    key: Key,
    *,
    district: str,
    place: Place,
    category: str,
    state: str,
    made_at: datetime,
    point: Point | None,
    title: str,
    text: str,
    photos: Sequence[File] = (),
) -> Publication:
    """Show a moderated copy to everyone; again: exactly this in place of what was shown, and no answer until `answer`.

    `state` is the matter's, told as one of five stages; `point` is coarsened here. Photos whose role is "after" are
    shown beside those of before.
    """
    kind, number = key
    row = latest(key) or Publication(kind=kind, number=number, withdrawn_at=clock.now())
    if row.withdrawn_at:
        row.published_at = clock.now()
    row.district, row.place, row.category, row.made_at = district, place, category, made_at
    row.stage, row.title, row.text, row.withdrawn_at = stage(kind, state), title, text, None
    row.answer = row.answered_by = ""
    row.lon, row.lat = coarse(point)
    _save(row)
    _replace([photo for photo in photos if photo.role != AFTER], number, BEFORE)
    _replace([photo for photo in photos if photo.role == AFTER], number, AFTER)
    return row


@transaction.atomic
def answer(key: Key, *, text: str, unit: str, photos: Sequence[File] | None = None) -> Publication:
    """Show a moderated answer and the name of the unit it comes from; its photos replace the ones of afterwards.

    Raises NotNow when the matter isn't public.
    """
    row = of(key)
    if row is None:
        raise NotNow(_("This matter is not public. Publish it first, then its answer."))
    row.answer, row.answered_by = text, unit
    _save(row)
    if photos is not None:
        _replace(photos, row.number, AFTER)
    return row


@transaction.atomic
def withdraw(key: Key) -> None:
    """Take the copy down, if there is one; its photos are deleted."""
    kind, number = key
    now = clock.now()
    if Publication.objects.live().filter(kind=kind, number=number).update(withdrawn_at=now, changed_at=now):
        files.take_down(Publication.KIND, number)


def keep_up(key: Key, state: str) -> None:
    """Tell the public how far a matter has come, if it is public at all."""
    kind, number = key
    if kind in STAGES:
        now = stage(kind, state)
        rows = Publication.objects.live().filter(kind=kind, number=number).exclude(stage=now)
        rows.update(stage=now, changed_at=clock.now())


def coarse(point: Point | None) -> tuple[Decimal | None, Decimal | None]:
    """The crossing of the grid that is nearest to a point (lon, lat)."""
    if point is None:
        return None, None
    lon, lat = ((Decimal(value) / GRID).to_integral_value() * GRID for value in point)
    return lon, lat


def _save(row: Publication) -> None:
    row.search = words(f"{row.title}\n{row.text}\n{row.answer}\n{row.category}\n{row.place.name}")
    row.changed_at = clock.now()
    row.save()


def _replace(photos: Iterable[File], number: str, role: str) -> None:
    """Copies, so that the matter's own photos stay where they are."""
    files.take_down(Publication.KIND, number, role)
    files.copy_for(photos, kind=Publication.KIND, number=number, role=role)
