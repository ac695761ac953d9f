"""The list, one of them, a new one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minsheng.ground.files.fields import keeper_of
from minsheng.ground.files.queries import document_links
from minsheng.ground.journal.queries import timeline
from minsheng.ground.people import guards
from minsheng.instruments.mandates import access, actions
from minsheng.instruments.mandates.forms import FORMS, MandateForm
from minsheng.instruments.mandates.workflow import STEPS
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ui.stepping import stepping

PAGE = 20

step = stepping(STEPS, access.visible_to, FORMS, actions)


@require_safe
@guards.only(access.may_list)
def mandates(request: HtmxRequest) -> HttpResponse:
    """What may be cited, the latest first; what no longer holds below it."""
    rows = access.visible_to(request.actor).order_by("-state", "-decided_on", "-id")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return reply(request, "mandates/mandates.html", {"page_obj": page, "enters": request.actor.is_(*access.KEEPERS)})


@never_cache
@require_safe
def mandate(request: HtmxRequest, number: str) -> HttpResponse:
    """One of them with its documents."""
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    context = {
        "mandate": found,
        "steps": list(STEPS.open_steps(found, request.actor)),
        "documents": document_links(*found.key),
        "entries": timeline(found.key, resident=False),
    }
    return reply(request, "mandates/mandate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.only_roles(*access.KEEPERS)
def new(request: HtmxRequest) -> HttpResponse:
    """Enter one."""
    sender = {"by": request.actor, "keeper": keeper_of(request)}
    form = MandateForm(request.POST, request.FILES, **sender) if request.method == "POST" else MandateForm(**sender)
    if not form.is_valid():
        return reply(request, "mandates/new.html", {"form": form}, status=422 if form.is_bound else 200)
    made = actions.register(by=request.actor, **form.cleaned_data)
    messages.success(request, _("It can be cited now."))
    return redirect("mandates:mandate", made.number)
