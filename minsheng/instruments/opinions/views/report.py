"""我要反映: the report form. Whatever goes wrong, nothing that was typed is lost."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from minsheng.ground.files.fields import keeper_of
from minsheng.ground.notices.fields import ASK
from minsheng.ground.people.access import own_phone
from minsheng.ground.people.queries import masked_phone
from minsheng.ground.people.sign_in import address_of, sign_in
from minsheng.instruments.opinions import actions, hints
from minsheng.instruments.opinions.forms.report import HintsForm, ReportForm, addressed
from minsheng.instruments.opinions.queries.nearby import similar
from minsheng.kernel.errors import Refused
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ui.stepping import KEPT_FOR, in_place, keep_typed, kept

AS_RESIDENT: Final = "as_resident"
"""The button of officials who want to report something in their own name."""
JOIN: Final = "join"
"""The button 我也遇到 beside a similar matter; its value is the number."""


class _Proof(CsrfViewMiddleware):
    """Django's check of a form's token, whose failure is told instead of answered."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:  # noqa: ARG002 (Django's signature)
        return reason


def proven(request: HttpRequest) -> bool:
    """Whether the form came from a page of ours. If not, it is shown again instead of being thrown away."""
    check = _Proof(lambda _request: HttpResponse())
    check.process_request(request)
    return check.process_view(request, lambda _request: HttpResponse(), (), {}) is None


@csrf_exempt  # checked by `proven`
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_place
def report(request: HtmxRequest) -> HttpResponse:
    """我要反映. Whoever isn't signed in proves a phone number on the same page, when sending."""
    if request.actor.staff:
        return _staff(request)
    sender = {"by": request.actor, "address": address_of(request), "known": request.actor.signed_in}
    if request.method == "POST":
        ours = proven(request)
        form = ReportForm(request.POST, request.FILES if ours else None, keeper=keeper_of(request), **sender)
        if not ours:
            form.refuse(_stale(request), 403)
        if ours and request.POST.get(JOIN):
            return _join(request, request.POST[JOIN])
        return (_send(request, form) if ours else None) or _show(request, form)
    found = addressed(request.GET.get("deputy", ""), request.GET.get("station", ""))
    before = {name: values[-1] for name, values in kept(request).items() if values}
    at = {"occasion": request.GET.get("activity", "")}
    return _show(request, ReportForm(initial=found | at | before, **sender))


def _show(request: HtmxRequest, form: ReportForm) -> HttpResponse:
    phone = own_phone(request.actor) if form.known else ""
    context = {"form": form, "phone": masked_phone(phone) if phone else ""}
    if form.is_bound:
        context |= _words(form.cleaned_data) | {"similar": similar(form.cleaned_data)}
    return reply(request, "opinions/report.html", context, status=form.status)


def _words(given: dict[str, Any]) -> dict[str, Any]:
    """What the words of the text point to, for the note below it."""
    text = given.get("text") or ""
    return {
        "danger": not given.get("calm") and hints.emergency(text),
        "calm": given.get("calm"),
        "suspicion": hints.suspicion(text),
    }


@csrf_exempt  # it changes nothing; typed words stay out of addresses, and signing in midway changes the token
@never_cache
@require_POST
def said(request: HtmxRequest) -> HttpResponse:
    """What the words typed so far point to: whom to call, where else to turn. Nothing is kept."""
    if not request.htmx:
        return redirect("opinions:report")
    return reply(request, "opinions/hints.html#words", _words(HintsForm(request.POST).given()))


@csrf_exempt  # as above
@never_cache
@require_POST
def nearby(request: HtmxRequest) -> HttpResponse:
    """Public matters that may be the same as what is being typed. Nothing is kept."""
    if not request.htmx:
        return redirect("opinions:report")
    return reply(request, "opinions/hints.html#similar", {"similar": similar(HintsForm(request.POST).given())})


def _join(request: HtmxRequest, number: str) -> HttpResponse:
    """Say that one met with the same; what was typed waits, for whoever changes their mind."""
    keep_typed(request, ReportForm)
    if request.actor.kind == "nobody":
        request.session.set_expiry(KEPT_FOR)
    return redirect("opinions:support", number)


def _stale(request: HttpRequest) -> str:
    """What came without proof must be sent again. Its new photos are gone: nothing is decoded for just anybody."""
    if request.FILES:
        return _("This page had been open for long. Please add the new photos again, then press “Send” again.")
    return _("This page had been open for long. Everything is still here: please press “Send” again.")


def _send(request: HtmxRequest, form: ReportForm) -> HttpResponse | None:
    """Send a valid report; None leaves the form to be shown again, with all that was typed and its `status`."""
    if ASK in request.POST or form.wants_code:
        form.ask()
    elif form.is_valid() and not form.pauses():
        try:
            return _sent(request, form)
        except Refused as refusal:
            form.refuse(refusal.message, refusal.status)
    return None


def _sent(request: HtmxRequest, form: ReportForm) -> HttpResponse | None:
    if not form.known:
        person = form.verified()
        if person is None:
            return None
        sign_in(request, person, acting="resident")
        form.recognise()
    opinion = actions.submit(form.report(request.actor), by=request.actor, address=address_of(request))
    for note in form.notes:
        messages.info(request, note)
    messages.success(request, _("Sent. You can follow here what happens; we also tell you by text message."))
    return redirect("opinions:opinion", opinion.number)


def _staff(request: HtmxRequest) -> HttpResponse:
    """Officials report in their own name only. What they typed meanwhile waits until they act as themselves."""
    if request.method != "POST":
        return reply(request, "opinions/report_as.html")
    if AS_RESIDENT in request.POST and proven(request):
        sign_in(request, request.user, strong=bool(request.session.get("strong")), acting="resident")  # type: ignore[arg-type]  # an actor of staff is a signed-in person
        return redirect(request.get_full_path())  # the activity it is about stands there
    if "sending" in request.POST:
        keep_typed(request, ReportForm)
    if request.htmx:  # a page of its own, which says with ?unsent what this one would
        return redirect(f"{request.path}?unsent")
    return reply(request, "opinions/report_as.html", status=403)
