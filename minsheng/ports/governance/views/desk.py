"""The inbox (待办), and where those begin who have none."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from minsheng.ground.duties.models import DutyQuerySet
from minsheng.ground.duties.queries import waiting
from minsheng.ground.people import guards
from minsheng.ground.people.models import Role
from minsheng.instruments.opinions.queries import batch_steps, subjects
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ports.governance import queries
from minsheng.ports.governance.context import tally_of

PAGE: Final = 20

type View = Callable[..., HttpResponse]


@require_safe
@guards.staff
def inbox(request: HtmxRequest) -> HttpResponse:
    """待办: what waits for the actor, the most urgent first. Six queries beside session and actor."""
    if request.actor.is_(Role.ADMINISTRATOR):
        return reply(request, "governance/administrator.html")
    if request.actor.is_(Role.AUDITOR, Role.COORDINATOR):
        return redirect("opinions:opinions")
    return _inbox(request, waiting(request.actor), tally_of(request), request.GET.get("do", ""))


def _inbox(request: HtmxRequest, duties: DutyQuerySet, counted: queries.Tally, todo: str) -> HttpResponse:
    todos = queries.todos(counted)
    if todo in todos:
        duties = queries.of_todo(duties, counted, todo)
    total = todos[todo][1] if todo in todos else counted.total
    page = Counted(duties, PAGE, total).get_page(request.GET.get("page"))
    groups = _groups(request, queries.items(page.object_list))
    lines = [line for group in groups for line in group.lines]
    keys = [(line.item.duty.kind, line.item.duty.number) for line in lines]
    context = {
        "groups": groups,
        "page_obj": page,
        "tabs": _tabs(request, todos, counted.total, todo),
        "urgent": counted.urgent if todo not in todos else {},
        "here": address(request, open=""),
        "opened": next((line for line in lines if line.current), None),
        "batch_steps": batch_steps(subjects(keys, request.actor).values(), request.actor),
    }
    return reply(request, "governance/inbox.html", context)


class Counted(Paginator[Any]):
    """A paginator that is told how many there are: they were counted already."""

    def __init__(self, rows: Any, size: int, count: int) -> None:
        super().__init__(rows, size)
        self.count = count


def address(request: HtmxRequest, **changes: str) -> str:
    """The inbox's address with changes; what is empty goes."""
    kept = {key: value for key, value in {**request.GET.dict(), **changes}.items() if value}
    here = reverse("governance:inbox")
    return f"{here}?{urlencode(kept)}" if kept else here


def _tabs(
    request: HtmxRequest, todos: dict[str, tuple[str | Promise, int]], total: int, todo: str
) -> list[dict[str, Any]]:
    """What is to be done, with how often; all of it first. One kind of work needs no tabs."""
    if len(todos) < 2 and todo not in todos:  # noqa: PLR2004 (one tab is none)
        return []
    every = [("", queries.ALL, total), *((name, label, count) for name, (label, count) in todos.items())]
    return [
        {
            "label": label,
            "href": address(request, do=name, page="", open=""),
            "current": name == (todo if todo in todos else ""),
            "count": count,
        }
        for name, label, count in every
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the inbox: its plain link, what it opens beside the list, both with the way back; its box's value."""

    item: queries.Item
    href: str
    pane: str
    address: str
    tick: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one urgency."""

    name: str
    label: str | Promise
    icon: str
    lines: list[Line]


def _groups(request: HtmxRequest, found: dict[str, list[queries.Item]]) -> list[Group]:
    """The groups that have rows; after a step the row behind it opens, of the last one the row before."""
    rows = [item for name in queries.URGENCY for item in found.get(name, [])]
    numbers = [item.card.number for item in rows]
    after = dict(zip(numbers, [*numbers[1:], *numbers[-2:-1]], strict=False))
    return [
        Group(name, label, icon, [_line(request, item, after.get(item.card.number, "")) for item in found[name]])
        for name, (label, icon) in queries.URGENCY.items()
        if found.get(name)
    ]


def _line(request: HtmxRequest, item: queries.Item, following: str) -> Line:
    number, here = item.card.number, address(request, open="")
    onward = address(request, open=following)
    return Line(
        item,
        f"{item.card.href}?{urlencode({'next': here})}",
        f"{item.card.href}?{urlencode({'next': onward})}",
        address(request, open=number),
        f"{item.duty.kind}/{item.duty.number}",
        request.GET.get("open") == number,
    )
