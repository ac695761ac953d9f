"""A staff member's device, as an authenticator app would be: it knows the secret and the time."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt

from minsheng.ports.signin import actions

PASSWORD = "four wells and a lamp"  # noqa: S105 (of nobody)


def shown(secret: str, ahead: int = 0) -> str:
    """What the app shows now, or some half-minutes ahead."""
    counter = list(totp.yield_hotp_counters_from_time())[1] + ahead
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def secret_of(person) -> str:
    return decrypt(Authenticator.objects.get(user=person, type="totp").data["secret"])


def wrong(secret: str) -> str:
    """A code that the app shows at none of the moments that count."""
    near = {shown(secret, ahead) for ahead in (-1, 0, 1)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in near)


def enrolled(person) -> str:
    """Set up a device a minute ago; its secret."""
    secret = actions.new_secret()
    assert actions.enrol(person, secret, shown(secret, -1)) is True
    return secret
