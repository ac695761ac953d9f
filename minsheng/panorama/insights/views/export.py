"""The table as a file: the numbers themselves, so that nobody has to take a percentage for granted."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from minsheng.ground.figures.figures import percent
from minsheng.ground.policies.queries import value
from minsheng.kernel import clock
from minsheng.kernel.http import HtmxRequest
from minsheng.panorama.insights.forms import SPLITS
from minsheng.panorama.insights.queries import courses, numbers
from minsheng.panorama.insights.queries.courses import Curve
from minsheng.panorama.insights.queries.naming import names
from minsheng.panorama.insights.queries.numbers import Compared
from minsheng.panorama.insights.views.asking import Asked, asked, readers

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What may begin a formula; spreadsheets take the wide signs too."""


@require_safe
@readers
def as_csv(request: HtmxRequest) -> HttpResponse:
    """CSV with a byte order mark, so that spreadsheets read Chinese: every rate with what it is a share of what."""
    query = asked(request)
    text = StringIO("\ufeff", newline="")
    text.seek(0, 2)
    csv.writer(text).writerows([_plain(cell) for cell in row] for row in _rows(query))
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="insights-{clock.local(clock.now()):%Y%m%d-%H%M}.csv"'
    return response


def _rows(query: Asked) -> Iterator[list[Any]]:
    """Which numbers, the headings, all together, and the rows of the table."""
    period, by = query.ask.period, query.form.split_by
    days: list[int] = value("insights.days")
    least: int = value("insights.small")["least"]
    where = [str(query.ask.street)] if query.ask.street else []
    yield [
        _("From %(since)s to %(until)s") % {"since": period.since, "until": period.until},
        *where,
        *query.form.chosen().values(),
    ]
    yield [str(dict(SPLITS)[by]), *_headings(query, days)]
    yield [_("All together"), *_cells(query, numbers.whole(query.ask, query.rates), _curve(query, least), days)]
    sums, (curves, _before) = numbers.split(query.ask, query.rates, by), courses.curves(query.ask, by, least=least)
    for key, name in names(by, {*sums, *curves}, in_one_street=query.ask.street is not None).items():
        yield [str(name), *_cells(query, sums.get(key, Compared({}, {})), curves.get(key, Curve()), days)]


def _curve(query: Asked, least: int) -> Curve:
    return courses.curves(query.ask, least=least)[0].get("", Curve())


def _headings(query: Asked, days: list[int]) -> Iterator[str]:
    for rate in query.rates:
        yield str(rate.label)
        if rate.base:
            yield _("%(name)s: counted") % {"name": rate.label}
            yield _("%(name)s: n") % {"name": rate.label}
    yield from (_("Median days"), pgettext("course", "Came in"), pgettext("course", "Still open"))
    yield from (_("Solved by day %(day)s") % {"day": day} for day in days)


def _cells(query: Asked, sums: Compared, curve: Curve, days: list[int]) -> Iterator[Any]:
    for rate in query.rates:
        share = rate.of(sums.now)
        yield from ([percent(share.part), share.top, share.n] if rate.base else [share.top])
    yield from ("" if curve.median is None else curve.median, curve.n, curve.still.total())
    yield from (percent(curve.solved_by(day)) for day in days)


def _plain(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip().startswith(FORMULA) else cell
