"""The page: what was counted, how long it took, the table, and who came."""

from typing import Any, Final

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from minsheng.ground.figures.figures import Rate, percent
from minsheng.ground.policies import words
from minsheng.ground.policies.models import Policy
from minsheng.ground.policies.queries import policies
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.panorama.insights.forms import SPLITS
from minsheng.panorama.insights.queries import courses, numbers, visits
from minsheng.panorama.insights.queries.courses import Curve
from minsheng.panorama.insights.queries.naming import names
from minsheng.panorama.insights.queries.numbers import Compared
from minsheng.panorama.insights.queries.periods import KINDS
from minsheng.panorama.insights.views.asking import Asked, asked, readers
from minsheng.panorama.insights.views.charts import chart
from minsheng.panorama.insights.views.tables import Row, Shown, columns, ranked, shown

SERIES: Final = ("opinions.submitted", "opinions.answered")
NOTHING: Final = Compared({}, {})


@require_safe
@readers
def insights(request: HtmxRequest) -> HttpResponse:
    """The numbers that are asked for; where something of it is not valid, 422 and those of the rest."""
    query = asked(request)
    rules = {rule.key: rule for rule in policies() if rule.place is None}
    least = rules["insights.small"].value["least"]
    sums = numbers.whole(query.ask, query.rates)
    rates = [shown(rate, sums, least, link(query), _source(rules, rate)) for rate in query.rates]
    context = _frame(query) | {
        "counts": [one for one in rates if not one.rate.base],
        "rates": [one for one in rates if one.rate.base],
        "least": least,
        "time": _time(query, rules["insights.days"].value, least),
        "chart": chart(query.ask.period, *numbers.series(query.ask, *SERIES).values()),
        "rows": table(query, least),
        "columns": columns(query.rates, query.form.split_by, query.rank),
        "visits": _visits(query),
    }
    return reply(request, "insights/insights.html", context, status=422 if query.form.errors else 200)


def link(query: Asked) -> Any:
    """The address of the list behind a rate."""
    return lambda code, **changes: query.address("insights:figure", code, **changes)


def _source(rules: dict[str, Policy], rate: Rate) -> str:
    return words.explain(rules[rate.rule]) if rate.rule in rules else ""


def _frame(query: Asked) -> dict[str, Any]:
    """Which numbers these are, and the ways to others."""
    period, form = query.ask.period, query.form
    later = {"later": query.address(since=f"{period.later}", until="")} if period.later else {}
    return later | {
        "form": form,
        "period": period,
        "by": str(dict(SPLITS)[form.split_by]),
        "active": [{"label": said, "href": query.address(**{name: ""})} for name, said in form.chosen().items()],
        "earlier": query.address(since=f"{period.earlier}", until="") if period.kind != "days" else "",
        "kinds": [
            {"label": label, "href": query.address(period=kind, until=""), "current": kind == period.kind}
            for kind, label in KINDS
            if kind != "days"
        ],
        "splits": [
            {"label": label, "href": f"{query.address(by=by, rank='')}#table", "current": by == form.split_by}
            for by, label in SPLITS
        ],
        "csv": query.address("insights:csv"),
        "scope": query.ask.street,
    }


def _time(query: Asked, days: list[int], least: int) -> dict[str, Any]:
    """How long it took, and how it was in the period before."""
    now, before = (found.get("", Curve()) for found in courses.curves(query.ask, least=least))
    return {
        "now": now,
        "before": before,
        "by": [(day, percent(now.solved_by(day)), percent(before.solved_by(day))) for day in days],
        "href": {
            part: query.address("insights:figure", "time", part=part) for part in ("all", "solved", "open", "left")
        },
    }


def table(query: Asked, least: int) -> list[Row]:
    """The rows by what is chosen, in the order of their names or ranked. Three queries."""
    by, shape, rank = query.form.split_by, columns(query.rates, query.form.split_by, query.rank), query.rank
    sums = numbers.split(query.ask, shape, by)
    curves, _before = courses.curves(query.ask, by, least=least)
    found = names(by, {*sums, *curves}, in_one_street=query.ask.street is not None)
    rows = [
        _row(query, key, str(name), sums.get(key, NOTHING), curves.get(key, Curve()), shape, rank, least)
        for key, name in found.items()
    ]
    return ranked(rows) if rank else rows


def _row(
    query: Asked,
    key: str,
    name: str,
    sums: Compared,
    curve: Curve,
    shape: list[Rate],
    rank: Rate | None,
    least: int,
) -> Row:
    """A row leads to the numbers of what it is about, its cells to their lists; what is not known yet, nowhere."""
    chosen = {query.form.split_by: _code(query, key)}

    def to(code: str, **changes: str) -> str:
        return query.address("insights:figure", code, **chosen, **changes) if key else ""

    cells: list[Shown] = [shown(rate, sums, least, to) for rate in shape]
    by = shown(rank, sums, least, to) if rank else None
    href = query.address(**chosen, by="", rank="") if key else ""
    return Row(key, name, href, cells, curve, None, by)


def _code(query: Asked, key: str) -> str:
    """How a key stands in an address: a street by its code."""
    if query.form.split_by != "street":
        return key
    return next((street.code for street in query.form.streets if str(street.pk) == key), "")


def _visits(query: Asked) -> dict[str, Any]:
    """Pages and people of the whole site, whatever the numbers above are narrowed to."""
    days = visits.days(query.ask.period)
    pages = {day.day: sum(day.pages.values()) for day in days}
    people = [sum(day.people.values()) for day in days]
    return {
        "days": days,
        "pages": sum(pages.values()),
        "people": round(sum(people) / len(people)) if people else 0,
        "most": max(people, default=0),
        "begun": visits.begun(),
        "chart": chart(query.ask.period, pages),
    }
