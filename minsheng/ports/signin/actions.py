"""Second factors, one-time links, passwords, the first administrator."""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from minsheng.ground.people import actions as people
from minsheng.ground.people.models import Person, Post, Role
from minsheng.ground.places.queries import district as district_place
from minsheng.ground.policies.queries import value
from minsheng.kernel import clock
from minsheng.kernel.errors import Refused
from minsheng.ports.signin.models import OneTimeLink, OneTimeLinkQuerySet

HOUR: Final = timedelta(hours=1)
LINK_LIFE: Final = timedelta(hours=24)


class NoLink(Refused):
    """A one-time link that was never made, was used, or is too old: not told apart."""

    status = 404


def count_password(username: str, address: str) -> None:
    """Count a password tried; raises TooOften beyond the limits of the account or the address."""
    rule = value("signin.password")
    people.limit("password-address", address, most=rule["per_address_hour"], within=HOUR)
    people.limit("password-account", username.lower(), most=rule["per_account_hour"], within=HOUR)


def use_factor(person: Person, code: str, address: str) -> bool:
    """Whether a code of the person's device, or a recovery code, was right. Either works once. Raises TooOften."""
    rule = value("signin.password")
    people.limit("factor-address", address, most=rule["per_address_hour"], within=HOUR)
    people.limit("factor-account", str(person.pk), most=rule["per_account_hour"], within=HOUR)
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update(of=("self",)).filter(user=person).order_by("pk")
        return any(_right(row, code) for row in rows)


@transaction.atomic
def enrol(person: Person, secret: str, code: str) -> bool:
    """Make a device the second factor if its code is right, in place of any other; with fresh recovery codes."""
    counter = _counter(secret, code)
    if counter is None:
        return False
    Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).delete()
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret), "last": counter}
    )
    renew_codes(person)
    return True


@transaction.atomic
def renew_codes(person: Person) -> None:
    """Fresh recovery codes; the earlier ones stop working."""
    Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(person)


def make_link(person: Person) -> str:
    """The path where the person can set a first password, once and within a day."""
    token, now = secrets.token_urlsafe(24), clock.now()
    OneTimeLink.objects.create(digest=digest(token), person=person, made_at=now, until=now + LINK_LIFE)
    return reverse("signin:first", args=[token])


def owner_of(token: str) -> Person:
    """Whose one-time link that is, while it can be used. Raises NoLink."""
    return _link(OneTimeLink.objects.valid(), token).person


@transaction.atomic
def use_link(token: str, username: str, password: str) -> Person:
    """Set the person's user name and password and use the link up; of two at once only one does. Raises NoLink."""
    link = _link(OneTimeLink.objects.valid().select_for_update(of=("self",)), token)
    link.used_at = clock.now()
    link.save(update_fields=["used_at"])
    link.person.username = username
    set_password(link.person, password)
    return link.person


def set_password(person: Person, password: str) -> None:
    """Set a password, be it the same as before: every session made under the earlier one ends."""
    person.set_password(password)
    person.save(update_fields=["username", "password"])


@transaction.atomic
def first_administrator(district: str) -> Person:
    """The administrator of a district, on an administrator's post that is made when there is none."""
    place = district_place(district)
    found = Post.objects.filter(role=Role.ADMINISTRATOR, place=place, unit=None, station=None).first()
    post = found or people.open_post(Role.ADMINISTRATOR, str(Role.ADMINISTRATOR.label), place=place)
    return people.first_administrator(post)


def new_secret() -> str:
    """A fresh secret for a device."""
    secret: str = totp.generate_totp_secret()
    return secret


def digest(token: str) -> str:
    """What is stored of a token. It is random enough to need no key."""
    return hashlib.sha256(token.encode()).hexdigest()


def _link(rows: OneTimeLinkQuerySet, token: str) -> OneTimeLink:
    link = rows.filter(digest=digest(token)).select_related("person").first()
    if link is None:
        raise NoLink(_("This link was used already, or is too old. Have a new one made."))
    return link


def _right(row: Authenticator, code: str) -> bool:
    """Whether the code is right for one factor, which is locked; it is used up then."""
    if row.type == Authenticator.Type.RECOVERY_CODES:
        return bool(RecoveryCodes(row).validate_code(code))
    counter = _counter(decrypt(row.data["secret"]), code)
    if counter is None or counter <= row.data.get("last", 0):
        return False
    row.data["last"] = counter
    row.save(update_fields=["data"])
    return True


def _counter(secret: str, code: str) -> int | None:
    """The half-minute of real time, whatever our clock says, to which a device's code belongs; None for a wrong one."""
    counters = totp.yield_hotp_counters_from_time()
    return next((c for c in counters if compare_user_code(actual=code, expected=_shown(secret, c))), None)


def _shown(secret: str, counter: int) -> str:
    shown: str = totp.format_hotp_value(totp.hotp_value(secret, counter))
    return shown
