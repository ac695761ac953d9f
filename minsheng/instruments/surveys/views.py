"""Answering on a phone, and the answers side by side."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minsheng.ground.people import guards
from minsheng.instruments.activities.access import visible_to as activities_seen
from minsheng.instruments.activities.models import Activity
from minsheng.instruments.activities.queries import title_of
from minsheng.instruments.surveys import access, actions, queries
from minsheng.instruments.surveys.forms import FORMS, AnswersForm, form_of
from minsheng.instruments.surveys.models import Survey
from minsheng.instruments.surveys.workflow import STEPS
from minsheng.kernel.errors import Wrong
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ui.stepping import keep_and_sign_in, kept, page_of, stepping

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What may begin a formula; spreadsheets take the wide signs too."""

step = stepping(STEPS, access.visible_to, FORMS, actions)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HtmxRequest, number: str) -> HttpResponseBase:
    """At an activity (`?at=`) the questions, without one the answers, for officials."""
    at = request.GET.get("at")
    if at is None:
        return results(request, number)
    there = activities_seen(request.actor).filter(number=at).first()
    if there is None and not request.actor.signed_in:
        return redirect_to_login(request.get_full_path())
    asked = get_object_or_404(access.at_activity(there), number=number) if there else None
    if asked is None or there is None:
        raise Http404
    form_class = form_of(queries.questions(asked))
    if request.method == "POST":
        return _answered(request, asked, there, form_class)
    initial = {name: values[-1] for name, values in kept(request).items() if values}
    return _asked(request, asked, there, form_class(initial=initial))


def _answered(request: HtmxRequest, asked: Survey, there: Activity, form_class: type[AnswersForm]) -> HttpResponse:
    if not request.actor.signed_in:
        return keep_and_sign_in(request, form_class)
    form = form_class(request.POST)
    if not form.is_valid():
        return _asked(request, asked, there, form, status=422)
    try:
        actions.answer(asked, place=there.place, activity=there.number, answers=form.answers, by=request.actor)
    except Wrong as refusal:
        form.add_error(None, str(refusal.message))
        return _asked(request, asked, there, form, status=422)
    messages.success(request, _("Your answers have arrived. Thank you."))
    return redirect(request.get_full_path())


def _asked(
    request: HtmxRequest, asked: Survey, there: Activity, form: AnswersForm, *, status: int = 200
) -> HttpResponse:
    person = {"person_id": request.actor.person_id, "place_id": there.place_id}
    context = {
        "survey": asked,
        "activity": there,
        "title": title_of(there),
        "form": form,
        "shell": request.actor.shell,
        "answered": request.actor.signed_in and queries.has_answered(asked, **person),
        "asked": access.is_open_to(request.actor, asked, there),
    }
    return reply(request, "surveys/answer.html", context, status=status)


@require_safe
@guards.staff
def results(request: HtmxRequest, number: str) -> HttpResponse:
    """The answers, street by street."""
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    context = {
        "survey": found,
        "steps": list(STEPS.open_steps(found, request.actor)),
        "back": page_of(found.purpose),
        "tone": "info" if found.state == Survey.State.OPEN else "plain",
        "may_export": access.may_export(request.actor, found),
        "answered": queries.answered(found),
        "results": queries.results(found, request.actor),
    }
    return reply(request, "surveys/survey.html", context)


@require_safe
@guards.staff
def as_csv(request: HtmxRequest, number: str) -> HttpResponse:
    """The numbers as a file, with a byte order mark, so that spreadsheets read Chinese."""
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    if not access.may_export(request.actor, found):
        raise Http404
    text = StringIO("\ufeff", newline="")
    text.seek(0, 2)
    lines = _lines(queries.results(found, request.actor).questions)
    csv.writer(text).writerows([_plain(cell) for cell in line] for line in lines)
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.csv"'
    return response


def _lines(found: list[queries.Compared]) -> Iterator[list[Any]]:
    yield [_("Question"), _("Subdistrict"), pgettext("survey", "Answer"), _("Counted"), "n", _("Share"), _("Mean")]
    for one in found:
        for row in one.rows:
            cells = row.cells or [("", None, None)]
            yield from ([one.question, row.name, head, count, row.n, share, row.mean] for head, count, share in cells)
        yield from ([one.question, street, text] for street, texts in one.texts.items() for text in texts)


def _plain(cell: Any) -> str:
    said = "" if cell is None else str(cell)
    return f"'{said}" if said.lstrip().startswith(FORMULA) else said
