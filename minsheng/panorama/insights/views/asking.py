"""What every view here begins with: the rates there are, what is asked for, and addresses that keep it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from minsheng.ground.figures import access
from minsheng.ground.figures.figures import Rate
from minsheng.ground.people import guards
from minsheng.ground.policies.queries import value
from minsheng.instruments.opinions.figures import satisfaction
from minsheng.kernel.http import HtmxRequest
from minsheng.panorama.insights.figures import COUNTS, RATES
from minsheng.panorama.insights.forms import AskForm
from minsheng.panorama.insights.queries import Ask

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
