"""登记: a visitor's report in under a minute, and the receipt they take home."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from minsheng.ground.files.fields import keeper_of
from minsheng.ground.notices.fields import ASK
from minsheng.ground.people import guards
from minsheng.ground.people.models import Role
from minsheng.ground.people.sign_in import address_of
from minsheng.instruments.opinions import access, actions
from minsheng.instruments.opinions.forms.register import RegisterForm
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.papers import facts
from minsheng.kernel.errors import Refused
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ui.stepping import in_place

HELD: Final = "held"
"""In the address of the form: as what the last one was held."""

type View = Callable[..., HttpResponse]


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@guards.only_roles(Role.COORDINATOR, Role.OFFICE)
@in_place
def register(request: HtmxRequest) -> HttpResponse:
    """Register a visitor; afterwards their receipt is ready to print."""
    sender = {"by": request.actor, "keeper": keeper_of(request), "address": address_of(request)}
    form = RegisterForm(request.POST, request.FILES, **sender) if request.method == "POST" else RegisterForm(**sender)
    opinion = _registered(request, form) if form.is_bound else None
    if opinion:
        return _done(request, opinion)
    held = request.GET.get(HELD, "")
    suspicion = held if held in Opinion.Suspected.values else form.suspicion
    context = {"form": form, "suspicion": suspicion, "sent": not form.is_bound}
    return reply(request, "opinions/register.html", context, status=form.status)


def _done(request: HtmxRequest, opinion: Opinion) -> HttpResponse:
    """On to the receipt; of what the office must see first, whoever registered it learns the number, and whom to call.

    A coordinator doesn't see it any more.
    """
    if access.sees(request.actor, opinion.number):
        return redirect("opinions:receipt", opinion.number)
    said = _("Registered under the number %(number)s. The office looks at it first; write the number down.")
    messages.success(request, said % {"number": opinion.number})
    return redirect(f"{reverse('opinions:register')}?{urlencode({HELD: opinion.suspected})}")


def _registered(request: HtmxRequest, form: RegisterForm) -> Opinion | None:
    """The opinion; None leaves the form to be shown again, with all that was typed."""
    if ASK in request.POST:
        form.ask()
        return None
    if not form.is_valid() or form.pauses():
        return None
    report = form.report(request.actor)
    again = actions.registered(report.sending, by=request.actor)
    proved = None if again else form.proved()
    if proved is None:
        return again
    try:
        return actions.register_for(form.visitor(confirmed=proved), report, by=request.actor)
    except Refused as refusal:
        form.refuse(refusal.message, refusal.status)
        return None


@never_cache
@require_safe
def receipt(request: HtmxRequest, number: str) -> HttpResponse:
    """受理回执: a page made for a sheet of A5, for whoever may have the receipt."""
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    if not access.may_have_receipt(request.actor, found):
        raise Http404
    context = {
        "opinion": found,
        "code": facts.code_of(found),
        "short": facts.said_in_short(found),
        "telephone": facts.telephone(found),
        "may_register": request.actor.is_(Role.COORDINATOR, Role.OFFICE),
    }
    return reply(request, "opinions/receipt.html", context)
