"""The inbox."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from minsheng.ground.duties.queries import items, mine
from minsheng.kernel.http import HtmxRequest, reply


@require_safe
def inbox(request: HtmxRequest) -> HttpResponse:
    """待办: what waits for the actor, the most urgent first."""
    return reply(request, "governance/inbox.html", {"items": items(mine(request.actor)[:50])})
