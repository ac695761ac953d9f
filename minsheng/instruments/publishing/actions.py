"""Publishing, answering in public, withdrawing, and what people ask for about it.

The caller of what changes the copy holds the matter's lock and has recorded who decided.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from minsheng.ground.codes.actions import code_for
from minsheng.ground.files import actions as files
from minsheng.ground.files.models import File
from minsheng.ground.files.photos import Box
from minsheng.ground.files.queries import of as photos_of
from minsheng.ground.notices import actions as notices
from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.ground.people.models import Unit
from minsheng.ground.people.queries import unit_of
from minsheng.ground.places.models import Place
from minsheng.instruments.publishing import masks
from minsheng.instruments.publishing.models import Publication, Takedown, Version
from minsheng.instruments.publishing.queries import AFTER, STAGES, latest, of, open_takedowns, stage
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow
from minsheng.kernel.text import words
from minsheng.kernel.workflow import TABLES, Key, begin, take

GRID = Decimal("0.002")
"""Degrees: 222 m from south to north, 192 m from west to east."""

BEFORE = "before"

type Point = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Copy:
    """What the public is to see: words that the office has looked at, photos that it has chosen.

    `covers` says what parts of which photo nobody is to recognise; `left_out`, as keys of `masks.LEFT`, what of the
    photos isn't shown. What of the words isn't, is found by comparing.
    """

    title: str
    text: str
    answer: str = ""
    photos: Sequence[File] = ()
    covers: Mapping[UUID, Sequence[Box]] = field(default_factory=dict)
    left_out: Sequence[str] = ()


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
    copy: Copy,
    original: str = "",
    unit: str = "",
) -> Publication:
    """Show a moderated copy to everyone; again: exactly this in place of what was shown.

    `state` is the matter's, told as one of five stages; `point` is coarsened here; `original` are the matter's own
    words, with which the copy's are compared; `unit` is whom an answer comes from. Photos whose role is "after" are
    shown beside those of before.
    """
    kind, number = key
    row = latest(key) or Publication(kind=kind, number=number, withdrawn_at=clock.now())
    if row.withdrawn_at:
        row.published_at = clock.now()
    row.district, row.place, row.category, row.made_at = district, place, category, made_at
    row.stage, row.title, row.text = stage(kind, state), copy.title, copy.text
    row.withdrawn_at = row.suspended_at = None
    row.answer, row.answered_by = copy.answer, unit if copy.answer else ""
    row.left_out = " ".join(_left_out(original, copy))
    row.lon, row.lat = coarse(point)
    _save(row)
    _replace([photo for photo in copy.photos if photo.role != AFTER], number, BEFORE, copy.covers)
    _replace([photo for photo in copy.photos if photo.role == AFTER], number, AFTER, copy.covers)
    _keep(row, Version.Act.SHOWN, [_said(photo, copy.covers) for photo in copy.photos])
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
    before = [said for said in _last(row).photos if said["role"] != AFTER or photos is None]
    if photos is not None:
        _replace(photos, row.number, AFTER, {})
    _keep(row, Version.Act.ANSWERED, [*before, *(_said(photo, {}) for photo in photos or ())])
    return row


@transaction.atomic
def withdraw(key: Key) -> None:
    """Take the copy down, if there is one; its photos are deleted, and requests about it are settled."""
    kind, number = key
    now = clock.now()
    rows = Publication.objects.filter(kind=kind, number=number, withdrawn_at=None)
    row = rows.first()
    if row:
        rows.update(withdrawn_at=now, suspended_at=None, changed_at=now)
        files.take_down(Publication.KIND, number)
        _keep(row, Version.Act.TAKEN_OFF)
        for takedown in open_takedowns(key):
            take(takedown, "take_down", by=SYSTEM)
            _tell(takedown, "take_down")


def keep_up(key: Key, state: str) -> None:
    """Tell the public how far a matter has come, if it is public at all."""
    kind, number = key
    if kind in STAGES:
        now = stage(kind, state)
        rows = Publication.objects.filter(kind=kind, number=number, withdrawn_at=None).exclude(stage=now)
        rows.update(stage=now, changed_at=clock.now())


def touch(key: Key) -> None:
    """What readers are told beside the copy has changed: no cache shows the page as it was."""
    kind, number = key
    Publication.objects.filter(kind=kind, number=number).update(changed_at=clock.now())


def promise(key: Key, *, on: date, unit: str) -> None:
    """Tell the public until which day something is promised and by whom, if the matter ever was public."""
    _promised(key, promised_on=on, promise_by=unit, promise_kept_at=None)


def promise_kept(key: Key, *, at: datetime) -> None:
    """Tell the public that what was promised is done."""
    _promised(key, promise_kept_at=at)


def promise_no_more(key: Key) -> None:
    """What was promised was taken back: a copy that is shown again says nothing of it."""
    _promised(key, promised_on=None, promise_by="", promise_kept_at=None)


def _promised(key: Key, **changes: object) -> None:
    kind, number = key
    Publication.objects.filter(kind=kind, number=number).update(**changes, changed_at=clock.now())


# What people ask for: to take a copy off, to look at it again.


@transaction.atomic
def ask_removal(key: Key, *, what: str, reason: str, by: Actor) -> Takedown:
    """Ask the office to take the copy off, or to look at it again; the request, which a code of its own leads to.

    A copy in which a phone number or the like can be found is seen by nobody until the office has decided, unless it
    has already decided about just that version. Raises NotNow for what was never public.
    """
    kind, number = key
    TABLES[kind].model._default_manager.select_for_update(of=("self",)).only("pk").get(number=number)
    row = latest(key)
    office = unit_of(Unit.Kind.CONGRESS_OFFICE, row.place_id) if row else None
    if row is None or office is None:
        raise NotNow(_("This is not public any more."))
    takedown = Takedown(matter_kind=kind, matter_number=number, district=row.district, place=row.place, office=office)
    takedown.number = f"{number}-T{Takedown.objects.filter(matter_kind=kind, matter_number=number).count() + 1}"
    takedown.asker_id, takedown.what, takedown.reason, takedown.made_at = by.person_id, what, reason, clock.now()
    takedown.version = _last(row).n
    takedown.provisional = _is_grave(row, takedown)
    begin(takedown, "ask_removal", by=by, what=what)
    code_for(takedown.key, takedown.district)
    if takedown.provisional:
        _suspend(row)
    return takedown


@transaction.atomic
def take_down(takedown: Takedown, *, note: str, by: Actor) -> Takedown:
    """Do as asked: the copy is seen by nobody any more. `note` is what the one who asked and the author read."""
    take(takedown, "take_down", by=by, changes={"answer": note}, reason=note)
    withdraw(takedown.matter_key)
    _tell(takedown, "take_down")
    return takedown


@transaction.atomic
def keep_public(takedown: Takedown, *, note: str, by: Actor) -> Takedown:
    """Leave it public, for a reason that the one who asked reads; what was taken off at once is shown again."""
    take(takedown, "keep_public", by=by, changes={"answer": note})
    row = latest(takedown.matter_key)
    others = open_takedowns(takedown.matter_key).filter(provisional=True)
    if row and row.suspended_at and not others.exists():
        row.suspended_at, row.changed_at = None, clock.now()
        row.save(update_fields=["suspended_at", "changed_at"])
        _keep(row, Version.Act.RESTORED, _shown(row))
    _tell(takedown, "keep_public")
    return takedown


def forget(key: Key) -> None:
    """Take a copy off and forget its words and photos, all versions of them: its author's data is erased."""
    withdraw(key)
    row = latest(key)
    if row is None:
        return
    row.title = row.text = row.answer = row.left_out = ""
    row.lon = row.lat = row.search = None
    row.save()
    for version in row.versions.all():
        files.take_down(Version.KIND, version.key)
    row.versions.update(title="", text="", answer="", left_out="", photos=[], erased_at=clock.now())
    Takedown.objects.filter(matter_kind=row.kind, matter_number=row.number).update(reason="", answer="")


def forget_person(person_id: int, _by: Actor) -> None:
    """Forget who asked, and in what words."""
    Takedown.objects.filter(asker=person_id).update(asker=None, reason="", answer="")


def _is_grave(row: Publication, takedown: Takedown) -> bool:
    """Whether the copy goes at once: not where the office has left just these words public before."""
    public = row.withdrawn_at is None and row.suspended_at is None
    return public and masks.grave(f"{row.title}\n{row.text}\n{row.answer}") and not _left_before(row, takedown)


def _left_before(row: Publication, takedown: Takedown) -> bool:
    mine = {"matter_kind": row.kind, "matter_number": row.number, "state": Takedown.State.KEPT}
    kept = Takedown.objects.filter(**mine).exclude(pk=takedown.pk).values("version")
    same = row.versions.filter(n__in=kept, title=row.title, text=row.text, answer=row.answer)
    return same.exists()


def _suspend(row: Publication) -> None:
    row.suspended_at = row.changed_at = clock.now()
    row.save(update_fields=["suspended_at", "changed_at"])
    _keep(row, Version.Act.SUSPENDED)


def _tell(takedown: Takedown, step: str) -> None:
    """Who proved a phone finds the answer among their messages."""
    if takedown.asker_id:
        where = {"matter": takedown.matter_key, "subject": takedown.key}
        notices.tell([takedown.asker_id], **where, step=step, district=takedown.district, link=False)


# Versions.


def _last(row: Publication) -> Version:
    return row.versions.order_by("-n").first() or Version(publication=row, n=0)


def _shown(row: Publication) -> list[dict[str, object]]:
    """What the last version that showed something said of its photos."""
    last = row.versions.exclude(act__in=[Version.Act.SUSPENDED, Version.Act.TAKEN_OFF]).order_by("-n").first()
    return last.photos if last else []


def _keep(row: Publication, act: str, photos: Sequence[object] | None = None) -> None:
    """Keep what is public from now on; nothing where `photos` is None, for then nothing is."""
    version = Version(publication=row, n=_last(row).n + 1, act=act, at=clock.now(), photos=photos or [])
    if photos is not None:
        for name in ("title", "text", "answer", "answered_by", "left_out"):
            setattr(version, name, getattr(row, name))
        for role in (BEFORE, AFTER):
            shown = photos_of(Publication.KIND, row.number, role)
            files.copy_for(shown, kind=Version.KIND, number=version.key, role=role)
    version.save()


def _said(photo: File, covers: Mapping[UUID, Sequence[Box]]) -> dict[str, object]:
    return {"file": str(photo.pk), "role": photo.role, "boxes": [list(box) for box in covers.get(photo.pk, ())]}


def _left_out(original: str, copy: Copy) -> list[str]:
    """What the public reads that it doesn't see, each once, in the order of `masks.LEFT`."""
    covered = ["covered"] if any(copy.covers.get(photo.pk) for photo in copy.photos) else []
    found = {*(masks.left_out(original, copy.text) if original else ()), *copy.left_out, *covered}
    return [what for what in masks.LEFT if what in found]


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


def _replace(photos: Iterable[File], number: str, role: str, covers: Mapping[UUID, Sequence[Box]]) -> None:
    """Copies, so that the matter's own photos stay where they are."""
    files.take_down(Publication.KIND, number, role)
    files.copy_for(photos, kind=Publication.KIND, number=number, role=role, covers=covers)
