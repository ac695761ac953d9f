"""The one step view: it fetches through the actor, shows the step's form, and takes the step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial, wraps
from types import ModuleType
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from minsheng.kernel.errors import NotNow, NotYours
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.kernel.workflow import TABLES, Key, Step, Subject, Table, Words, take

type View = Callable[..., HttpResponseBase]

KEPT = "kept"
MOVED = _("Someone has already moved this on. Reload the page to see where it stands now.")
KEPT_EACH, KEPT_BYTES = 4_000, 20_000
"""How many characters are kept of a field, and how many bytes of a form."""
KEPT_FOR = 4 * 60 * 60
"""Seconds that it waits for somebody who must sign in first; signing in gives the session its usual life."""


class StepForm(forms.Form):
    """A step's form; it knows the subject and who acts. `after` says what happens next, `seen_by` who sees it.

    `phrased` names the fields that words may be put into by one tap, and what kind of words.
    """

    after: Words = ""
    seen_by: Words = ""
    phrased: Mapping[str, str] = {"note": "note"}

    note = forms.CharField(
        label=_("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500})
    )

    def __init__(self, *args: Any, subject: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.actor = subject, actor


class ReasonForm(StepForm):
    """A step that asks why."""

    phrased: Mapping[str, str] = {"note": "reason"}

    note = forms.CharField(
        label=_("Reason"), min_length=2, max_length=500, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500})
    )


@dataclass(frozen=True, slots=True)
class Stepper:
    """How the steps of one kind are taken from outside its room: for batches over many matters."""

    table: Table
    visible_to: Callable[[Any], QuerySet[Any]]
    forms: Mapping[str, type[StepForm]]
    actions: tuple[ModuleType, ...]

    def form(self, step: str) -> type[StepForm]:
        return self.forms.get(step, StepForm)

    def do(self, subject: Subject, step: str, actor: object, data: Mapping[str, Any]) -> None:
        """Take the step by the action of the same name, else by `take`. Raises what the action refuses."""
        action = next((found for module in self.actions if (found := getattr(module, step, None))), None)
        if action:
            action(subject, by=actor, **data)
        else:
            take(subject, step, by=actor, **data)


STEPPERS: dict[str, Stepper] = {}

BESIDE: list[Callable[[Any, StepForm], Mapping[str, Any]]] = []
"""What rooms below put beside a step's form: functions of the actor and the form that give more to its template."""


def page_of(matter: Key) -> str:
    """The address of a matter's page, wherever its room is."""
    kind, number = matter
    return reverse(TABLES[kind].page, args=[number])


def step_url(subject: Subject, step: str) -> str:
    """The address of a step of a subject: `<room>:<model>-step`."""
    return reverse(f"{TABLES[subject.kind()].page}-step", args=[subject.number, step])


def stepping(
    table: Table,
    visible_to: Callable[[Any], QuerySet[Any]],
    step_forms: Mapping[str, type[StepForm]],
    *actions: ModuleType,
) -> Callable[..., HttpResponse]:
    """The view of all steps of a table: GET shows a step's form, POST takes the step and goes to the matter's page."""
    stepper = STEPPERS[table.model.kind()] = Stepper(table, visible_to, step_forms, actions)
    return never_cache(partial(_step, stepper))


def _step(stepper: Stepper, request: HttpRequest, number: str, step: str) -> HttpResponse:
    request = cast("HtmxRequest", request)
    form_class = stepper.form(step)
    if request.actor.kind == "nobody":
        return keep_and_sign_in(request, form_class)
    subject = get_object_or_404(stepper.visible_to(request.actor), number=number)
    row = _row(stepper, step)
    if request.method == "POST":
        _insist(row, subject, request.actor)
        form = form_class(_with_phrase(request), request.FILES, subject=subject, actor=request.actor)
        return _again(request, row, form) if "phrase" in request.POST else _take(stepper, request, row, form)
    if row not in stepper.table.open_steps(subject, request.actor):
        raise NotNow(MOVED)
    initial = {name: values[-1] for name, values in kept(request).items() if values}
    return _show(request, row, form_class(initial=initial, subject=subject, actor=request.actor))


def _insist(row: Step, subject: Subject, actor: object) -> None:
    """Refuse before anything typed is judged; `take` looks again, at the locked row."""
    if row.sources and subject.state not in row.sources:
        raise NotNow(MOVED)
    if not row.may(actor, subject):
        raise NotYours(_("This is not yours to do."))


def _row(stepper: Stepper, step: str) -> Step:
    if step not in stepper.table.steps and step not in stepper.table.verbs:
        raise Http404
    row = stepper.table.act(step)
    if not row.form:
        raise Http404
    return row


def _take(stepper: Stepper, request: HtmxRequest, row: Step, form: StepForm) -> HttpResponse:
    if not form.is_valid():
        return _show(request, row, form, status=422)
    stepper.do(form.subject, row.name, request.actor, form.cleaned_data)
    number = form.subject.matter_key[1]
    messages.success(request, _("%(number)s done: %(step)s") % {"number": number, "step": row.label})
    return redirect(_onward(request) or page_of(form.subject.matter_key))


def _with_phrase(request: HtmxRequest) -> QueryDict:
    """What was typed; where a phrase was chosen ("field:words"), with its words behind those of the field."""
    name, _colon, words = request.POST.get("phrase", "").partition(":")
    if not words:
        return request.POST
    typed = request.POST.copy()
    typed[name] = f"{typed.get(name, '')}{words}"
    return typed


def _again(request: HtmxRequest, row: Step, form: StepForm) -> HttpResponse:
    """The form as it was sent, for somebody who is not done with it: photos are kept, nothing is judged."""
    form.is_valid()
    form.errors.clear()
    return _show(request, row, form, status=422 if request.htmx else 200)


def _show(request: HtmxRequest, row: Step, form: StepForm, *, status: int = 200) -> HttpResponse:
    template = "ui/step.html#form" if request.htmx and not request.htmx.boosted else "ui/step.html"
    context = {"form": form, "step": row, "subject": form.subject, "back": page_of(form.subject.matter_key)}
    context |= {"shell": request.actor.shell, "next": _onward(request)}
    context |= {name: getattr(form, name, "") for name in ("after", "seen_by")}
    for beside in BESIDE:
        context |= beside(request.actor, form)
    return reply(request, template, context, status=status)


def _onward(request: HttpRequest) -> str:
    """Where the person wanted to go afterwards, if it is a page of ours."""
    onward = request.POST.get("next") or request.GET.get("next") or ""
    return onward if url_has_allowed_host_and_scheme(onward, {request.get_host()}) else ""


def in_place(view: View) -> View:
    """For views that show their one form again when it is refused: where a script can, it is answered in its place.

    So a refusal leaves no page behind that the Back button would send again. Under whatever status, the form takes its
    own place; a redirect becomes a page of its own; without a script nothing changes. The form is
    `<form method="post" action="…" data-inplace hx-post="…">`, the only one of its page with `data-inplace`; a view of
    several forms names the one that was sent in `HX-Reselect`.
    """

    @wraps(view)
    def answer(request: HtmxRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if not request.htmx:
            return response
        if isinstance(response, HttpResponseRedirectBase):
            return HttpResponseClientRedirect(response.url)
        response.headers.setdefault("HX-Reselect", "form[data-inplace]")
        return retarget(reswap(response, "outerHTML"), "closest form")

    return answer


def keep_and_sign_in(request: HttpRequest, form_class: type[forms.Form]) -> HttpResponse:
    """Sign in first; what was typed, and photos that the form can rescue, are waiting when the person comes back."""
    if request.method == "POST":
        keep_typed(request, form_class)
        if cast("HtmxRequest", request).actor.kind == "nobody":
            request.session.set_expiry(KEPT_FOR)
    return redirect_to_login(request.get_full_path())


def keep_typed(request: HttpRequest, form_class: type[forms.Form]) -> None:
    """Keep what came for a form's own fields, up to `KEPT_BYTES`, and the photos that it can rescue."""
    data, left = {}, KEPT_BYTES
    for name in filter(request.POST.__contains__, form_class.base_fields):
        text = request.POST[name][:KEPT_EACH]
        size = len(text.encode())
        if size <= left:
            data[name], left = [text], left - size
    rescue = getattr(form_class, "rescue", None)
    request.session[KEPT] = {"path": request.path, "data": data | (rescue(request) if rescue else {})}


def kept(request: HttpRequest) -> dict[str, list[str]]:
    """What was typed here before signing in, once."""
    found = request.session.get(KEPT)
    if not found or found["path"] != request.path:
        return {}
    del request.session[KEPT]
    data: dict[str, list[str]] = found["data"]
    return data
