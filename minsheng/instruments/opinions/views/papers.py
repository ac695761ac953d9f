"""Papers to take away."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from minsheng.instruments.opinions import access, papers
from minsheng.kernel.http import HtmxRequest

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@never_cache
@require_POST
def paper(request: HtmxRequest, number: str, kind: str) -> HttpResponse:
    """A paper of a matter, or with `order` of an order or a part of it. It is a POST, since it may give a number."""
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    wanted = (kind, request.POST.get("order", ""))
    offers = {(o.kind, o.about): o for o in papers.offers(request.actor, found)}
    if wanted not in offers:
        raise Http404
    made = papers.printed(offers[wanted], found, by=request.actor)
    headers = {"Content-Disposition": content_disposition_header(True, f"{made.name}.docx")}  # noqa: FBT003 (Django's signature)
    return HttpResponse(made.file, content_type=DOCX, headers=headers | {"X-Content-Type-Options": "nosniff"})
