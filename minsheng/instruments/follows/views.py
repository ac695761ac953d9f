"""A page with one button. Public pages link to it, since they are the same for everyone and hold no form."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minsheng.instruments.follows import access, actions, queries
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ui.stepping import page_of


@never_cache
def follow(request: HtmxRequest, kind: str, number: str) -> HttpResponse:
    """GET shows the button; POST follows. Who isn't signed in signs in first, and comes back to the button."""
    return (_follow if request.method == "POST" else _show)(request, kind, number)


@require_safe
def _show(request: HtmxRequest, kind: str, number: str) -> HttpResponse:
    if request.actor.kind == "nobody":
        return redirect_to_login(request.get_full_path())
    key = _seen(request, kind, number)
    context = {
        "kind": kind,
        "number": number,
        "back": page_of(key),
        "may": access.may_follow(request.actor),
        "follows": queries.follows(key, request.actor),
        "shell": request.actor.shell,
    }
    return reply(request, "follows/follow.html", context)


def _follow(request: HtmxRequest, kind: str, number: str) -> HttpResponse:
    if request.actor.kind == "nobody":
        return redirect_to_login(reverse("follows:follow", args=[kind, number]))
    key = _seen(request, kind, number)
    actions.follow(key, by=request.actor)
    messages.success(request, _("You will hear how it goes on."))
    return redirect(page_of(key))


@require_POST
def unfollow(request: HtmxRequest, kind: str, number: str) -> HttpResponse:
    """Stop following; also what one no longer sees."""
    actions.unfollow((kind, number), by=request.actor)
    messages.success(request, _("You no longer follow this matter."))
    return redirect("follows:follow", kind, number)


def _seen(request: HtmxRequest, kind: str, number: str) -> tuple[str, str]:
    key = kind, number
    elsewhere = request.actor.link_key not in {None, key}
    if elsewhere or not (access.sees(request.actor, key) or access.is_public(key)):
        raise Http404
    return key
