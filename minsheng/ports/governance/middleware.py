"""Middleware: a part of a page is no place to sign in."""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from minsheng.kernel.http import HtmxRequest
from minsheng.ui.stepping import KEPT

type Reply = Callable[[HttpRequest], HttpResponse]


class SignInWhole:
    """Where a script asked for a part and the session has ended, the whole page goes to sign in, and back afterwards.

    What was sent leads back to its own form, where it waits; what was only looked at, to the page it was a part of.
    """

    def __init__(self, get_response: Reply) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        asked = cast("HtmxRequest", request)
        if not (isinstance(response, HttpResponseRedirectBase) and _signs_in(response)):
            return response
        if request.session.get(KEPT, {}).get("path") == request.path:
            messages.info(request, _("Sign in to go on. What you typed is kept and will be there."))
        if not asked.htmx:
            return response
        here = asked.htmx.current_url_abs_path
        looked = request.method == "GET" and here
        return HttpResponseClientRedirect(redirect_to_login(here).url if looked and here else response.url)


def _signs_in(response: HttpResponseRedirectBase) -> bool:
    return urlsplit(response.url).path == resolve_url(settings.LOGIN_URL)
