from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minsheng.ground.policies import queries, words
from minsheng.ground.policies.models import Policy
from minsheng.kernel import clock
from minsheng.kernel.errors import NotYours
from minsheng.kernel.http import HtmxRequest, reply

NOTICE_MONTH: Final = 11  # the State Council announces the next year's holidays in autumn

type View = Callable[[HtmxRequest], HttpResponse]


def for_staff(view: View) -> View:
    """Show a page to officials and deputies only; others sign in or are told."""

    @wraps(view)
    def guarded(request: HtmxRequest) -> HttpResponse:
        if not request.actor.signed_in:
            return redirect_to_login(request.get_full_path())
        if not request.actor.staff:
            raise NotYours(_("This page is for deputies and officials."))
        return view(request)

    return guarded


@never_cache
@require_safe
@for_staff
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


@never_cache
@require_safe
@for_staff
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
