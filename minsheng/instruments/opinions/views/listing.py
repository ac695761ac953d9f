"""The list of officials: filters in the address, search, sort; and the list of what is confidential."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from minsheng.ground.journal.actions import note
from minsheng.ground.people import guards
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.ground.people.queries import clean_phone
from minsheng.instruments.opinions import access, queries
from minsheng.instruments.opinions.forms import FilterForm
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.kernel.workflow import Key

PAGE: Final = 20
MOST: Final = 10_000
"""As many are counted, paged through and exported; whoever has more narrows the list."""

type View = Callable[..., HttpResponseBase]

SORTS: tuple[tuple[str, str | Promise, str], ...] = (
    ("newest", _("Newest"), "arrow-down"),
    ("oldest", _("Oldest"), "arrow-up"),
    ("due", _("Due first"), "arrow-up"),
    ("number", _("Number"), "arrow-up"),
)


officials = guards.only(lambda actor: actor.staff and not actor.is_(Role.ADMINISTRATOR))
"""Those who see matters on the governance port."""


class Capped(Paginator[Opinion]):
    """Counts no further than MOST, so that neither counting nor the last page is slow."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[:MOST].count())


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of the list: the rows in order, and what a person was looked for by ("" for none)."""

    form: FilterForm
    narrowing: Mapping[str, Any]
    q: str
    sort: str
    rows: QuerySet[Opinion]
    person: str


def asked(request: HtmxRequest) -> Asked:
    """Read the filters, the search and the order from the address."""
    form = FilterForm(request.GET, actor=request.actor, auto_id="filter_%s")
    narrowing, q = form.narrowing(), request.GET.get("q", "").strip()[:60]
    sort = request.GET.get("sort", "")
    sort = sort if sort in queries.SORTS else "newest"
    may_find = bool(q) and request.actor.is_(*access.REVEALERS)
    authors = queries.authors_sought(q) if may_find else []
    rows = queries.narrowed(queries.listed(request.actor), narrowing)
    rows = queries.sorted_by(queries.found(rows, q, authors) if q else rows, sort)
    person = queries.masked(q) if authors or (may_find and clean_phone(q)) else ""
    return Asked(form, narrowing, q, sort, rows, person)


@require_safe
@officials
def opinions(request: HtmxRequest) -> HttpResponse:
    """What the actor sees, narrowed, searched and sorted; a search for a person is recorded."""
    query = asked(request)
    page = Capped(query.rows, PAGE).get_page(request.GET.get("page"))
    if query.person:
        note("search", by=request.actor, kind=Opinion.kind(), sought=query.person, found=page.paginator.count)
    found = queries.in_order(queries.listed(request.actor), _keys(page.object_list))
    lines = _lines(request, queries.rows_of(found, request.actor))
    context = _filters(request, query) | {
        "page_obj": page,
        "lines": lines,
        "opened": next((line for line in lines if line.current), None),
        "here": address(request, open=""),
        "wide": request.actor.is_(Role.DISTRICT, Role.AUDITOR),
        "batch_steps": _batch(lines, request.actor),
        "capped": page.paginator.count >= MOST,
        "confidential": queries.confidential(request.actor).count(),
    }
    return reply(request, "opinions/opinions.html", context)


def _keys(rows: Any) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def _filters(request: HtmxRequest, query: Asked) -> dict[str, Any]:
    """The filter bar: what is chosen, how it is sorted, where it goes as a file."""
    return {
        "form": query.form,
        "q": query.q,
        "active": _chips(request, query),
        "sorts": [
            {"value": value, "label": label, "icon": icon, "current": value == query.sort}
            for value, label, icon in SORTS
        ],
        "exports": [(kind, address(request, f"opinions:{kind}", open="", page="")) for kind in ("xlsx", "csv", "json")],
    }


def _chips(request: HtmxRequest, query: Asked) -> list[dict[str, str]]:
    """Each filter that is on, with the address without it; the search first."""
    said = ([("q", f"“{query.q}”")] if query.q else []) + [(name, query.form.words(name)) for name in query.narrowing]
    return [{"label": label, "href": address(request, **{name: "", "page": "", "open": ""})} for name, label in said]


def address(request: HtmxRequest, name: str = "opinions:opinions", **changes: str) -> str:
    """The list's address with changes; what is empty goes."""
    kept = {key: value for key, value in {**request.GET.dict(), **changes}.items() if value}
    return f"{reverse(name)}?{urlencode(kept)}" if kept else reverse(name)


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the list shows it: its plain link, and what it opens beside the list. Both know the way back."""

    row: queries.Row
    href: str
    pane: str
    address: str
    current: bool
    part: Key | None

    @property
    def tick(self) -> str:
        """What is chosen by the row's box."""
        return "/".join(self.part or ())


def _lines(request: HtmxRequest, rows: list[queries.Row]) -> list[Line]:
    numbers = [row.opinion.number for row in rows]
    return [_line(request, row, following) for row, following in zip(rows, [*numbers[1:], ""], strict=False)]


def _line(request: HtmxRequest, row: queries.Row, following: str) -> Line:
    """After a step taken in the pane the following row opens; from the matter's own page one comes back to its row."""
    number = row.opinion.number
    page = reverse("opinions:opinion", args=[number])
    back, onward = f"{address(request, open='')}#{number}", address(request, open=following)
    return Line(
        row,
        f"{page}?{urlencode({'next': back})}",
        f"{page}?{urlencode({'next': onward})}",
        address(request, open=number),
        request.GET.get("open") == number,
        queries.part_of(row, request.actor),
    )


def _batch(lines: list[Line], actor: Actor) -> list[dict[str, str]]:
    """The steps that fit some of the rows. The opinions are at hand, orders take one query."""
    keys = [line.part for line in lines if line.part]
    return queries.batch_steps(queries.subjects(keys, actor).values(), actor)


@require_safe
@officials
def confidential(request: HtmxRequest) -> HttpResponse:
    """What is hidden, for those who decide about it. No search, no export, no batch."""
    if not request.actor.is_(*queries.KEEPERS):
        raise PermissionDenied
    page = Paginator(queries.confidential(request.actor), PAGE).get_page(request.GET.get("page"))
    rows = queries.rows_of(page.object_list, request.actor)
    return reply(request, "opinions/confidential.html", {"page_obj": page, "rows": rows})
