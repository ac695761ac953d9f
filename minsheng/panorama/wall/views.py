"""The wall, and the lists behind its numbers."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from minsheng.ground.duties.queries import burning
from minsheng.ground.figures import access
from minsheng.ground.figures.queries import behind
from minsheng.ground.people import guards
from minsheng.ground.places.models import Place
from minsheng.kernel import clock
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.kernel.workflow import Key, cards
from minsheng.panorama.wall import figures, queries
from minsheng.ui.preferences import Preferences, read

PAGE: Final = 20
LAMPS: Final = {
    "open": pgettext_lazy("clocks", "Running"),
    "amber": pgettext_lazy("clocks", "Nearly due"),
    "red": pgettext_lazy("clocks", "Overdue"),
}

readers = guards.only(access.may_read)
_kept: dict[tuple[str, ...], tuple[tuple[int, int, str], str]] = {}
"""What was last drawn for each scope and language, with the version it was drawn from: many walls, one drawing."""


@require_safe
@readers
@vary_on_headers("HX-Request")
def wall(request: HtmxRequest) -> HttpResponse:
    """The whole page, or to the page itself, again and again, what is on it: 304 where that would be the same."""
    streets = list(access.streets(request.actor).order_by("code"))
    if request.htmx:
        part = _drawn(streets, get_language() or "")
        tag = f'"{sha256(part.encode()).hexdigest()[:32]}"'
        response = HttpResponse(part, headers={"ETag": tag})
        return get_conditional_response(request, etag=tag, response=response) or response
    look = {"prefs": _dark(read(request.COOKIES)), "now": clock.now()}
    return reply(request, "wall/wall.html", queries.shown(streets) | look)


def _drawn(streets: list[Place], language: str) -> str:
    """What is on the wall of these streets; drawn anew when anything happened. It knows nobody who looks at it."""
    key, version = (language, *(street.code for street in streets)), queries.version()
    kept = _kept.get(key)
    if kept and kept[0] == version:
        return kept[1]
    part = render_to_string("wall/wall.html#live", queries.shown(streets))
    _kept[key] = version, part
    return part


@require_safe
@readers
def counted(request: HtmxRequest, code: str) -> HttpResponse:
    """What a number counts: this year, or on one `?day=`."""
    found = figures.behind(code)
    if found is None:
        raise Http404
    streets, day = list(access.streets(request.actor)), _day(request)
    since = day or clock.today().replace(month=1, day=1)
    where: Any = {"since": since} | ({"until": day} if day else {})
    where |= {"place": streets[0]} if len(streets) == 1 else {}
    keys = [key for measure in found[1] for key in behind(measure, **where)]
    return _listed(request, found[0], str(day) if day else _("since 1 January"), keys)


@require_safe
@readers
def clocks(request: HtmxRequest, code: str, lamp: str) -> HttpResponse:
    """The matters of a street whose clocks run, are nearly due, or overdue."""
    street = get_object_or_404(access.streets(request.actor), code=code)
    if lamp not in LAMPS:
        raise Http404
    keys = burning([street.pk], lamp).values_list("matter_kind", "matter_number")
    return _listed(request, LAMPS[lamp], str(street), keys)


def _listed(request: HtmxRequest, heading: Any, scope: str, keys: Iterable[Key]) -> HttpResponse:
    """Matters as cards, as far as the reader sees them; the page says how many it leaves out, and not why."""
    wanted = queries.matters(keys)
    found = queries.seen(wanted, request.actor)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    drawn = cards(list(page.object_list))
    context = {
        "heading": heading,
        "scope": scope,
        "acts": sum(wanted.values()),
        "matters": len(wanted),
        "unseen": len(wanted) - len(found),
        "page_obj": page,
        "rows": [(drawn[key], wanted[key]) for key in page.object_list if key in drawn],
    }
    return reply(request, "wall/listed.html", context)


def _day(request: HtmxRequest) -> date | None:
    """The day that is asked for, if it is one."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def _dark(prefs: Preferences) -> Preferences:
    """A wall is dark unless somebody chose light."""
    return replace(prefs, theme="light" if prefs.theme == "light" else "dark")
