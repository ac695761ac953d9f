"""Requests and replies: refusals as pages, requests as log lines without personal data."""

import json
import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from minsheng.kernel.errors import Refused, TooLarge

type Reply = Callable[[HttpRequest], HttpResponse]

BAD_REQUEST = 400
requests = logging.getLogger("minsheng.requests")


class HtmxRequest(HttpRequest):
    """A request as views see it: `actor` is who acts, `htmx` whether a page part was asked for."""

    htmx: HtmxDetails
    actor: Any


def reply(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page, or with "page.html#part" a part of it."""
    return render(request, template, context, status=status)


def refuse(request: HttpRequest, message: object, status: int) -> HttpResponse:
    """The page of a refusal: what happened, in a sentence, and what to do."""
    return render(request, "ui/refused.html", {"message": message, "status": status}, status=status)


class Refusals:
    """Middleware: a broken rule becomes a clear page with its status, which no cache keeps."""

    def __init__(self, get_response: Reply) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= BAD_REQUEST:
            add_never_cache_headers(response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn what is refused into its page; anything else goes on to be a 500."""
        if isinstance(error, RequestDataTooBig | TooManyFilesSent):
            error = TooLarge(_("That is more than can be sent at once. Send fewer or smaller photos."))
        if isinstance(error, PermissionDenied):
            return refuse(request, _("This page is not for your role."), 403)
        if isinstance(error, Refused):
            return refuse(request, error.message, error.status)
        return None


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """A form that came without its proof, mostly because cookies are off or were cleared."""
    return refuse(
        request,
        _("Your browser did not send the page's security cookie. Go back, reload the page and send again."),
        403,
    )


class RequestLog:
    """Middleware: one line a request. The route's name stands in for the address, which may hold a token."""

    def __init__(self, get_response: Reply) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        requests.info(
            "request",
            extra={
                "method": request.method,
                "route": match.view_name if match else "",
                "status": response.status_code,
                "ms": round((time.perf_counter() - started) * 1000, 1),
            },
        )
        return response


class JsonLines(logging.Formatter):
    """A log record as one JSON line: only named, harmless fields; an exception's place, never its values."""

    FIELDS = ("method", "route", "status", "ms", "job", "count")

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.msg,
        }
        line |= {name: getattr(record, name) for name in self.FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)


def _places(trace: Any) -> list[str]:
    """Where an error came from: file and line of each frame, without the values in them."""
    found = []
    while trace:
        found.append(f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return found[-12:]
