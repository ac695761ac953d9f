"""Signing somebody in: one door for phone codes, passwords with a second factor, and demo accounts."""

from typing import Final, cast

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.translation import gettext as _

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Person
from minsheng.ground.people.queries import acting as acting_as
from minsheng.ground.people.queries import options
from minsheng.kernel.errors import Wrong
from minsheng.kernel.http import HtmxRequest

WORKING_DAY: Final = 12 * 60 * 60
"""Seconds after which officials sign in anew."""

BACKEND: Final = "django.contrib.auth.backends.ModelBackend"


def sign_in(request: HttpRequest, person: Person, *, strong: bool = False, acting: str = "") -> Actor:
    """Make this session the person's, under a fresh key, and say who acts from now on, in this request too.

    What a visitor typed and the photos they kept stay with the session; a signed link's visit ends. `strong` only
    after a second factor. Raises Wrong for an account that was closed.
    """
    if not person.is_active:
        raise Wrong(_("This account was closed. If that is a mistake, turn to your street's office."))
    login(request, person, backend=BACKEND)
    request.session.pop("link", None)
    request.session["strong"] = strong
    request.session["acting"] = acting
    request.session.set_expiry(WORKING_DAY if strong else None)
    found = options(person, strong=strong)
    actor = acting_as(person, next((option for option in found if option.key == acting), found[0]), found)
    request.acting, cast("HtmxRequest", request).actor = found, actor  # type: ignore[attr-defined]  # as the middleware does
    return actor


def address_of(request: HttpRequest) -> str:
    """Where a request comes from. Behind our own proxy, what that proxy saw: the last entry, the one it added."""
    forwarded = str(request.headers.get("X-Forwarded-For", "")) if settings.BEHIND_TLS else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
