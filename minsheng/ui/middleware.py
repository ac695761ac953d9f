"""Middleware: the language and look of a page come from cookies only, never from what the browser says it prefers."""

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
