"""The way in: a link opens the page of its matter."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minsheng.ground.links import actions
from minsheng.ground.links.models import Link
from minsheng.ground.people.actions import limit
from minsheng.ground.people.sign_in import address_of
from minsheng.kernel.http import reply
from minsheng.ui.stepping import page_of

WRONG_AN_HOUR: Final = 30


@require_safe
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Go to the link's matter. Who is signed in stays who they are; anybody else becomes the link's visitor."""
    try:
        found = _redeemed(request, token)
    except actions.NoLink as refusal:
        return _gone(request, refusal)
    if not request.user.is_authenticated:
        request.session.cycle_key()
        request.session["link"] = found.pk
    return redirect(page_of((found.kind, found.number)))


def _gone(request: HttpRequest, refusal: actions.NoLink) -> HttpResponse:
    """What to do without the link."""
    context = {
        "status": refusal.status,
        "message": refusal.message,
        "what": _("The link of a newer text message about the matter may still work."),
        "back": settings.LOGIN_URL,
        "back_label": _("Sign in"),
    }
    return reply(request, "ui/refused.html", context, status=refusal.status)


def _redeemed(request: HttpRequest, token: str) -> Link:
    """The link; whoever tries too many that don't exist is told to wait instead."""
    try:
        return actions.redeem(token)
    except actions.NoLink:
        limit("link", address_of(request), most=WRONG_AN_HOUR, within=timedelta(hours=1))
        raise
