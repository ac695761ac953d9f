"""An order has no page of its own: its address leads to its matter."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from minsheng.instruments.dispatch import access, actions, queries
from minsheng.instruments.dispatch.forms import FORMS
from minsheng.instruments.dispatch.workflow import STEPS
from minsheng.kernel.http import HtmxRequest
from minsheng.ui.stepping import stepping

step = stepping(STEPS, access.visible_to, FORMS, actions)


def order(request: HtmxRequest, number: str) -> HttpResponse:
    """Lead to the page of the matter that the order belongs to."""
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    return redirect(queries.matter_page(found))
