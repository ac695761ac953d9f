"""The rates: what is counted of what. Their own rooms count it, in `ground.figures`; nothing is counted here."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.ground.figures.figures import Rate, Words
from minsheng.ground.policies.models import Tier
from minsheng.instruments.opinions.figures import UNRATED, rated

PACES: Final = (*Tier.values, "again")
"""What an answer's time goes by: how hard a matter is, or that it was taken up again."""


def _clocks(word: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{word}.{name}" for name in names)


ANSWERING: Final = tuple(f"dispatch.answer.{pace}" for pace in PACES)
OFFICE: Final = ("opinion.triage", "opinion.dispatch", "dispatch.check", "dispatch.redirect")


def _in_time(code: str, label: Words, what: Words, *clocks: str) -> Rate:
    on_time, late = _clocks("on_time", *clocks), _clocks("late", *clocks)
    formula = _("done in time ÷ all that were done; what was given more time counts by its later date")
    return Rate(code, label, what, formula, on_time, (*on_time, *late))


COUNTS: Final = (
    Rate(
        "received",
        pgettext_lazy("rate", "Received"),
        _("Reports sent by residents or registered for them, by the day they came in."),
        _("a number, no share; records from before the platform are left out"),
        ("opinions.submitted",),
    ),
    Rate(
        "answered",
        pgettext_lazy("rate", "Answered"),
        _("Answers that have passed the check of the congress work office; each round has its own."),
        _("a number, no share; what is only promised is not answered"),
        ("opinions.answered",),
    ),
    Rate(
        "issued",
        pgettext_lazy("rate", "Orders given"),
        _("Orders to units, co-handling ones and those of later rounds included."),
        _("a number, no share; an order that is redirected counts anew"),
        ("orders.issued",),
    ),
    Rate(
        "escalated",
        pgettext_lazy("rate", "Escalations"),
        _("Matters that were brought before the working committee or the district desk."),
        _("a number, no share; each level counts once"),
        ("escalations.raised",),
    ),
)

RATES: Final = (
    Rate(
        "accepted",
        pgettext_lazy("rate", "Acceptance"),
        _("What the congress work office decided: to hand a matter to a unit, or not to accept it."),
        _("handed over ÷ (handed over + not accepted); a matter that is handed over again counts again"),
        ("opinions.in_hand",),
        ("opinions.in_hand", "opinions.not_accepted"),
    ),
    _in_time(
        "signed",
        pgettext_lazy("rate", "Accepted in time"),
        _("Orders that units accepted or sent back."),
        "dispatch.accept",
    ),
    _in_time(
        "on_time", pgettext_lazy("rate", "Answered in time"), _("Orders that units answered or sent back."), *ANSWERING
    ),
    _in_time(
        "office", pgettext_lazy("rate", "Office in time"), _("Triage, handing over, redirecting and checking."), *OFFICE
    ),
    Rate(
        "quick",
        pgettext_lazy("rate", "Answered quickly"),
        _("Answers given within the natural hours of the rule, 72 at first, counted from the sending."),
        _("answered so quickly ÷ answered"),
        ("opinions.quick",),
        ("opinions.answered",),
        "opinion.quick",
    ),
    UNRATED,
    Rate(
        "called_back",
        pgettext_lazy("rate", "Called back"),
        _("Of the dissatisfied ratings of these days those that the office has called back about so far."),
        _("called back by now ÷ rated with the two lowest levels; it grows until all are called"),
        ("opinions.called_back",),
        rated(1, 2),
        "opinion.callback",
    ),
    Rate(
        "called_back_in_time",
        pgettext_lazy("rate", "Called back in time"),
        _("Of the same ratings those that were called back about before the time to call was over."),
        _("called back in time by now ÷ rated with the two lowest levels"),
        ("opinions.called_back_in_time",),
        rated(1, 2),
        "opinion.callback",
    ),
    Rate(
        "returned",
        pgettext_lazy("rate", "Sent back by units"),
        _("Orders that a unit found not to be its own, those that went to a joint decision included."),
        _("sent back by now ÷ orders given in these days"),
        ("orders.returned", "orders.disputed"),
        ("orders.issued",),
        "dispatch.returns",
        fewer=True,
    ),
    Rate(
        "extended",
        pgettext_lazy("rate", "Given more time"),
        _("Orders for which more time was granted."),
        _("given more time by now ÷ orders given in these days"),
        ("orders.extended",),
        ("orders.issued",),
        "dispatch.extensions",
        fewer=True,
    ),
    Rate(
        "reopened",
        pgettext_lazy("rate", "Taken up again"),
        _("Matters that began another round after their answer."),
        _("taken up again by now ÷ answered in these days"),
        ("opinions.reopened",),
        ("opinions.answered",),
        fewer=True,
    ),
)


def measures(rates: list[Rate]) -> list[str]:
    """All that must be summed for some rates."""
    return sorted({name for rate in rates for name in rate.measures})
