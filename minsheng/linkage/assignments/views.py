"""The list, the task of the district with its streets side by side, a street's part, and papers."""

import dataclasses
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minsheng.ground.duties.queries import of_matter, of_matters
from minsheng.ground.files.fields import keeper_of
from minsheng.ground.files.queries import document_links, of, pictures
from minsheng.ground.journal.queries import Line, timeline
from minsheng.ground.people import guards
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.instruments.activities.queries import cards as activity_cards
from minsheng.instruments.escalations.queries import panels, raise_url
from minsheng.instruments.opinions.queries import rows_of
from minsheng.instruments.surveys.queries import of_matter as surveys_of
from minsheng.instruments.surveys.queries import results
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.kernel.workflow import Table
from minsheng.linkage.assignments import access, actions, papers, queries
from minsheng.linkage.assignments.actions import streets
from minsheng.linkage.assignments.forms import PART_FORMS, TASK_FORMS, TaskForm
from minsheng.linkage.assignments.models import StreetTask, Task
from minsheng.linkage.assignments.workflow import PARTS, TASKS
from minsheng.ui.stepping import stepping

PAGE: Final = 20
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READY: Final = frozenset({"accepted"})
"""What is done for the street, though the desk may still file it: its clock is no reminder in a list."""
INSIDE: Final = frozenset({"report", "send_back"})
TONES: Final = {"submitted": "seal", "returned": "late", "accepted": "done", "archived": "done", "merged": "done"}

step = stepping(TASKS, access.visible_to, TASK_FORMS, actions)
part_step = stepping(PARTS, access.parts_of, PART_FORMS, streets)


@require_safe
@guards.only(access.may_list)
def tasks(request: HtmxRequest) -> HttpResponse:
    """The district's tasks, or a street's own parts of them; the next due first."""
    of_street = request.actor.is_(*access.STREET)
    model: type[Task | StreetTask] = StreetTask if of_street else Task
    rows: Any = access.parts_of(request.actor) if of_street else access.visible_to(request.actor)
    tabs = _tabs(model, rows, state := request.GET.get("state", ""))
    rows = rows.filter(state=state) if state in model.State.values else rows
    what = request.GET.get("what", "")
    rows = rows.filter(**{"task__what" if of_street else "what": what}) if what in Task.Kind.values else rows
    page = Paginator(rows.order_by("-due", "-id"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "lines": _lines(model, list(page.object_list)),
        "tabs": tabs,
        "kinds": [
            ("", pgettext_lazy("filter", "All"), not what),
            *((*kind, kind[0] == what) for kind in Task.Kind.choices),
        ],
        "writes": request.actor.is_(Role.DISTRICT),
    }
    return reply(request, "assignments/tasks.html", context)


def _tabs(model: type[Task | StreetTask], rows: Any, chosen: str) -> list[dict[str, Any]]:
    found = list(rows.order_by().values_list("state", flat=True))
    states = [(state.value, state.label, found.count(state.value)) for state in model.State if state.value in found]
    return [
        {"label": label, "href": f"?state={value}" if value else "?", "current": value == chosen, "count": n}
        for value, label, n in [("", _("All"), len(found)), *states]
    ]


def _lines(model: type[Task | StreetTask], rows: list[Any]) -> list[dict[str, Any]]:
    duties = of_matters(model.kind(), [row.number for row in rows])
    done = queries.progress(rows) if model is Task else {}
    return [
        {
            "subject": row,
            "task": row if model is Task else row.task,
            "page": TASKS.page if model is Task else PARTS.page,
            "tone": TONES.get(row.state, "plain"),
            "duty": duties.get(row.number) if row.state not in READY else None,
            "done": done.get(row.pk),
        }
        for row in rows
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@guards.only_roles(Role.DISTRICT)
def new(request: HtmxRequest) -> HttpResponse:
    """A task on one page: given to the streets at once, or kept as a draft."""
    sender = {"actor": request.actor, "keeper": keeper_of(request)}
    form = TaskForm(request.POST, request.FILES, **sender) if request.method == "POST" else TaskForm(**sender)
    if not form.is_valid():
        return reply(request, "assignments/new.html", {"form": form}, status=422 if form.is_bound else 200)
    with transaction.atomic():
        made = actions.draft(by=request.actor, **form.cleaned_data)
        given = actions.issue(made, by=request.actor) if "issue" in request.POST else []
    messages.success(request, _("%(n)s streets have the task now.") % {"n": len(given)} if given else _("It is kept."))
    return redirect("assignments:task", made.number)


@never_cache
@require_safe
@guards.signed_in
def task(request: HtmxRequest, number: str) -> HttpResponse:
    """What is asked; for the district with its streets side by side, for guests and streets the theme alone."""
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    surveys = list(surveys_of(found.key)) if request.actor.is_(*access.DISTRICT, *access.STREET) else []
    context = {
        "shell": request.actor.shell,
        "task": found,
        "tone": TONES.get(found.state, "plain"),
        **_steps(TASKS, found, request.actor),
        "duty": of_matter(found.key).first(),
        "streets": list(found.streets.order_by("code")),
        "own": access.parts_of(request.actor).filter(task=found).first() if request.actor.is_(*access.STREET) else None,
        "rows": _beside(found, request.actor),
        "surveys": [(survey, results(survey, request.actor)) for survey in surveys],
        "documents": document_links(*found.key, role="document"),
        "merged_documents": document_links(*found.key, role="merged"),
        "papers": papers.offers(found) if access.may_print(request.actor, found) else [],
        "entries": timeline(found.key, resident=False) if request.actor.is_(*access.DISTRICT) else [],
    }
    return reply(request, "assignments/task.html", context)


def _steps(table: Table, found: Task | StreetTask, actor: Actor) -> dict[str, Any]:
    """What may be done now; taking back stands apart, so that it is nobody's first button."""
    steps = list(table.open_steps(found, actor))
    return {
        "steps": [one for one in steps if one.name != "cancel"],
        "cancel": [one for one in steps if one.name == "cancel"],
    }


def _beside(found: Task, actor: Actor) -> list[dict[str, Any]]:
    if not access.compares(actor, found):
        return []
    rows = queries.side_by_side(found, actor)
    return [
        {
            "part": row.part,
            "tone": TONES.get(row.part.state, "plain"),
            "duty": row.duty,
            "counts": [(queries.WORDS[name], row.tally[name]) for name in queries.shown(found)],
            "report": row.part.report if row.reads else "",
            "opens": access.parts_of(actor).filter(pk=row.part.pk).exists() if actor.is_(*access.STREET) else True,
        }
        for row in rows
    ]


@never_cache
@require_safe
@guards.signed_in
def street(request: HtmxRequest, number: str) -> HttpResponse:
    """A street's part: what is asked, until when, what is missing, what was gathered."""
    found = get_object_or_404(access.parts_of(request.actor), number=number)
    reads = access.reads(request.actor, found)
    said = Paginator(queries.opinions_of(found, request.actor), PAGE).get_page(request.GET.get("page"))
    context = {
        "part": found,
        "task": found.task,
        "tone": TONES.get(found.state, "plain"),
        **_steps(PARTS, found, request.actor),
        "duty": of_matter(found.key).first(),
        "documents": document_links(*found.task.key, role="document"),
        "checks": queries.checklist(found),
        "reads": reads,
        "activities": activity_cards([one.number for one in queries.activities(found)]).values(),
        "page_obj": said,
        "opinions": rows_of(said.object_list, request.actor),
        "photos": pictures(of(*found.key)) if reads else [],
        "gathered": document_links(*found.key) if reads else [],
        "surveys": surveys_of(found.task.key),
        "escalated": panels(found.key, request.actor),
        "raise_url": raise_url(found, request.actor),
        "entries": _told(found, request.actor),
    }
    return reply(request, "assignments/street.html", context)


def _told(found: StreetTask, actor: Actor) -> list[Line]:
    """What has happened; what office and director tell each other about the report stays between them."""
    lines, own = timeline(found.key, resident=False), actor.is_(*access.STREET)
    return [line if own or line.step not in INSIDE else dataclasses.replace(line, note="") for line in lines]


@never_cache
@require_POST
@guards.signed_in
def paper(request: HtmxRequest, number: str, kind: str) -> HttpResponse:
    """任务书, 汇总报告. It is a POST, since it may give a number."""
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    if not access.may_print(request.actor, found) or kind not in papers.offers(found):
        raise Http404
    name, file = papers.printed(found, kind, by=request.actor)
    headers = {"Content-Disposition": content_disposition_header(True, f"{name}.docx")}  # noqa: FBT003 (Django's signature)
    return HttpResponse(file, content_type=DOCX, headers=headers | {"X-Content-Type-Options": "nosniff"})
