"""Counting the pages that people open: in memory, written down together every few seconds."""

import logging
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from threading import Lock
from time import monotonic
from typing import Final

from django.http import HttpRequest, HttpResponse

from minsheng.ground.people.actors import NOBODY, Actor
from minsheng.kernel import clock
from minsheng.panorama.insights.actions import count_visits
from minsheng.panorama.insights.models import Visits

log = logging.getLogger("minsheng.visits")

EVERY: Final = 5.0
"""Seconds that a process keeps counts to itself; what it has not written when it is killed is lost."""
MACHINES: Final = re.compile(r"bot|spider|crawl|slurp|monitor|uptime|curl|wget|python|headless", re.IGNORECASE)
SHOWN: Final = frozenset({200, 304})


class Buffer:
    """What a process has counted and not yet written; its threads share it."""

    def __init__(self) -> None:
        self.lock, self.since = Lock(), monotonic()
        self.pages: Counter[tuple[date, str]] = Counter()
        self.people: set[tuple[date, str, int]] = set()

    def add(self, port: str, person: int | None) -> bool:
        """Count a page; True when it is time to write."""
        day = clock.today()
        with self.lock:
            self.pages[day, port] += 1
            if person:
                self.people.add((day, port, person))
            return monotonic() - self.since >= EVERY

    def flush(self) -> None:
        """Write what was counted, once, whichever thread comes first."""
        with self.lock:
            pages, people, self.since = self.pages, self.people, monotonic()
            self.pages, self.people = Counter(), set()
        if pages:
            count_visits(pages, people)


buffer = Buffer()


class Visiting:
    """Middleware outside the session's: what it looks at makes no answer depend on a cookie, and it changes none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        try:
            self.count(request, response)
        except Exception:  # whatever goes wrong with counting, the page is the page
            log.exception("a visit was not counted")
        return response

    def count(self, request: HttpRequest, response: HttpResponse) -> None:
        """Count a page that a person opened."""
        if not opened(request, response):
            return
        actor: Actor = getattr(request, "actor", NOBODY)
        port = Visits.Port.GOVERNANCE if actor.staff else Visits.Port.SERVICE
        if buffer.add(port.value, actor.person_id):
            buffer.flush()


def opened(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether somebody's browser asked for a whole page and got it: no part of one, picture, file, check or machine."""
    said = request.headers
    whole = "text/html" in said.get("Accept", "") and "HX-Request" not in said and "Sec-Purpose" not in said
    name = said.get("User-Agent", "")
    shown = request.method == "GET" and response.status_code in SHOWN
    return whole and shown and _is_page(response) and bool(name) and not MACHINES.search(name)


def _is_page(response: HttpResponse) -> bool:
    """An unchanged page (304) doesn't say what it is."""
    return response.headers.get("Content-Type", "text/html").startswith("text/html")
