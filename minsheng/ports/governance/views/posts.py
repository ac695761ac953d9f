"""Posts: who sits there, who stands in, and what an end leaves behind."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minsheng.ground.people import guards
from minsheng.ground.people.models import Appointment, Post
from minsheng.kernel.errors import Refused
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ports.governance import posts as seats
from minsheng.ports.governance.forms import EndForm, SubstituteForm

PAGE: Final = 50


@require_safe
@guards.staff
def posts(request: HtmxRequest) -> HttpResponse:
    """The posts in reach."""
    sought = request.GET.get("q", "").strip()
    page = Paginator(seats.listed(request.actor, sought), PAGE).get_page(request.GET.get("page"))
    context = {"seats": seats.seats(list(page.object_list)), "page_obj": page, "sought": sought}
    return reply(request, "governance/posts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.staff
def post(request: HtmxRequest, pk: int) -> HttpResponse:
    """One post: its people, and naming a substitute."""
    found = get_object_or_404(seats.in_reach(request.actor), pk=pk)
    may = seats.may_substitute(request.actor, found)
    form = SubstituteForm(*([request.POST] if request.method == "POST" else []), post=found) if may else None
    if form is None or not form.is_valid():
        if request.method == "POST" and form is None:
            raise PermissionDenied
        return _post(request, found, form)
    try:
        seats.name_substitute(found, by=request.actor, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return _post(request, found, form, status=refusal.status)
    messages.success(request, _("Kept. It begins and ends by itself."))
    return redirect("governance:post", pk)


def _post(request: HtmxRequest, found: Post, form: SubstituteForm | None, status: int = 0) -> HttpResponse:
    held = [(row, seats.may_end(request.actor, row)) for row in seats.holders(found)]
    context = {"post": found, "held": held, "away": seats.substitutions([found]), "form": form}
    context["history"] = seats.history(found)
    return reply(request, "governance/post.html", context, status=status or (422 if form and form.is_bound else 200))


@require_POST
@guards.staff
def recall(request: HtmxRequest, pk: int, substitution: int) -> HttpResponse:
    """End a substitution before its time."""
    found = get_object_or_404(seats.in_reach(request.actor), pk=pk)
    row = get_object_or_404(seats.substitutions([found]), pk=substitution)
    seats.recall(row, by=request.actor)
    messages.success(request, _("The substitution has ended."))
    return redirect("governance:post", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.staff
def end(request: HtmxRequest, pk: int, appointment: int) -> HttpResponse:
    """End an appointment; what is open and would have nobody is decided on in the same act."""
    found = get_object_or_404(seats.in_reach(request.actor), pk=pk)
    row = get_object_or_404(seats.holders(found), pk=appointment)
    if not seats.may_end(request.actor, row):
        raise PermissionDenied
    left = seats.left_by(row)
    form = EndForm(*([request.POST] if request.method == "POST" else []), appointment=row, left=left)
    if not form.is_valid():
        return _end(request, row, left, form, status=422 if form.is_bound else 200)
    try:
        moved = seats.end(row, by=request.actor, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return _end(request, row, left, form, status=refusal.status)
    messages.success(request, _("The appointment has ended. Duties that moved: %(n)d") % {"n": moved})
    return redirect("governance:post", pk)


def _end(request: HtmxRequest, row: Appointment, left: seats.Left, form: EndForm, *, status: int) -> HttpResponse:
    context: dict[str, Any] = {"post": row.post, "appointment": row, "form": form, "count": left.count}
    return reply(request, "governance/end.html", context, status=status)
