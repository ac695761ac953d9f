"""What things cost, in one run and as ratios: to a round trip to the database, and to a page that does nothing."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from minsheng.demo.cast import named
from minsheng.ground.people.models import Contact, Deputy
from minsheng.ground.people.queries import actor_of
from minsheng.ground.places.queries import streets
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel.workflow import take

DEPTH = 50
SQL, PAGE = "select 1", "bare page"


def bare(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """A page that does nothing, behind all middleware: the unit of pages."""
    return HttpResponse()


urlpatterns = [path("bare/", bare)]


@dataclass(slots=True)
class Cost:
    """Seconds a time, of them in the database, and queries: the middle one of all rounds."""

    seconds: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)

    def watch(self, execute: Callable[..., Any], *args: Any) -> Any:
        """Stand between Django and the database."""
        started = time.perf_counter()
        try:
            return execute(*args)
        finally:
            self.waited[-1] += time.perf_counter() - started
            self.queries[-1] += 1

    def add(self, act: Callable[[], Any]) -> None:
        """Do it once more."""
        self.waited.append(0)
        self.queries.append(0)
        with connection.execute_wrapper(self.watch):
            started = time.perf_counter()
            act()
            self.seconds.append(time.perf_counter() - started)


class Command(BaseCommand):
    """Measure; nothing that is done meanwhile stays."""

    help = "What things cost in the demo town, as ratios in one run (see bin/bench)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=15)

    def handle(self, *args: Any, rounds: int, **options: Any) -> None:  # noqa: ARG002 (Django's signature)
        with transaction.atomic(), override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
            found = {SQL: measured(lambda: connection.cursor().execute(SQL), rounds), PAGE: of_page(rounds)}
            found |= {name: measured(act, rounds) for name, act in things().items()}
            transaction.set_rollback(True)
        trip, page = (median(found[name].seconds) for name in (SQL, PAGE))
        self.stdout.write(f"{Opinion.objects.count()} opinions, {rounds} rounds, middle ones")
        self.stdout.write(f"{'':26}{'ms':>8}{'DB ms':>8}{'queries':>9}{'× page':>9}{'× select 1':>12}")
        for name, cost in found.items():
            whole, waited, queries = (median(one) for one in (cost.seconds, cost.waited, cost.queries))
            ratios = f"{whole / page:>9.1f}{whole / trip:>12.0f}"
            self.stdout.write(f"{name:26}{whole * 1000:>8.2f}{waited * 1000:>8.2f}{queries:>9.0f}{ratios}")


def measured(act: Callable[[], Any], rounds: int) -> Cost:
    """The cost of an act, done twice before to warm up."""
    cost = Cost()
    for _round in range(2):
        act()
    for _round in range(rounds):
        cost.add(act)
    return cost


def things() -> dict[str, Callable[[], Any]]:
    """What is measured beside the units, by name."""
    sent: list[Opinion] = []
    deputy = (
        Deputy.objects.select_related("person", "post__place").filter(post__place__in=streets()).order_by("code")[0]
    )
    report = (actions.Where(street=deputy.post.place, address="x"), (), deputy.post)
    resident = actor_of(Contact.objects.filter(person__demo=True, confirmed=True)[0].person)
    receiver = actor_of(deputy.person)
    desk, matter = seen_by("hb.office"), Opinion.objects.filter(place__initials="HB").order_by("-id")[0]
    pages = {
        "inbox": "/desk/",
        "opinions, page 1": "/opinions/",
        f"opinions, page {DEPTH}": f"/opinions/?page={DEPTH}",
        "matter": f"/o/{matter.number}/",
        "search": "/opinions/?q=%E8%B7%AF%E7%81%AF",
        "public list": "/public/",
        "wall, refreshed": "/wall/",
    }
    return {
        "submit an opinion": lambda: sent.append(actions.submit(actions.Report("x" * 20, *report), by=resident)),
        "take a step (receive)": lambda: take(sent.pop(), "receive", by=receiver),
    } | {name: (lambda address=address: opened(desk, address)) for name, address in pages.items()}


def of_page(rounds: int) -> Cost:
    """The unit of pages."""
    visitor = Client()  # one for all rounds: a new one would load the middleware anew
    with override_settings(ROOT_URLCONF=__name__):
        return measured(lambda: opened(visitor, "/bare/"), rounds)


def seen_by(username: str) -> Client:
    """A browser in which somebody of the cast is signed in with both factors."""
    client = Client()
    client.force_login(named(username))
    session = client.session
    session["strong"] = True
    session.save()
    return client


def opened(client: Client, address: str) -> None:
    """Open a page; what isn't there can't be measured."""
    part = {"HX-Request": "true"} if address == "/wall/" else {}
    answer = client.get(address, headers=part)
    if answer.status_code != HttpResponse.status_code:
        raise CommandError(f"{address} answered {answer.status_code}")
