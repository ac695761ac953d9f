"""How both sides prove who sent a message, and that nobody changed it on the way."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from minsheng.kernel import clock
from minsheng.kernel.errors import Refused

TIME, NONCE, SIGNATURE = "X-Minsheng-Time", "X-Minsheng-Nonce", "X-Minsheng-Signature"
NONCE_BYTES: Final = 16
LONGEST: Final = 80
DIGITS: Final = 12


class Unproven(Refused):
    """What came was not signed by who it says it is from, or is too old."""

    status = 401


@dataclass(frozen=True, slots=True)
class Proof:
    """What came beside a message: seconds since 1970, a word used once, and the signature over both and the body."""

    moment: str
    nonce: str
    signature: str


def sign(secret: str, moment: str, nonce: str, body: bytes) -> str:
    """HMAC-SHA256, in hexadecimal, over three lines: the moment, the nonce, the body as it is sent."""
    return hmac.new(secret.encode(), f"{moment}\n{nonce}\n".encode() + body, "sha256").hexdigest()


def headers(secret: str, body: bytes) -> dict[str, str]:
    """The headers that prove a message of ours."""
    moment, nonce = str(int(clock.now().timestamp())), secrets.token_hex(NONCE_BYTES)
    return {TIME: moment, NONCE: nonce, SIGNATURE: sign(secret, moment, nonce, body)}


def check(keys: tuple[str, ...], proof: Proof, body: bytes, *, window: timedelta) -> None:
    """Raise Unproven unless one of the keys has signed this, within the window. Takes the same time either way.

    The same message again passes: whoever takes it up knows it by its event, and does nothing twice.
    """
    given = proof.signature.encode()
    right = [hmac.compare_digest(sign(key, proof.moment, proof.nonce, body).encode(), given) for key in keys]
    if not any(right) or not _fresh(proof, window):
        raise Unproven(_("The signature is missing or wrong, or its time is too far from ours."))


def _fresh(proof: Proof, window: timedelta) -> bool:
    seconds = proof.moment.isascii() and proof.moment.isdigit() and len(proof.moment) <= DIGITS
    if not seconds or not 0 < len(proof.nonce) <= LONGEST:
        return False
    return abs(clock.now().timestamp() - int(proof.moment)) <= window.total_seconds()
