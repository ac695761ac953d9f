"""Signed tokens: proof, for a day, that whoever holds one keeps a photo. They carry photos through failed forms."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer

from minsheng.ground.files.models import File
from minsheng.kernel import clock

LIFE = timedelta(hours=24)
SALT = "minsheng.files.kept"


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says: which photo, and whether it is young enough to be a proof by itself."""

    file_id: UUID
    fresh: bool


def token(file: File) -> str:
    """A token for a kept photo."""
    return Signer(salt=SALT).sign(f"{file.pk.hex}~{int(clock.now().timestamp())}")


def read(text: str) -> Token | None:
    """What a token says; None when we never signed it for this purpose."""
    try:
        name, _, moment = Signer(salt=SALT).unsign(text).partition("~")
    except BadSignature:
        return None
    return Token(UUID(name), clock.now() - datetime.fromtimestamp(int(moment), UTC) < LIFE)
