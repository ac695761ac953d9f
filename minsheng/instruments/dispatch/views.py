"""An order has no page of its own, nor has what hangs on it: their addresses lead to its matter."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minsheng.instruments.dispatch import access, actions, queries
from minsheng.instruments.dispatch.forms import EXTENSION_FORMS, FORMS, PROMISE_FORMS
from minsheng.instruments.dispatch.models import Extension, Order, Promise
from minsheng.instruments.dispatch.workflow import EXTENSIONS, PROMISES, STEPS
from minsheng.kernel.http import HtmxRequest
from minsheng.ui.stepping import stepping

step = stepping(STEPS, access.visible_to, FORMS, actions)
extension_step = stepping(EXTENSIONS, access.extensions_visible_to, EXTENSION_FORMS, actions)
promise_step = stepping(PROMISES, access.promises_visible_to, PROMISE_FORMS, actions)


@never_cache
@require_safe
def order(request: HtmxRequest, number: str) -> HttpResponse:
    """Lead to the page of the matter that the order belongs to."""
    return _to_matter(access.visible_to(request.actor), number)


@never_cache
@require_safe
def extension(request: HtmxRequest, number: str) -> HttpResponse:
    """Lead to the page of the matter in which more time was asked for."""
    return _to_matter(access.extensions_visible_to(request.actor), number)


@never_cache
@require_safe
def promise(request: HtmxRequest, number: str) -> HttpResponse:
    """Lead to the page of the matter in which it was promised."""
    return _to_matter(access.promises_visible_to(request.actor), number)


def _to_matter(rows: QuerySet[Order] | QuerySet[Extension] | QuerySet[Promise], number: str) -> HttpResponse:
    return redirect(queries.matter_page(get_object_or_404(rows, number=number)))
