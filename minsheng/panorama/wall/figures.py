"""What the wall counts: measures by name, so that it knows none of the rooms above the instruments that count them."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.ground.figures.figures import Rate
from minsheng.ground.policies.queries import value
from minsheng.instruments.opinions.figures import UNRATED, satisfaction

type Words = str | Promise


@dataclass(frozen=True, slots=True)
class Counter:
    """A measure, and what the wall calls it."""

    measure: str
    label: Words


@dataclass(frozen=True, slots=True)
class Module:
    """One of the customer's four modules."""

    label: Words
    icon: str
    counters: tuple[Counter, ...]


MODULES: Final = (
    Module(
        _("Linkage"),
        "git-branch",
        (
            Counter("task.issued", pgettext_lazy("wall", "Tasks issued")),
            Counter("task.accepted", pgettext_lazy("wall", "Tasks accepted")),
            Counter("task.opinions", pgettext_lazy("wall", "Opinions collected")),
        ),
    ),
    Module(
        _("Supervision"),
        "clipboard-check",
        (
            Counter("escalations.raised", pgettext_lazy("wall", "Escalated")),
            Counter("escalations.settled", pgettext_lazy("wall", "Escalations settled")),
            Counter("promises.made", pgettext_lazy("wall", "Promises made")),
        ),
    ),
    Module(
        _("Deputies' work"),
        "landmark",
        (
            Counter("activities.received", pgettext_lazy("wall", "Receptions held")),
            Counter("opinions.received", pgettext_lazy("wall", "Read by deputies")),
            Counter("opinions.spot_answered", pgettext_lazy("wall", "Answered on the spot")),
        ),
    ),
    Module(
        _("Deliberation"),
        "messages-square",
        (
            Counter("council.meetings", pgettext_lazy("wall", "Council meetings")),
            Counter("council.members_there", pgettext_lazy("wall", "Members present")),
            Counter("council.opinions", pgettext_lazy("wall", "Members' opinions")),
        ),
    ),
)
TODAY: Final = (
    Counter("opinions.submitted", pgettext_lazy("wall", "Came in")),
    Counter("opinions.answered", pgettext_lazy("wall", "Answered")),
    Counter("opinions.closed", pgettext_lazy("wall", "Closed")),
)
COUNTERS: Final = (*TODAY, *(counter for module in MODULES for counter in module.counters))


def shares() -> list[Rate]:
    """The formulas of satisfaction as the rule names them, and what was not rated."""
    return [*satisfaction(value("insights.satisfaction")), UNRATED]


def measures(rates: list[Rate]) -> list[str]:
    """All that the wall adds up."""
    return sorted({*(counter.measure for counter in COUNTERS), *(name for rate in rates for name in rate.measures)})


def behind(code: str) -> tuple[Words, tuple[str, ...]] | None:
    """What a number is called and what it counts: a measure, or of a share its upper part ("good") or n ("good.n")."""
    counted: dict[str, tuple[Words, tuple[str, ...]]] = {c.measure: (c.label, (c.measure,)) for c in COUNTERS}
    for rate in shares():
        counted |= {rate.code: (rate.label, rate.top), f"{rate.code}.n": (rate.label, rate.base)}
    return counted.get(code)
