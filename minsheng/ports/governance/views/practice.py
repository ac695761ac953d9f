"""Practice mode: set the clock of demo data ahead, and read what happened."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minsheng.ground.people import guards
from minsheng.ground.policies.queries import is_demo
from minsheng.kernel import clock
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ports.governance import practice as practising


@require_http_methods(["GET", "HEAD", "POST"])
@guards.staff
def practice(request: HtmxRequest) -> HttpResponse:
    """There is no such page where the data is real."""
    if not is_demo():
        raise Http404
    if not practising.may_practise(request.actor):
        raise PermissionDenied
    if request.method == "POST":
        practising.fast_forward(request.POST.get("days", ""), by=request.actor)
        messages.success(request, _("The clock is three days ahead. What happened stands below."))
        return redirect("governance:practice")
    context = {"now": clock.now(), "ahead": practising.ahead(), "turns": practising.turns()}
    return reply(request, "governance/practice.html", context)
