"""Home and my matters."""

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from minsheng.ground.figures.queries import total
from minsheng.ground.policies.queries import value
from minsheng.instruments.opinions.queries import mine_of
from minsheng.instruments.publishing.queries import live
from minsheng.kernel import clock
from minsheng.kernel.http import HtmxRequest, reply

A_PAGE = 20
NEWEST = 5


@require_safe
def home(request: HtmxRequest) -> HttpResponse:
    """What this is, who runs it and how it differs from 12345; officials go to their desk."""
    if request.actor.staff:
        return redirect("governance:inbox")
    year = clock.today().replace(month=1, day=1)
    context = {
        "organiser": value("site.organiser"),
        "filing": value("site.filing"),
        "received": total("opinions.submitted", since=year),
        "answered": total("opinions.answered", since=year),
        "newest": live().order_by("-published_at")[:NEWEST],
        "own": mine_of(request.actor.person_id)[:3] if request.actor.person_id else [],
    }
    return reply(request, "service/home.html", context)


@require_safe
def mine(request: HtmxRequest) -> HttpResponse:
    """What the person has reported, newest first, and what of it waits for them."""
    if not request.actor.person_id:
        return redirect_to_login(request.get_full_path())
    page = Paginator(mine_of(request.actor.person_id), A_PAGE).get_page(request.GET.get("page"))
    return reply(request, "service/mine.html", {"page_obj": page})
