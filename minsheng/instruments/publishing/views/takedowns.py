"""Asking to take a copy off, what came of it, the office's side of it, and what was public earlier."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minsheng.ground.codes.queries import spaced
from minsheng.ground.duties.queries import open_duty
from minsheng.ground.notices.fields import ASK
from minsheng.ground.people.actions import limit
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.queries import actor_of
from minsheng.ground.people.sign_in import address_of
from minsheng.ground.policies.queries import value
from minsheng.ground.policies.words import span
from minsheng.instruments.publishing import access, actions, queries
from minsheng.instruments.publishing.forms import FORMS, AskForm
from minsheng.instruments.publishing.models import Publication
from minsheng.instruments.publishing.workflow import STEPS
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ui.stepping import in_place, page_of, stepping

step = stepping(STEPS, access.takedowns, FORMS, actions)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@in_place
def ask(request: HtmxRequest, number: str) -> HttpResponse:
    """The form for whoever finds that something should not be public; no account is needed."""
    row = _asked_about(request.actor, number)
    known = request.actor.person_id is not None
    if request.method != "POST":
        begun = {"what": request.GET.get("what", "")}
        return _form(request, row, AskForm(initial=begun, address=address_of(request), known=known))
    form = AskForm(request.POST, address=address_of(request), known=known)
    if ASK in request.POST or (form.is_valid() and form.wants_code):
        form.ask()
        return _form(request, row, form)
    by = _asker(request, form) if form.is_valid() else None
    if by is None:
        return _form(request, row, form)
    _count(request, by)
    said = {name: form.cleaned_data[name] for name in ("what", "reason")}
    made = actions.ask_removal(row.key, by=by, **said)
    return redirect(queries.answer_page(made.number) or reverse("publishing:publications"))


@require_safe
@never_cache
def asked(request: HtmxRequest, short: str) -> HttpResponse:
    """What came of a request, for whoever has its code."""
    found = queries.takedown_of_code(short)
    if found is None:
        limits = value("codes.limits")
        limit("code", address_of(request), most=limits["wrong_per_address_hour"], within=timedelta(hours=1))
        raise Http404
    context = {"takedown": found, "short": spaced(short), "shown": queries.is_public(found.matter_key)}
    return reply(request, "publishing/asked.html", context | {"duty": open_duty(found.key)})


@require_safe
@never_cache
def takedown(request: HtmxRequest, number: str) -> HttpResponse:
    """A request as the office reads it, with what it may do."""
    found = get_object_or_404(access.takedowns(request.actor), number=number)
    context = {
        "takedown": found,
        "publication": queries.latest(found.matter_key),
        "steps": list(STEPS.open_steps(found, request.actor)),
        "duty": open_duty(found.key),
        "matter": page_of(found.matter_key),
    }
    return reply(request, "publishing/takedown.html", context)


@require_safe
@never_cache
def history(request: HtmxRequest, number: str) -> HttpResponse:
    """All that was ever public of a matter; nobody of the public reads it."""
    row = get_object_or_404(queries.all_ever(), number=number)
    if not access.may_read_history(request.actor, row.key):
        raise Http404
    context = {"publication": row, "changes": queries.history(row.key), "matter": page_of(row.key)}
    return reply(request, "publishing/history.html", context)


def _asked_about(actor: Actor, number: str) -> Publication:
    """What everyone sees; whose matter it is may ask about what was taken off, too."""
    row = get_object_or_404(queries.all_ever(), number=number)
    if not (access.sees(actor, number) or access.sees_matter(actor, row.key)):
        raise Http404
    return row


def _form(request: HtmxRequest, row: Publication, form: AskForm) -> HttpResponse:
    rule = value("publishing.takedown", place_id=row.place_id)
    context: dict[str, Any] = {"publication": row, "form": form, "shell": request.actor.shell}
    context["within"] = span(rule["amount"], rule["unit"])
    return reply(request, "publishing/ask.html", context, status=form.status)


def _asker(request: HtmxRequest, form: AskForm) -> Actor | None:
    """Who asks; None where a code was wrong, which the form then says."""
    if form.known or not form.cleaned_data["phone"]:
        actor: Actor = request.actor
        return actor
    person = form.verified()
    return actor_of(person, "resident") if person else None


def _count(request: HtmxRequest, by: Actor) -> None:
    """Not too often from one address, nor by one person (policy `publishing.limits`)."""
    limits = value("publishing.limits")
    limit("takedown", address_of(request), most=limits["per_address_hour"], within=timedelta(hours=1))
    if by.person_id:
        limit("takedown", f"person:{by.person_id}", most=limits["per_phone_day"], within=timedelta(days=1))
