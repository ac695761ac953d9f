"""Making codes, and replacing them."""

import secrets
from collections.abc import Iterable
from typing import Final

from django.db import transaction

from minsheng.ground.codes.models import Code
from minsheng.ground.codes.queries import ALPHABET, LENGTHS, USUAL
from minsheng.ground.people.actors import Actor
from minsheng.kernel import clock
from minsheng.kernel.workflow import Key

TRIES: Final = 8


def code_for(key: Key, district: str) -> Code:
    """The living code of a thing, made when there is none. Several at once get the same one."""
    kind, number = key
    return codes_for(kind, [number], district)[number]


def codes_for(kind: str, numbers: Iterable[str], district: str) -> dict[str, Code]:
    """The same for many things of a kind: one query when all have theirs."""
    wanted = list(dict.fromkeys(numbers))
    for _try in range(TRIES):
        found = {code.number: code for code in Code.objects.living().filter(kind=kind, number__in=wanted)}
        missing = [number for number in wanted if number not in found]
        if not missing:
            return found
        Code.objects.bulk_create((_fresh(kind, number, district) for number in missing), ignore_conflicts=True)
    raise RuntimeError(f"no free code for {kind}")


def _fresh(kind: str, number: str, district: str) -> Code:
    """One not yet saved. Whether its short is taken, the database says."""
    short = "".join(secrets.choice(ALPHABET) for _ in range(LENGTHS.get(kind, USUAL)))
    return Code(short=short, kind=kind, number=number, district=district, made_at=clock.now())


@transaction.atomic
def replace(code: Code, *, by: Actor) -> Code:
    """Retire a code, for its posters are lost or tampered with, and make a new one for the same thing.

    Two at once make one new code between them.
    """
    locked = Code.objects.select_for_update().get(pk=code.pk)
    _end(locked, by)
    fresh = code_for((locked.kind, locked.number), locked.district)
    return _succeeded(locked, fresh)


@transaction.atomic
def point(code: Code, key: Key, *, by: Actor) -> Code:
    """Retire a code because another thing took its thing's place, as when stations merge; the code of that one."""
    locked = Code.objects.select_for_update().get(pk=code.pk)
    _end(locked, by)
    return _succeeded(locked, code_for(key, locked.district))


def _end(code: Code, by: Actor) -> None:
    """Stop a code from leading anywhere; who did so first stays written down."""
    if code.retired_at is None:
        code.retired_at, code.retired_by_id = clock.now(), by.person_id
        code.save(update_fields=["retired_at", "retired_by"])


def _succeeded(code: Code, fresh: Code) -> Code:
    if fresh.pk != code.pk:
        code.successor = fresh
        code.save(update_fields=["successor"])
    return fresh
