"""A hand-over has no page of its own: its address leads to its matter."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minsheng.instruments.handovers import access, actions
from minsheng.instruments.handovers.forms import FORMS
from minsheng.instruments.handovers.workflow import STEPS
from minsheng.kernel.http import HtmxRequest
from minsheng.ui.stepping import page_of, stepping

step = stepping(STEPS, access.visible_to, FORMS, actions)


@never_cache
@require_safe
def handover(request: HtmxRequest, number: str) -> HttpResponse:
    """Lead to the page of the matter."""
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    return redirect(page_of(found.matter_key))
