from collections.abc import Callable
from typing import Any, Final

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from minsheng.ground.people import guards
from minsheng.ground.policies import queries, words
from minsheng.ground.policies.models import Policy
from minsheng.kernel import clock
from minsheng.kernel.http import HtmxRequest, reply

NOTICE_MONTH: Final = 11  # the State Council announces the next year's holidays in autumn

type View = Callable[[HtmxRequest], HttpResponse]


@require_safe
@guards.staff
def policies(request: HtmxRequest) -> HttpResponse:
    """The rules in force, where each comes from and whether it is agreed; what is decided for later; known years."""
    years = queries.years()
    context = {
        "rules": [_row(policy) for policy in sorted(queries.policies(), key=_place_in_work)],
        "later": [_row(policy) for policy in queries.decided_later()],
        "years": years,
        "missing_year": _missing({row.year for row in years}),
    }
    return reply(request, "policies/policies.html", context)


@require_safe
@guards.staff
def categories(request: HtmxRequest) -> HttpResponse:
    """The taxonomy of matters with tiers and lead units."""
    return reply(request, "policies/categories.html", {"categories": queries.categories()})


def _row(policy: Policy) -> dict[str, Any]:
    return {
        "label": words.label(policy.key),
        "says": words.says(policy.value),
        "place": policy.place,
        "source": policy.source,
        "confirmed": policy.confirmed,
        "valid_from": clock.local(policy.valid_from),
        "note": policy.note,
    }


def _place_in_work(policy: Policy) -> tuple[int, str]:
    """Rules in the order in which a matter meets them."""
    keys = list(words.LABELS)
    return (keys.index(policy.key) if policy.key in keys else len(keys), policy.place.code if policy.place else "")


def _missing(known: set[int]) -> int | None:
    """This year, or from the month of the notice on the next one, when its work calendar is still missing."""
    today = clock.today()
    wanted = range(today.year, today.year + 1 + (today.month >= NOTICE_MONTH))
    return next((year for year in wanted if year not in known), None)
