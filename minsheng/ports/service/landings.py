"""Where the codes on walls and cards lead: a station, a deputy. For everybody, without an account."""

from http import HTTPStatus

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ports.service.queries import landings


@never_cache
@require_safe
def station(request: HtmxRequest, code: str) -> HttpResponse:
    """A station: address, hours, who receives today and next, and a way to report."""
    found = landings.station(code)
    if found is None:
        return _gone(request, "station")
    return reply(request, "service/landing_station.html", {"at": found, "station": found.station})


@never_cache
@require_safe
def deputy(request: HtmxRequest, code: str) -> HttpResponse:
    """A deputy: what everyone may know, and a way to report to them."""
    found = landings.deputy(code)
    if found is None:
        return _gone(request, "deputy")
    stations = landings.stations_of(found)
    return reply(request, "service/landing_deputy.html", {"deputy": found, "stations": stations})


def _gone(request: HtmxRequest, what: str) -> HttpResponse:
    return reply(request, "service/landing_gone.html", {"what": what}, status=HTTPStatus.NOT_FOUND)
