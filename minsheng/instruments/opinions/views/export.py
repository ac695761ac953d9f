"""The list as a file: what the filters show, in the list's order, without anything that leads to a person."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from itertools import batched, chain
from tempfile import TemporaryFile
from typing import Any, Final

from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from minsheng.ground.duties.models import Duty
from minsheng.ground.duties.queries import of_matters
from minsheng.ground.journal.actions import note
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.dispatch.queries import by_matter
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.queries import state_of
from minsheng.instruments.opinions.views.listing import MOST, Asked, asked, officials
from minsheng.instruments.publishing.masks import STARS, suggest
from minsheng.kernel import clock
from minsheng.kernel.http import HtmxRequest

CHUNK: Final = 500
UNSEEN: Final = " \u200b\u200c\u200d\u2060\ufeff"
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What may begin a formula; spreadsheets take the wide signs too."""

HEADINGS: dict[str, str | Promise] = {
    "number": _("Number"),
    "reported": _("Reported"),
    "street": _("Subdistrict"),
    "community": _("Community"),
    "address": _("Address"),
    "text": _("The resident's words"),
    "category_code": _("Category code"),
    "category": _("Category"),
    "tier": _("Difficulty"),
    "state": _("State"),
    "due": _("Due"),
    "lead": _("Leading unit"),
    "with_units": _("Co-handling units"),
    "round": _("Round"),
    "result": _("Result"),
    "answer": _("Answer"),
    "rating": _("Rating"),
}
"""The columns. None names or reaches the person who wrote; numbers and doors in texts are masked."""

type Values = dict[str, Any]


@require_safe
@officials
def as_csv(request: HtmxRequest) -> HttpResponseBase:
    """CSV with a byte order mark, so that spreadsheets read Chinese."""
    query = _recorded(request, "csv")
    out = csv.writer(_Echo())
    head, rows = [str(label) for label in HEADINGS.values()], (_plain(row) for row in _rows(query.rows))
    lines = (out.writerow(row) for row in chain([head], rows))
    return _streamed(chain(["\ufeff"], lines), "csv", "text/csv; charset=utf-8")


@require_safe
@officials
def as_json(request: HtmxRequest) -> HttpResponseBase:
    """One JSON array; the same keys in every language."""
    query = _recorded(request, "json")
    said = (json.dumps(row, ensure_ascii=False) for row in _rows(query.rows))
    lines = (f",\n{row}" if index else row for index, row in enumerate(said))
    return _streamed(chain(["["], lines, ["]\n"]), "json", "application/json")


@require_safe
@officials
def as_xlsx(request: HtmxRequest) -> HttpResponseBase:
    """A workbook; every cell is text, none a formula."""
    query = _recorded(request, "xlsx")
    book = Workbook(write_only=True)
    sheet = book.create_sheet(str(_("Opinions")))
    for row in chain([[str(label) for label in HEADINGS.values()]], (_plain(row) for row in _rows(query.rows))):
        sheet.append([_cell(sheet, value) for value in row])
    file = TemporaryFile()  # noqa: SIM115 (the response closes it)
    book.save(file)
    file.seek(0)
    return _file(FileResponse(file), "xlsx")


class _Echo:
    """A file that gives back what is written to it: a line at a time goes out."""

    def write(self, line: str) -> str:
        return line


def _recorded(request: HtmxRequest, kind: str) -> Asked:
    """What is asked, after the export was written into the journal."""
    query = asked(request)
    filters = {name: query.form.words(name) for name in query.narrowing}
    if query.q:
        filters["q"] = query.person or suggest(query.q).text
    note("export", by=request.actor, kind=Opinion.kind(), form=kind, filters=filters, count=query.rows[:MOST].count())
    return query


def _streamed(lines: Iterator[str], kind: str, content_type: str) -> HttpResponseBase:
    return _file(StreamingHttpResponse(_in(get_language() or "", lines), content_type=content_type), kind)


def _file(response: Any, kind: str) -> HttpResponseBase:
    name = f"opinions-{clock.local(clock.now()):%Y%m%d-%H%M}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    made: HttpResponseBase = response
    return made


def _in(language: str, lines: Iterator[str]) -> Iterator[str]:
    """Lines in a language: they are made when they are sent, and by then the request's language is forgotten."""
    while True:
        with override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line


def _rows(rows: QuerySet[Opinion]) -> Iterator[Values]:
    """The rows in their order, three queries for every CHUNK of them."""
    for opinions in batched(rows.select_related("author")[:MOST].iterator(CHUNK), CHUNK):
        numbers = [opinion.number for opinion in opinions]
        orders, duties = by_matter(Opinion.kind(), numbers), of_matters(Opinion.kind(), numbers)
        for opinion in opinions:
            ours = [order for order in orders.get(opinion.number, []) if order.round == opinion.round]
            yield _values(opinion, ours, duties.get(opinion.number))


def _values(opinion: Opinion, orders: list[Order], duty: Duty | None) -> Values:
    lead = next((order for order in orders if order.lead), None)
    values = (
        opinion.number,
        _moment(opinion.made_at),
        str(opinion.place),
        str(opinion.community or ""),
        _masked(opinion.address, opinion),
        _masked(opinion.text, opinion),
        opinion.category.code if opinion.category else "",
        str(opinion.category or ""),
        str(opinion.get_tier_display()),
        str(state_of(opinion)),
        _moment(duty.due) if duty else "",
        lead.unit.name if lead else "",
        " ".join(order.unit.name for order in orders if not order.lead),
        opinion.round,
        str(lead.get_resolution_display()) if lead else "",
        _masked(lead.answer_text, opinion) if lead else "",
        str(opinion.get_rating_display() or ""),
    )
    return dict(zip(HEADINGS, values, strict=True))


def _masked(text: str, opinion: Opinion) -> str:
    """A text without what leads to a person by its shape, and without the name of who wrote."""
    name = opinion.author.name if opinion.author else ""
    return suggest(text.replace(name, STARS) if name else text).text


def _moment(moment: datetime | None) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}" if moment else ""


def _plain(row: Values) -> list[Any]:
    """The values as a spreadsheet may have them: what would begin a formula is led by an apostrophe."""
    return [f"'{v}" if isinstance(v, str) and v.lstrip(UNSEEN).startswith(FORMULA) else v for v in row.values()]


def _cell(sheet: Any, value: Any) -> Any:
    text = isinstance(value, str)
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value) if text else value)
    if text:
        cell.data_type = "s"
    return cell
