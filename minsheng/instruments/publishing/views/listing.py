"""Public pages. Readers without a session all get the same page: kept for a minute, 304 while nothing has changed.

So nothing here depends on who reads, and no form posts: its token would be somebody's.
"""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_safe

from minsheng.ground.codes.queries import LANDINGS
from minsheng.ground.places import queries as places
from minsheng.ground.places.models import Station
from minsheng.instruments.publishing import queries
from minsheng.instruments.publishing.forms import FilterForm, PromiseFilterForm
from minsheng.instruments.publishing.models import PublicationQuerySet
from minsheng.kernel import clock
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ui.preferences import CHOICES

PAGE = 20
KEPT = 60
PERSONAL = (settings.SESSION_COOKIE_NAME, "messages")

type View = Callable[..., HttpResponse]


def shared(view: View) -> View:
    """The same page for everyone without a session; for others it is not kept."""
    kept = cache_control(public=True, max_age=KEPT)(etag(_version)(view))
    own = cache_control(private=True, no_cache=True)(view)

    @require_safe
    @wraps(view)
    def either(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "%00" in request.get_full_path():  # the database knows no such character
            raise Http404
        personal = any(name in request.COOKIES for name in PERSONAL)
        return (own if personal else kept)(request, *args, **kwargs)

    return either


def _version(request: HttpRequest, *_: Any, **__: Any) -> str:
    """What a shared page is made of: the code, the publications, the day, the address, and the look that was chosen."""
    look = [request.COOKIES.get(name, "") for name in CHOICES]
    said = (_edition(), queries.version(), clock.today(), request.get_full_path(), look)
    return f'"{hashlib.sha256(repr(said).encode()).hexdigest()[:32]}"'


@cache
def _edition() -> float:
    """When the program last changed: a new release doesn't answer 304 to pages of the old one."""
    house = Path(__file__).parents[3]
    return max(path.stat().st_mtime for path in house.rglob("*") if path.suffix in {".py", ".html", ".mo"})


@shared
def publications(request: HtmxRequest) -> HttpResponse:
    """The public list: filters in the address, the latest first, page by page."""
    form = FilterForm(request.GET)
    chosen = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    rows = _narrowed(chosen)
    part = queries.part(rows, after=request.GET.get("after", ""), size=PAGE)
    photos, words = queries.first_photos(part.rows), queries.category_words()
    context = {
        "form": form,
        "count": rows.count(),
        "active": [_chip(request, form, name) for name in chosen],
        "rows": [(row, photos.get(row.number), words.get(row.category, row.category)) for row in part.rows],
        "previous": None if part.previous is None else _address(request, after=part.previous),
        "next": None if part.next is None else _address(request, after=part.next),
    }
    return reply(request, "publishing/publications.html", context)


@shared
def publication(request: HtmxRequest, number: str) -> HttpResponse:
    """What the public sees of one matter."""
    row = get_object_or_404(queries.live(), number=number)
    return reply(request, "publishing/publication.html", queries.context(row))


@shared
def promises(request: HtmxRequest) -> HttpResponse:
    """What was promised in public, by whom, until when: open, overdue, kept, kept late."""
    form = PromiseFilterForm(request.GET)
    chosen = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    rows = queries.promised().filter(**({"place__code": chosen["street"]} if "street" in chosen else {}))
    counts = [(label, queries.standing(rows, state).count()) for state, label in queries.PROMISES.items()]
    rows = queries.standing(rows, chosen["state"]) if "state" in chosen else rows
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "counts": counts, "page_obj": page, "rows": [queries.how_kept(row) for row in page]}
    return reply(request, "publishing/promises.html", context | {"active": chosen})


@shared
def around(request: HtmxRequest) -> HttpResponse:
    """Public matters and stations on a map, with the stations street by street for those who see no map."""
    leads = LANDINGS.get(Station._meta.label_lower)
    found = [
        (place, [(station, leads(station.code) if leads else None) for station in rows])
        for place, rows in places.stations_by_street()
    ]
    context = {"stations": found, "schematic": places.schematic()}
    return reply(request, "publishing/around.html", context)


@shared
def points(request: HtmxRequest) -> HttpResponse:
    """What is being handled nearby, as GeoJSON for a map; `?stage=` narrows, several times if wanted."""
    return JsonResponse(queries.points(request.GET.getlist("stage")))


def _narrowed(chosen: dict[str, str]) -> PublicationQuerySet:
    rows = queries.live()
    names = {"street": "place__code", "category": "category", "stage": "stage"}
    rows = rows.filter(**{names[name]: value for name, value in chosen.items() if name in names})
    return queries.found(rows, chosen["q"]) if "q" in chosen else rows


def _chip(request: HtmxRequest, form: FilterForm, name: str) -> dict[str, str]:
    """A filter that is on, and the address without it."""
    value = form.cleaned_data[name]
    words = dict(getattr(form.fields[name], "choices", ())).get(value, value)
    return {"label": str(words), "href": _address(request, **{name: "", "after": ""})}


def _address(request: HtmxRequest, **changes: str) -> str:
    """The list's address with changes; what is empty goes."""
    kept = {name: value for name, value in {**request.GET.dict(), **changes}.items() if value}
    address = reverse("publishing:publications")
    return f"{address}?{urlencode(kept)}" if kept else address
