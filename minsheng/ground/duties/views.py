from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from minsheng.ground.duties import queries
from minsheng.ground.duties.reckoning import reckoned
from minsheng.ground.people import guards
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ui.stepping import page_of


@require_safe
@guards.staff
def duty(request: HtmxRequest, pk: int) -> HttpResponse:
    """Why something is due when it is; for whoever may see the matter."""
    found = get_object_or_404(queries.with_due(), pk=pk)
    if not queries.sees_matter(request.actor, found.matter_key):
        raise Http404
    context = {"reckoning": reckoned(found), "duty": found, "matter_href": page_of(found.matter_key)}
    return reply(request, "duties/duty.html", context)
