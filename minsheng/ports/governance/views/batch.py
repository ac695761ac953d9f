"""Steps taken with several matters at once: choose, fill in once, see what became of each."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minsheng.ground.people import guards
from minsheng.instruments.opinions.queries import subjects, together
from minsheng.kernel import clock
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.kernel.workflow import Key, Step, Subject, cards
from minsheng.ports.governance.actions import FORM, Outcome, take_together
from minsheng.ports.governance.forms import BatchForm, keys_of
from minsheng.ui.stepping import STEPPERS, StepForm, in_place

RESULT: Final = "batch"


@require_http_methods(["GET", "HEAD", "POST"])
@in_place
@guards.staff
def batch(request: HtmxRequest) -> HttpResponse:
    """GET: the form of the step for those chosen; without any, what became of the last batch. POST takes the step.

    What is chosen comes in the address, so that Back from the result shows the form and never sends anything again.
    """
    if request.method != "POST" and not request.GET:
        return _result(request)
    form = BatchForm(_said(request))
    if not form.is_valid():
        return _back(request, str(next(iter(form.errors.values()))[0]))
    kind, row = form.cleaned_data["step"]
    chosen = subjects(keys_of(_said(request)), request.actor)
    if "go" in request.POST:
        return _go(request, kind, row, chosen, form)
    fits = {key: subject for key, subject in chosen.items() if _fits(kind, row, subject, request)}
    if not fits:
        return _back(request, _("Nothing that you chose is at this step now. Choose others, or another step."))
    given = _given(kind, row, fits, request)
    return _show(request, row, given, chosen, fits)


def _said(request: HtmxRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _fits(kind: str, row: Step, subject: Subject, request: HtmxRequest) -> bool:
    return subject.kind() == kind and row in together(subject, request.actor)


def _given(kind: str, row: Step, of: dict[Key, Subject], request: HtmxRequest, *data: Any) -> StepForm:
    """The step's own form; the first of the chosen stands for all of them."""
    subject = next(iter(of.values()))
    return STEPPERS[kind].form(row.name)(*data, subject=subject, actor=request.actor, prefix=FORM)


def _show(
    request: HtmxRequest, row: Step, form: StepForm, chosen: dict[Key, Subject], fits: dict[Key, Subject]
) -> HttpResponse:
    found = cards([subject.matter_key for subject in chosen.values()])
    ticks = {key: (f"{key[0]}/{key[1]}", found.get(subject.matter_key)) for key, subject in chosen.items()}
    context = {
        "step": row,
        "value": _said(request)["step"],
        "form": form,
        "after": getattr(form, "after", ""),
        "seen_by": getattr(form, "seen_by", ""),
        "chosen": [ticks[key] for key in fits],
        "others": [ticks[key] for key in chosen.keys() - fits.keys()],
        "since": request.POST.get("since") or clock.now().isoformat(),
        "next": _onward(request),
    }
    return reply(request, "governance/batch.html", context, status=422 if form.is_bound else 200)


def _go(request: HtmxRequest, kind: str, row: Step, chosen: dict[Key, Subject], form: BatchForm) -> HttpResponse:
    """What was typed must fit the first; then each is tried, whatever became of the one before."""
    ours = {key: subject for key, subject in chosen.items() if subject.kind() == kind}
    if not ours:
        return _back(request, _("Nothing was chosen."))
    fits = {key: subject for key, subject in ours.items() if _fits(kind, row, subject, request)}
    given = _given(kind, row, fits or ours, request, request.POST)
    if fits and not given.is_valid():
        return _show(request, row, given, chosen, fits)
    since = form.cleaned_data["since"] or clock.now()
    outcomes = take_together(ours, row.name, request.POST, by=request.actor, since=since)
    request.session[RESULT] = _kept(request, row, outcomes)
    return redirect("governance:batch")


def _kept(request: HtmxRequest, row: Step, outcomes: list[Outcome]) -> dict[str, Any]:
    """What the page of the result needs, numbers and sentences only."""
    return {
        "step": request.POST["step"],
        "label": str(row.label),
        "next": _onward(request),
        "done": [outcome.key[1] for outcome in outcomes if outcome.done],
        "failed": [[*outcome.key, outcome.reason] for outcome in outcomes if not outcome.done],
    }


def _result(request: HtmxRequest) -> HttpResponse:
    kept = request.session.get(RESULT)
    if not kept:
        return redirect("governance:inbox")
    failed = [{"tick": f"{kind}/{number}", "number": number, "reason": why} for kind, number, why in kept["failed"]]
    return reply(request, "governance/done.html", {**kept, "failed": failed})


def _onward(request: HtmxRequest) -> str:
    """The list from which it came, if that is a page of ours."""
    onward = _said(request).get("next", "")
    ours = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    return onward if ours else reverse("governance:inbox")


def _back(request: HtmxRequest, words: str) -> HttpResponse:
    messages.warning(request, words)
    return redirect(_onward(request))
