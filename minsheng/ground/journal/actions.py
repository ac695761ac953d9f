"""Writing entries, and erasing words without losing the proof."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from minsheng.ground.journal.models import Entry, Signature, Words
from minsheng.ground.people.actors import Actor
from minsheng.kernel import clock
from minsheng.kernel.workflow import Key, Taken

NAMES = ("at", "district", "kind", "number", "matter_kind", "matter_number", "step", "source", "to", "public")


def write(acts: tuple[Taken, ...]) -> None:
    """The entries of acts by one actor, each with its words in their own row."""
    first = acts[0]
    _keep([_values(taken) for taken in acts], first.by, first.note, first.facts)


def _values(taken: Taken) -> dict[str, Any]:
    kind, number = taken.matter_key
    subject, row = taken.subject, taken.step
    values = (taken.at, subject.district, *subject.key, kind, number, row.name, taken.source, row.to, row.public)
    return dict(zip(NAMES, values, strict=True))


def note(verb: str, *, by: Actor, kind: str, number: str = "", **facts: object) -> Entry:
    """The entry of an act that touches no single subject: a search for a phone number, an export."""
    values = (clock.now(), by.district, kind, number, kind, number, verb, "", "", False)
    with transaction.atomic():
        return _keep([dict(zip(NAMES, values, strict=True))], by, "", facts)[0]


def erase(matter: Key, *, by: Actor) -> int:
    """Empty the words of a matter's entries. Entries and digests stay; the erasure is itself an entry."""
    kind, number = matter
    rows = Words.objects.filter(entry__matter_kind=kind, entry__matter_number=number, erased_at=None)
    rows = rows.exclude(entry__step="erase")
    with transaction.atomic():
        count = rows.update(note="", facts={}, salt=b"", erased_at=clock.now())
        note("erase", by=by, kind=kind, number=number, count=count)
    return count


@transaction.atomic
def erase_of(person_id: int, by: Actor) -> None:
    """Empty the words of all that a person did, whatever matter it was about. Entries and digests stay."""
    rows = Words.objects.filter(entry__signature__person=person_id, erased_at=None).exclude(entry__step="erase")
    count = rows.update(note="", facts={}, salt=b"", erased_at=clock.now())
    note("erase", by=by, kind="people.person", number=str(person_id), count=count)


def digest(salt: bytes, said: Mapping[str, Any]) -> str:
    """sha256(salt ‖ canonical JSON): sorted keys, no spaces, UTF-8."""
    words = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder)
    return hashlib.sha256(salt + words.encode()).hexdigest()


def _keep(rows: list[dict[str, Any]], by: Actor, note: str, facts: Mapping[str, Any]) -> list[Entry]:
    signature = _signature_id(by)
    if not (note or facts):
        return Entry.objects.bulk_create(Entry(**row, signature_id=signature) for row in rows)
    said = {"note": note, "facts": dict(facts)}
    salts = [secrets.token_bytes(16) for _row in rows]
    entries = Entry.objects.bulk_create(
        Entry(**row, signature_id=signature, digest=digest(salt, said)) for row, salt in zip(rows, salts, strict=True)
    )
    Words.objects.bulk_create(Words(entry=e, salt=salt, **said) for e, salt in zip(entries, salts, strict=True))
    return entries


def _signature_id(by: Actor) -> int:
    """The row of this actor; two at once get the same one."""
    key: dict[str, Any] = {
        "kind": by.kind,
        "role": by.role,
        "person_id": by.person_id,
        "post_id": by.post_id,
        "desk": by.desk,
    }
    found = Signature.objects.filter(**key).values_list("pk", flat=True).first()
    return found or Signature.objects.get_or_create(**key)[0].pk
