"""What is on its way and what came back, for those who look after it; and the door for what comes back."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from minsheng.ground.people import guards
from minsheng.ground.people.sign_in import address_of
from minsheng.ground.policies.queries import value
from minsheng.instruments.gateways import access, actions, queries
from minsheng.instruments.gateways.models import Delivery, Reply
from minsheng.instruments.gateways.signing import NONCE, SIGNATURE, TIME, Proof
from minsheng.kernel.errors import Refused, TooLarge
from minsheng.kernel.http import HtmxRequest, reply

PAGE: Final = 50
MEGA: Final = 1024 * 1024
OK, CONFLICT = 200, 409
REPLY_STEPS: Final[dict[str, Callable[..., Reply]]] = {"retry": actions.retry, "set_aside": actions.set_aside}


@require_safe
@guards.only(access.may_look)
def gateways(request: HtmxRequest) -> HttpResponse:
    """The connections, and the deliveries and replies of one of `queries.LISTS`; no word of what is in them."""
    counts = queries.counts(request.actor)
    chosen = request.GET.get("list", "")
    chosen = chosen if chosen in counts else next((name for name in queries.LISTS if counts[name]), queries.LISTS[0])
    replies = chosen == queries.REFUSED
    rows: Any = queries.refused(request.actor) if replies else queries.listed(request.actor, chosen)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "connections": queries.connections(request.actor),
        "tabs": [_tab(name, counts[name], current=name == chosen) for name in queries.LISTS],
        "chosen": chosen,
        "page_obj": page,
        "rows": [_reply(row) if replies else _delivery(row) for row in page],
    }
    return reply(request, "gateways/gateways.html", context)


def _delivery(row: Delivery) -> dict[str, Any]:
    return {"row": row, "what": queries.message(row), "error": queries.error(row.error)}


def _reply(row: Reply) -> dict[str, Any]:
    return {"row": row, "what": queries.WHAT[row.what]}


def _tab(name: str, count: int, *, current: bool) -> dict[str, Any]:
    labels = {
        "dead": pgettext("gateway", "Given up"),
        "waiting": pgettext("gateway", "On their way"),
        queries.REFUSED: pgettext("gateway", "Replies refused"),
        "cancelled": pgettext("gateway", "Kept back"),
        "delivered": pgettext("gateway", "Delivered"),
    }
    return {"label": labels[name], "count": count, "current": current, "href": f"?list={name}"}


@require_POST
@guards.only(access.may_look)
def delivery_step(request: HtmxRequest, number: str, step: str) -> HttpResponse:
    """Send again."""
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    if step != "resend":
        raise Http404
    actions.resend(found, by=request.actor)
    messages.success(request, _("It is on its way again."))
    return redirect(f"{reverse('gateways:gateways')}?list=waiting")


@require_POST
@guards.only(access.may_look)
def reply_step(request: HtmxRequest, pk: int, step: str) -> HttpResponse:
    """Take a refused reply up again, or leave it at that."""
    found = get_object_or_404(access.replies_visible_to(request.actor), pk=pk)
    if step not in REPLY_STEPS:
        raise Http404
    REPLY_STEPS[step](found, by=request.actor)
    messages.success(request, _("It has been seen to."))
    return redirect(f"{reverse('gateways:gateways')}?list={queries.REFUSED}")


@csrf_exempt  # the other system has no cookie; what it sends is signed, which no page of another site can do
@never_cache
@require_POST
def callback(request: HttpRequest, connection: str) -> JsonResponse:
    """What another system says of an order; every answer is JSON, a refusal says why."""
    try:
        proof = Proof(*(request.headers.get(name, "") for name in (TIME, NONCE, SIGNATURE)))
        heard = actions.hear(connection, _body(request), proof, address=address_of(request))
    except Refused as refusal:
        return JsonResponse({"error": _code(refusal), "reason": str(refusal.message)}, status=refusal.status)
    said = {"event": heard.event, "order": heard.first.order.number, "outcome": heard.outcome}
    if heard.outcome in {Reply.Outcome.REFUSED, Reply.Outcome.SET_ASIDE}:
        return JsonResponse({**said, "error": "not_now", "reason": heard.reason}, status=CONFLICT)
    return JsonResponse(said, status=OK)


def _code(refusal: Refused) -> str:
    codes = {401: "unproven", 404: "unknown", 413: "too_large", 422: "wrong", 429: "too_often"}
    return codes.get(refusal.status, "refused")


def _body(request: HttpRequest) -> bytes:
    """All that was sent, unless it is too much; photos come along, so it may be more than a form."""
    most = value("gateway.replies")["megabytes"] * MEGA
    body = request.read(most + 1)
    if len(body) > most:
        raise TooLarge(_("That is more than can be sent at once. Send fewer or smaller photos."))
    return bytes(body)
