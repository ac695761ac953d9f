"""我也遇到, and later 仍未解决: pages with one button each, to which public pages and the report form lead."""

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from minsheng.ground.people.sign_in import address_of
from minsheng.instruments.opinions import access
from minsheng.instruments.opinions.actions import after
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.queries.nearby import public, supports
from minsheng.instruments.publishing import queries as publishing
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ui.stepping import KEPT

METHODS: Final = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(METHODS)
def support(request: HtmxRequest, number: str) -> HttpResponse:
    """Say that one met with the same. Who isn't signed in signs in first, and comes back to the button."""
    return _page(request, number, _support, "opinions/support.html")


@never_cache
@require_http_methods(METHODS)
def unsolved(request: HtmxRequest, number: str) -> HttpResponse:
    """Say after the closing that it is not solved: for those who met with it too."""
    return _page(request, number, _unsolved, "opinions/unsolved.html")


type Verb = Callable[[HtmxRequest, Opinion], None]


def _page(request: HtmxRequest, number: str, say: Verb, template: str) -> HttpResponse:
    if request.actor.kind == "nobody":
        return redirect_to_login(request.path)
    opinion = public(number, request.actor)
    if opinion is None:
        raise Http404
    if request.method == "POST":
        say(request, opinion)
        return redirect("publishing:publication", number)
    return reply(request, template, _context(request, opinion))


def _support(request: HtmxRequest, opinion: Opinion) -> None:
    if supports(opinion, request.actor) is None:
        after.support(opinion, by=request.actor, address=address_of(request))
    request.session.pop(KEPT, None)
    messages.success(request, _("Noted. You are told how it goes on, as if you had reported it yourself."))


def _unsolved(request: HtmxRequest, opinion: Opinion) -> None:
    after.unsolved(opinion, by=request.actor)
    messages.success(request, _("Noted. When several say so, it is taken up again."))


def _context(request: HtmxRequest, opinion: Opinion) -> dict[str, object]:
    own = supports(opinion, request.actor)
    return {
        "publication": publishing.of(opinion.key),
        "may": access.may_support(request.actor, opinion),
        "may_say": access.may_say_unsolved(request.actor, opinion),
        "supports": own,
        "typed": KEPT in request.session,
        "shell": request.actor.shell,
    }
