"""A list of all; an escalation itself stands on the page of its matter."""

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minsheng.ground.people import guards
from minsheng.instruments.escalations import access, actions, papers, queries
from minsheng.instruments.escalations.forms import FORMS, RaiseForm
from minsheng.instruments.escalations.models import Escalation
from minsheng.instruments.escalations.workflow import STEPS
from minsheng.kernel.errors import NotNow
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.kernel.workflow import TABLES, Subject, cards
from minsheng.ui.stepping import page_of, stepping

PAGE: Final = 20
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

step = stepping(STEPS, access.visible_to, FORMS, actions)


@require_safe
@guards.only(access.may_list)
def escalations(request: HtmxRequest) -> HttpResponse:
    """What was brought before a desk: what is open, or what is settled. Those of one's own desk first."""
    shown = request.GET.get("state") if request.GET.get("state") in Escalation.State.values else ""
    rows = access.visible_to(request.actor)
    counted = {state: rows.filter(state=state).count() for state in Escalation.State.values}
    rows = rows.filter(state=shown) if shown else rows.open()
    page = Paginator(rows.order_by("-level", "raised_at", "id"), PAGE).get_page(request.GET.get("page"))
    found = cards([row.matter_key for row in page.object_list])
    lines = [(row, found[row.matter_key]) for row in page.object_list if row.matter_key in found]
    context = {"lines": lines, "page_obj": page, "tabs": _tabs(counted, shown or "")}
    return reply(request, "escalations/escalations.html", context)


def _tabs(counted: dict[str, int], shown: str) -> list[dict[str, Any]]:
    still = counted[Escalation.State.RAISED] + counted[Escalation.State.DIRECTED]
    every = [("", _("Still open"), still), *((s.value, s.label, counted[s.value]) for s in Escalation.State)]
    return [
        {"label": label, "href": f"?state={state}" if state else "?", "current": state == shown, "count": count}
        for state, label, count in every
    ]


@never_cache
@require_safe
def escalation(request: HtmxRequest, number: str) -> HttpResponse:
    """Lead to the page of the matter."""
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    return redirect(page_of(found.matter_key))


@require_http_methods(["GET", "HEAD", "POST"])
@guards.staff
def raise_matter(request: HtmxRequest, kind: str, number: str) -> HttpResponse:
    """Bring a matter before a desk, by hand."""
    matter = _matter(request, kind, number)
    levels = queries.open_levels(matter, request.actor)
    if not levels:
        raise NotNow(_("This can't be brought before a desk now: it is there already, it is over, or it is not yours."))
    data = [request.POST] if request.method == "POST" else []
    form = RaiseForm(*data, subject=matter, actor=request.actor, levels=levels)
    if not form.is_valid():
        return reply(request, "escalations/raise.html", _shown(matter, form), status=422 if form.is_bound else 200)
    actions.escalate(matter, by=request.actor, **form.cleaned_data)
    messages.success(request, _("The desk has been told."))
    return redirect(page_of(matter.matter_key))


def _shown(matter: Subject, form: RaiseForm) -> dict[str, Any]:
    found = cards([matter.matter_key]).get(matter.matter_key)
    return {"form": form, "matter": matter, "card": found, "back": page_of(matter.matter_key)}


def _matter(request: HtmxRequest, kind: str, number: str) -> Subject:
    table = TABLES.get(kind)
    if table is None or table.visible_to is None or table.model.matter_key is not Subject.matter_key:
        raise Http404
    found: Subject = get_object_or_404(table.visible_to(request.actor), number=number)
    return found


@never_cache
@require_POST
def paper(request: HtmxRequest, number: str) -> HttpResponse:
    """督办通知单. It is a POST, since it may give a number."""
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    if not access.may_print(request.actor, found):
        raise Http404
    name, file = papers.printed(found, by=request.actor)
    headers = {"Content-Disposition": content_disposition_header(True, f"{name}.docx")}  # noqa: FBT003 (Django's signature)
    return HttpResponse(file, content_type=DOCX, headers=headers | {"X-Content-Type-Options": "nosniff"})
