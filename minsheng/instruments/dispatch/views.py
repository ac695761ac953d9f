"""An order has no page of its own: its address leads to its matter."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minsheng.instruments.dispatch import access, actions, queries
from minsheng.instruments.dispatch.forms import FORMS
from minsheng.instruments.dispatch.workflow import STEPS
from minsheng.kernel.http import HtmxRequest
from minsheng.ui.stepping import stepping

step = stepping(STEPS, access.visible_to, FORMS, actions)


@never_cache
@require_safe
def order(request: HtmxRequest, number: str) -> HttpResponse:
    """Lead to the page of the matter that the order belongs to."""
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    return redirect(queries.matter_page(found))
