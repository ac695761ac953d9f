"""The photos of matters, where they are, and how much may be sent."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.urls import reverse

from minsheng.ground.files.models import File
from minsheng.ground.files.tokens import read, token
from minsheng.ground.policies.queries import value
from minsheng.ui.fields import Kept

type Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Limits:
    """How many photos go with one form, and how many bytes and pixels one may have; fewer where all must be decoded."""

    count: int
    bytes: int
    pixels: int
    png_pixels: int


def limits() -> Limits:
    """The limits in force."""
    rule = value("files.photos")
    return Limits(rule["count"], rule["bytes"], rule["pixels"], rule["png_pixels"])


def document_limits() -> Limits:
    """The same for documents; they have no pixels."""
    rule = value("files.documents")
    return Limits(rule["count"], rule["bytes"], 0, 0)


def of(kind: str, number: str, role: str | None = None) -> list[File]:
    """The photos of a matter in their order, in one role or in all."""
    return of_many([(kind, number)], role).get((kind, number), [])


def of_many(keys: Iterable[Key], role: str | None = None) -> dict[Key, list[File]]:
    """The photos of many matters, in one query; a matter without photos is left out."""
    numbers = defaultdict(set)
    for kind, number in keys:
        numbers[kind].add(number)
    if not numbers:
        return {}
    wanted = reduce(or_, (Q(kind=kind, number__in=some) for kind, some in numbers.items()))
    rows = File.objects.there().photos().filter(wanted, **({} if role is None else {"role": role}))
    found: dict[Key, list[File]] = defaultdict(list)
    for row in rows.order_by("kind", "number", "role", "position", "made_at"):
        found[row.kind, row.number].append(row)
    return dict(found)


def documents(kind: str, number: str, role: str | None = None) -> list[File]:
    """The documents of a matter in their order, in one role or in all."""
    rows = File.objects.there().documents().filter(kind=kind, number=number)
    return list((rows if role is None else rows.filter(role=role)).order_by("role", "position", "made_at"))


def document_links(kind: str, number: str, role: str | None = None) -> list[dict[str, Any]]:
    """Documents as pages list them (`ui/documents.html`): name, address, bytes."""
    return [
        {"name": file.name, "url": document_url(file), "size": file.bytes} for file in documents(kind, number, role)
    ]


def document_url(file: File) -> str:
    """Where a document is downloaded."""
    return reverse("files:document", args=[file.pk])


def url(file: File) -> str:
    """The address of the photo. It changes with the content, so that a turned photo isn't shown as it was."""
    return f"{reverse('files:photo', args=[file.pk])}?{file.sha256[:8]}"


def small_url(file: File) -> str:
    """The address of the thumbnail."""
    return f"{reverse('files:small', args=[file.pk])}?{file.sha256[:8]}"


def shown_again(file: File, text: str = "") -> Kept:
    """A photo that waits for its form, as the form shows it: by a token sent before, or a new one."""
    if file.name:
        return Kept(text or token(file), name=file.name)
    turn, drop = (reverse(f"files:{what}", args=[file.pk]) for what in ("rotate", "remove"))
    return Kept(text or token(file), small_url(file), turn, drop)


def waiting(tokens: Iterable[str]) -> list[Kept]:
    """The photos of these tokens that still wait for their form."""
    said = {text: found.file_id for text in tokens if (found := read(text))}
    rows = File.objects.unattached().in_bulk(said.values())
    return [shown_again(rows[pk], text) for text, pk in said.items() if pk in rows]


def pictures(photos: Iterable[File]) -> list[dict[str, str]]:
    """Photos as pages show them: address and thumbnail of each."""
    return [{"url": url(photo), "small": small_url(photo)} for photo in photos]
