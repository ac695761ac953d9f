"""The roster of a station: a month as a grid, and what can be changed in it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from minsheng.ground.people import guards
from minsheng.ground.places.models import Station
from minsheng.instruments.activities import access, queries
from minsheng.instruments.activities.forms import ROSTER_FORMS, ImportForm
from minsheng.kernel import clock
from minsheng.kernel.errors import Refused
from minsheng.kernel.http import HtmxRequest, reply

ACTS: dict[str, tuple[str | Promise, str]] = {
    "add": (_("Put a deputy on the roster"), "user-round-plus"),
    "swap": (_("Swap two shifts"), "arrow-left-right"),
    "substitute": (_("Put in a substitute"), "user-round-check"),
    "import": (_("Take over a table"), "file-up"),
}
"""What can be done, in words, with an icon."""


@require_safe
@guards.only_roles(*access.ORGANISERS)
def stations(request: HtmxRequest) -> HttpResponse:
    """The stations in reach; where there is one, its roster at once."""
    rows = list(queries.stations_of(request.actor))
    if len(rows) == 1:
        return redirect("activities:roster", rows[0].code)
    return reply(request, "activities/stations.html", {"stations": rows})


@require_safe
@guards.only_roles(*access.ORGANISERS)
def roster(request: HtmxRequest, code: str) -> HttpResponse:
    """A month of a station: days as rows, times as columns."""
    station = get_object_or_404(queries.stations_of(request.actor), code=code)
    first = queries.first_of(request.GET.get("month", ""))
    context = {
        "station": station,
        "roster": queries.roster(station, first),
        "first": first,
        "before": f"{queries.preceding(first):%Y-%m}",
        "after": f"{queries.following(first):%Y-%m}",
        "acts": [(act, *words) for act, words in ACTS.items()] if access.keeps_roster(request.actor, station) else [],
        "today": clock.today(),
    }
    return reply(request, "activities/roster.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.only_roles(*access.ORGANISERS)
def change(request: HtmxRequest, code: str, act: str) -> HttpResponse:
    """One change: its form, and what came of it."""
    station = get_object_or_404(queries.stations_of(request.actor), code=code)
    if act not in ROSTER_FORMS:
        raise Http404
    if not access.keeps_roster(request.actor, station):
        raise PermissionDenied
    if request.method != "POST":
        return _form(request, station, act, ROSTER_FORMS[act](station=station))
    form = ROSTER_FORMS[act](request.POST, request.FILES, station=station)
    return _applied(request, station, act, form) or _form(request, station, act, form, status=422)


def _applied(request: HtmxRequest, station: Station, act: str, form: Any) -> HttpResponse | None:
    """What follows when the change was made; None leaves the form to be shown again."""
    if not form.is_valid():
        return None
    try:
        said = form.apply(request.actor)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return None
    if isinstance(form, ImportForm) and form.bad:
        return _form(request, station, act, form, said=said)
    messages.success(request, said)
    return redirect("activities:roster", station.code)


def _form(
    request: HtmxRequest, station: Station, act: str, form: Any, *, said: str = "", status: int = 200
) -> HttpResponse:
    label, icon = ACTS[act]
    context = {"station": station, "form": form, "act": act, "label": label, "icon": icon, "said": said}
    return reply(request, "activities/change.html", context, status=status)
