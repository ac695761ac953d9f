"""The switches of the look, and the living style guide."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from minsheng.ui.guide import samples
from minsheng.ui.preferences import chosen

YEAR = 60 * 60 * 24 * 365


@csrf_exempt  # a choice of looks; checked by origin, since a token in every header would make public pages uncacheable
@require_POST
def prefs(request: HttpRequest) -> HttpResponse:
    """Keep the choices sent in cookies and go back to the page they were made on."""
    response = HttpResponseRedirect(back(request))
    if same_origin(request):
        for name, value in chosen(request.POST.dict()).items():
            response.set_cookie(
                name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
            )
    return response


def same_origin(request: HttpRequest) -> bool:
    """Whether the form was on a page of ours: browsers name the origin of every POST."""
    origin = request.headers.get("Origin", "null")
    return origin == "null" or urlsplit(origin).netloc == request.get_host()


def back(request: HttpRequest) -> str:
    """The page to return to: the `next` of the form when it is one of ours, else the start."""
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours else "/"


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Every component in every state, in the words of nobody's domain."""
    return render(request, "ui/guide.html", samples(request))
