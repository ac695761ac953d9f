"""The matters that a number counts, as far as the reader sees them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from minsheng.instruments.opinions import queries as opinions
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.panorama.insights.queries import courses, numbers
from minsheng.panorama.insights.views.asking import Asked, asked, readers

PAGE: Final = 20
TIMES: Final[dict[str, tuple[str | Promise, tuple[str, ...]]]] = {
    "all": (pgettext_lazy("course", "Came in"), ("solved", "open", "left")),
    "solved": (pgettext_lazy("course", "Solved"), ("solved",)),
    "open": (pgettext_lazy("course", "Still open"), ("open",)),
    "left": (pgettext_lazy("course", "Left without an answer"), ("left",)),
}

type Counted = Mapping[str, int]


@require_safe
@readers
def listed(request: HtmxRequest, code: str) -> HttpResponse:
    """The list behind a number; it says how much of it is not shown, and not why."""
    query = asked(request)
    part = request.GET.get("part") or ("all" if code == "time" else "top")
    heading, what, count = _behind(query, code, part)
    counted = count()
    rows = opinions.listed(request.actor).filter(number__in=list(counted)).order_by("-made_at", "-id")
    page = Paginator(rows.defer("search"), PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": heading,
        "what": what,
        "period": query.ask.period,
        "chosen": query.form.chosen().values(),
        "scope": query.ask.street,
        "acts": sum(counted.values()),
        "matters": len(counted),
        "unseen": len(counted) - page.paginator.count,
        "page_obj": page,
        "rows": [(row, counted[row.opinion.number]) for row in opinions.rows_of(page.object_list, request.actor)],
        "back": query.address(),
    }
    return reply(request, "insights/listed.html", context, status=422 if query.form.errors else 200)


def _behind(query: Asked, code: str, part: str) -> tuple[Any, Any, Callable[[], Counted]]:
    """Heading, words and counter of a part of a number. Raises Http404 for one that there is not."""
    if code == "time" and part in TIMES:
        label, how = TIMES[part]
        return (
            label,
            _("Matters that came in within these days, and how they stand now."),
            (lambda: courses.numbers(query.ask, how)),
        )
    rate = next((rate for rate in query.rates if rate.code == code), None)
    if rate is None or part not in {"top", "base"} or (part == "base" and not rate.base):
        raise Http404
    names = rate.top if part == "top" else rate.base
    return rate.label, f"{rate.what} {rate.formula}", lambda: numbers.behind(query.ask, names)
