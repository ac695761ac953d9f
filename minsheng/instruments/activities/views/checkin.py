"""Checking in by the code of the moment, and the screen that shows it."""

from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minsheng.ground.policies.queries import value
from minsheng.instruments.activities import access, actions, queries
from minsheng.instruments.activities.forms import CodeForm
from minsheng.instruments.activities.models import Activity
from minsheng.instruments.activities.views import shown
from minsheng.kernel import clock
from minsheng.kernel.errors import Wrong
from minsheng.kernel.http import HtmxRequest, reply

SCANNED: Final = "scanned"
"""In the session: which code was scanned where and when, for who must sign in first. Nothing of it is proved yet."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checkin(request: HtmxRequest, number: str) -> HttpResponse:
    """I'm here: by the code that was scanned, or the one that is typed."""
    if "code" in request.GET:
        request.session[SCANNED] = {"number": number, "code": request.GET["code"][:12], "at": clock.now().isoformat()}
    if not request.actor.signed_in:
        return redirect_to_login(request.path)
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    if request.method == "POST":
        return _check(request, found, CodeForm(request.POST))
    return _show(request, found, CodeForm())


def _scanned(request: HtmxRequest, found: Activity) -> dict[str, str]:
    kept: dict[str, str] = request.session.get(SCANNED) or {}
    return kept if kept.get("number") == found.number else {}


def _show(request: HtmxRequest, found: Activity, form: CodeForm, *, status: int = 200) -> HttpResponse:
    context = shown.plain(found) | {
        "form": form,
        "shell": request.actor.shell,
        "scanned": bool(_scanned(request, found)) and not form.errors,
        "there": queries.is_there(found, request.actor),
    }
    return reply(request, "activities/checkin.html", context, status=status)


def _check(request: HtmxRequest, found: Activity, form: CodeForm) -> HttpResponse:
    typed, kept = form.data.get("code", "").strip(), _scanned(request, found)
    if form.is_valid() and not typed and not kept:
        form.add_error("code", _("Type the six digits that the screen shows."))
    if not form.is_valid():
        return _show(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    at = clock.now() if typed else datetime.fromisoformat(kept["at"])
    try:
        actions.check_in(found, code=typed or kept["code"], at=at, by=request.actor)
    except Wrong as refusal:
        request.session.pop(SCANNED, None)
        form.add_error("code", str(refusal.message))
        return _show(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    request.session.pop(SCANNED, None)
    messages.success(request, _("You are checked in."))
    return redirect("activities:activity", found.number)


@never_cache
@require_safe
def screen(request: HtmxRequest, number: str) -> HttpResponse:
    """The code of the moment, large, for the wall of the room; it asks for the next one by itself."""
    if not request.actor.signed_in:
        return redirect_to_login(request.get_full_path())
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    if not access.holds(request.actor, found):
        raise Http404
    code = queries.code_at(found, clock.now())
    address = reverse("activities:checkin", args=[number])
    context: dict[str, Any] = shown.plain(found) | {
        "code": code,
        "address": f"{settings.PUBLIC_ADDRESS}{address}?code={code}",
        "count": queries.present(found).count(),
        "seconds": value("activities.checkin")["seconds"],
    }
    return reply(request, "activities/screen.html", context)
