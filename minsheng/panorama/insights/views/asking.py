"""What every view here begins with: the rates there are, what is asked for, and addresses that keep it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.ground.people import guards
from minsheng.ground.policies.queries import value
from minsheng.ground.policies.words import in_language
from minsheng.kernel.http import HtmxRequest
from minsheng.panorama.insights import access
from minsheng.panorama.insights.figures import COUNTS, LEVELS, RATES, Rate, rated
from minsheng.panorama.insights.forms import AskForm
from minsheng.panorama.insights.queries import Ask

MARKS: Final = "①②③④⑤⑥⑦⑧⑨"
"""By which the formulas are told apart where there is no room for their names."""

readers = guards.only(access.may_read)


@dataclass(frozen=True, slots=True)
class Asked:
    """An address that was read: its form, the numbers it asks for, and the rates that there are."""

    request: HtmxRequest
    form: AskForm
    ask: Ask
    rates: list[Rate]

    def address(self, name: str = "insights:insights", *arguments: str, **changes: str) -> str:
        """An address that keeps what is asked for, with changes; what is empty goes."""
        kept = {key: value for key, value in {**self._kept(), **changes}.items() if value}
        to = reverse(name, args=arguments)
        return f"{to}?{urlencode(kept)}" if kept else to

    @property
    def rank(self) -> Rate | None:
        """What the table is ranked by."""
        wanted = self.form.cleaned_data.get("rank", "")
        return next((rate for rate in self.rates if rate.code == wanted), None)

    def _kept(self) -> dict[str, str]:
        return {name: self.request.GET.get(name, "") for name in self.form.fields}


def satisfaction(formulas: list[dict[str, Any]]) -> Iterator[Rate]:
    """The formulas of the rule `insights.satisfaction` as rates: one vote gives as many numbers as formulas."""
    for mark, formula in zip(MARKS, formulas, strict=False):
        base = (*rated(*LEVELS), "opinions.unrated") if formula["unrated"] else rated(*LEVELS)
        words = {"zh": formula["formula_zh"], "en": formula["formula_en"]}
        what = gettext_lazy("Ratings by residents on five levels; a follow-up rating counts as one more.")
        top = rated(*formula["levels"])
        yield Rate(
            formula["code"],
            f"{mark} {in_language(formula)}",
            what,
            in_language(words),
            top,
            base,
            "insights.satisfaction",
            short=_("Satisfied %(mark)s") % {"mark": mark},
        )


def all_rates() -> list[Rate]:
    """The rates, the formulas of satisfaction among them; numbers without a base first. One query."""
    quick = next(i for i, rate in enumerate(RATES) if rate.code == "unrated")
    formulas = list(satisfaction(value("insights.satisfaction")))
    return [*COUNTS, *RATES[:quick], *formulas, *RATES[quick:]]


def asked(request: HtmxRequest) -> Asked:
    """Read what is asked for; what is not valid is left out, and the form says so."""
    rates = all_rates()
    form = AskForm(request.GET.dict(), actor=request.actor, rates=rates, auto_id="ask_%s")
    return Asked(request, form, form.ask(), rates)
