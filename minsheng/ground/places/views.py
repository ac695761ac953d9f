from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import condition, require_safe

from minsheng.ground.places import fields, queries
from minsheng.ground.places.models import Place
from minsheng.kernel import clock


def _etag(request: HttpRequest, kind: str) -> str:  # noqa: ARG001 (Django's signature)
    return f'"{queries.edition()}-{clock.today()}-{kind}"'


@require_safe
@cache_control(public=True, max_age=300)
@condition(etag_func=_etag)
def boundaries(request: HttpRequest, kind: str) -> HttpResponse:  # noqa: ARG001 (nothing in it matters)
    """All boundaries of a kind, the same for everyone."""
    if kind not in queries.KINDS:
        raise Http404
    return HttpResponse(queries.boundaries_text(kind), content_type="application/geo+json")


@require_safe
@cache_control(public=True, max_age=300)
def stations(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 (nothing in it matters)
    """Where deputies meet residents, the same for everyone."""
    return JsonResponse(queries.stations_map())


@require_safe
@never_cache
def locate(request: HttpRequest) -> JsonResponse:
    """What a point lies in, for the report form's map; 422 and a sentence if it can't be used."""
    try:
        at = fields.point(request.GET.get("lon") or "?", request.GET.get("lat") or "?")
        found = fields.located(*at) if at else queries.Located()
    except ValidationError as error:
        return JsonResponse({"message": error.messages[0]}, status=422)
    names = ("street", "community", "grid")
    facts = {name: _brief(getattr(found, name)) for name in names}
    return JsonResponse(facts | {"label": queries.describe(found.place) if found.place else ""})


@require_safe
@cache_control(public=True, max_age=300)
def communities(request: HttpRequest, code: str) -> JsonResponse:  # noqa: ARG001 (nothing in it matters)
    """The communities of a street, for narrowing the list in a form."""
    street = get_object_or_404(queries.streets(), code=code)
    return JsonResponse({"communities": [_brief(place) for place in queries.communities(street)]})


def _brief(place: Place | None) -> dict[str, str] | None:
    return {"code": place.code, "name": place.name, "name_en": place.name_en} if place else None
