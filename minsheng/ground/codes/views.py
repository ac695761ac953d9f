"""Scanned or typed: where a code leads."""

from datetime import timedelta
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minsheng.ground.codes import queries
from minsheng.ground.codes.forms import CodeForm
from minsheng.ground.codes.models import Code
from minsheng.ground.people.actions import limit
from minsheng.ground.people.sign_in import address_of
from minsheng.ground.policies.queries import value
from minsheng.kernel.http import HtmxRequest, reply

HOUR: Final = timedelta(hours=1)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: HtmxRequest) -> HttpResponse:
    """One field for a code that can't be scanned."""
    if request.method != "POST":
        return reply(request, "codes/codes.html", {"form": CodeForm()})
    form = CodeForm(request.POST)
    if form.is_valid():
        found = _found(request, form.cleaned_data["code"])
        if found:
            return _led(request, found)
        form.add_error("code", _("There is no such code. Please compare it with the poster or the receipt once more."))
    return reply(request, "codes/codes.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_safe
@never_cache
def code(request: HtmxRequest, short: str) -> HttpResponse:
    """Go where a scanned code leads; one that was never made or leads nowhere any more says so."""
    found = _found(request, short)
    if found:
        return _led(request, found)
    context = {"form": CodeForm(initial={"code": short[:20]}), "unknown": True}
    return reply(request, "codes/codes.html", context, status=HTTPStatus.NOT_FOUND)


def _found(request: HttpRequest, typed: str) -> Code | None:
    """The code; whoever tries too many must wait. Of receipts every try counts, of what hangs on walls wrong ones."""
    limits, address = value("codes.limits"), address_of(request)
    if len(queries.clean(typed)) > queries.USUAL:
        limit("receipt", address, most=limits["receipts_per_address_hour"], within=HOUR)
    found = queries.found(typed)
    if found is None:
        limit("code", address, most=limits["wrong_per_address_hour"], within=HOUR)
    return found


def _led(request: HtmxRequest, found: Code) -> HttpResponse:
    path = queries.landing(found)
    if path:
        return redirect(path)
    onward = queries.landing(queries.last_of(found)) if found.successor else None
    context = {"form": CodeForm(), "retired": True, "onward": onward}
    return reply(request, "codes/codes.html", context, status=HTTPStatus.NOT_FOUND)
