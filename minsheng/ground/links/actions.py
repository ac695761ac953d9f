"""Making, redeeming and ending links."""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from minsheng.ground.links.models import Link
from minsheng.ground.people.actors import Actor
from minsheng.ground.policies.queries import value
from minsheng.kernel import clock
from minsheng.kernel.errors import Refused
from minsheng.kernel.workflow import TABLES, Key

BYTES: Final = 16
"""128 bits can't be guessed; the token stays short enough for a text message."""


class NoLink(Refused):
    """A link that was never made, is too old, or was ended: not told apart."""

    status = 404


def make(matter: Key, person_id: int, district: str) -> str:
    """The path of a fresh link to a matter for a person. Nobody can be told the path again: it is not stored."""
    token, now = secrets.token_urlsafe(BYTES), clock.now()
    kind, number = matter
    Link.objects.create(
        digest=digest(token),
        kind=kind,
        number=number,
        person_id=person_id,
        district=district,
        made_at=now,
        expires_at=now + timedelta(days=value("link.life")["days"]),
    )
    return reverse("links:link", args=[token])


def redeem(token: str) -> Link:
    """The link of a token, noting that it was used. Raises NoLink."""
    link = Link.objects.valid().filter(digest=digest(token), person__is_active=True, kind__in=TABLES).first()
    if link is None:
        raise NoLink(_("This link is no longer valid. Sign in with your phone number to see what you reported."))
    link.last_used_at = clock.now()
    link.save(update_fields=["last_used_at"])
    return link


def revoke(matter: Key, *, person_id: int | None = None) -> int:
    """End the links to a matter, of one person or of all; how many ended."""
    kind, number = matter
    rows = Link.objects.valid().filter(kind=kind, number=number)
    if person_id:
        rows = rows.filter(person=person_id)
    return rows.update(revoked_at=clock.now())


def forget() -> int:
    """Delete what has been of no use for a month."""
    return Link.objects.filter(expires_at__lt=clock.now() - timedelta(days=30)).delete()[0]


def forget_person(person_id: int, _by: Actor) -> None:
    """Delete the links that were sent to a person."""
    Link.objects.filter(person=person_id).delete()


def digest(token: str) -> str:
    """What is stored of a token. It is random enough to need no key."""
    return hashlib.sha256(token.encode()).hexdigest()
