"""Middleware: what no page can be made of is turned away; language and look come from cookies only."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from minsheng.ui import preferences


class Preferences:
    """Sets `request.prefs` and the language: Chinese, unless the cookie says English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        prefs = preferences.read(request.COOKIES)
        request.prefs = prefs  # type: ignore[attr-defined]  # read by ui.context, declared nowhere else
        translation.activate(prefs.language)
        request.LANGUAGE_CODE = prefs.language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", prefs.html_lang)
        patch_vary_headers(response, ("Cookie",))
        return response


class Readable:
    """An address or cookie with a NUL, which no database can hold, leads nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = (request.path_info, request.META.get("QUERY_STRING", ""), *request.COOKIES.values())
        if any("\0" in text or "%00" in text for text in told):
            return HttpResponse(status=404)
        return self.get_response(request)
