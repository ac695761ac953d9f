"""What is counted of opinions: of every share its parts, so that nothing unrated or refused is left out silently."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from minsheng.ground.duties.models import Duty
from minsheng.ground.figures.figures import Rate, count, moves
from minsheng.ground.journal.queries import last_taken
from minsheng.ground.policies.queries import spoken, value
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel.workflow import Taken

KIND = Opinion.kind()
GOOD = Opinion.Rating.MOSTLY
LEVELS: Final = (1, 2, 3, 4, 5)
ANSWERS: Final = ("conclude", "accept_answer")
MARKS: Final = "①②③④⑤⑥⑦⑧⑨"
"""By which the formulas are told apart where there is no room for their names."""


def _rating(taken: Taken) -> int:
    return int(taken.facts.get("rating", 0))


def _is_level(taken: Taken, level: int) -> bool:
    return _rating(taken) == level


def _satisfied(taken: Taken) -> bool:
    """One of the three upper levels of 政务服务好差评."""
    return _rating(taken) >= GOOD


def _quick(taken: Taken) -> bool:
    """Answered within so many natural hours of the sending: a target, not a deadline (domain.md §0.3.6)."""
    opinion = taken.subject
    hours = timedelta(hours=value("opinion.quick", at=taken.at)["amount"])
    return isinstance(opinion, Opinion) and taken.at - (opinion.entered_at or opinion.made_at) <= hours


def _unrated(taken: Taken) -> bool:
    """Ended because nobody rated in time."""
    return taken.source == Opinion.State.ANSWERED


def _rated_at(taken: Taken) -> datetime:
    """When the rating was given that a call-back is about."""
    return last_taken(taken.subject.key, "rate", until=taken.at) or taken.at


def _called(taken: Taken) -> bool:
    """The first call-back of a rating on the two lowest levels; whoever was drawn is not among them."""
    return taken.source == Opinion.State.RATED and _asked_for_it(taken) is not None


def _called_in_time(taken: Taken) -> bool:
    """The same before the time to call was over."""
    duty = _asked_for_it(taken) if taken.source == Opinion.State.RATED else None
    return bool(duty and duty.due and taken.at <= duty.due)


def _asked_for_it(taken: Taken) -> Duty | None:
    """The duty to call back whoever rated so; its time was set by the rules of then."""
    kind, number = taken.subject.key
    rows = Duty.objects.filter(kind=kind, number=number, clock="opinion.callback")
    return rows.filter(since=_rated_at(taken)).order_by("-id").first()


def _answered_at(taken: Taken) -> datetime | None:
    """When the answer was given after which a matter was taken up again; earlier records have none."""
    return last_taken(taken.subject.key, *ANSWERS, until=taken.at)


def _was_answered(taken: Taken) -> bool:
    return _answered_at(taken) is not None


COUNTED = {
    "submit": "opinions.submitted",
    "register": "opinions.submitted",
    "receive": "opinions.received",
    "enter": "opinions.entered",
    "archive": "opinions.archived",
    "triage": "opinions.triaged",
    "answer_on_spot": "opinions.spot_answered",
    "dispatch": "opinions.in_hand",
    "decline": "opinions.not_accepted",
    "merge": "opinions.merged",
    "unmerge": "opinions.unmerged",
    "hand_over": "opinions.handed_over",
    "bring_back": "opinions.brought_back",
    "contest": "opinions.contested",
    "withdraw": "opinions.withdrawn",
    "promise": "opinions.promised",
    "conclude": "opinions.answered",
    "accept_answer": "opinions.answered",
    "rate": "opinions.rated",
    "close": "opinions.closed",
    "support": "opinions.supported",
    "urge": "opinions.urged",
    "fine": "opinions.still_fine",
}
"""step -> what is counted once each time"""

for _step, _measure in COUNTED.items():
    count(KIND, _step, _measure)
for _level in Opinion.Rating.values:
    count(KIND, "rate", f"opinions.rated.{_level}", partial(_is_level, level=_level))
count(KIND, "rate", "opinions.satisfied", _satisfied)
count(KIND, "close", "opinions.unrated", _unrated)
count(KIND, "call_back", "opinions.called_back", _called, at=_rated_at)
count(KIND, "call_back", "opinions.called_back_in_time", _called_in_time, at=_rated_at)
count(KIND, "reopen", "opinions.reopened", _was_answered, at=lambda taken: _answered_at(taken) or taken.at)
for _step in ANSWERS:
    count(KIND, _step, "opinions.quick", _quick)
moves(KIND, "triage")


def rated(*levels: int) -> tuple[str, ...]:
    """What is counted of ratings on these levels."""
    return tuple(f"opinions.rated.{level}" for level in levels)


UNRATED: Final = Rate(
    "unrated",
    pgettext_lazy("rate", "Not rated"),
    gettext_lazy("Answers whose time to be rated ran out. They are not taken for satisfied."),
    gettext_lazy("not rated ÷ (rated + not rated); what may still be rated is in neither"),
    ("opinions.unrated",),
    (*rated(*LEVELS), "opinions.unrated"),
    "opinion.rate",
    fewer=True,
)


def satisfaction(formulas: list[dict[str, Any]]) -> Iterator[Rate]:
    """The formulas of the rule `insights.satisfaction` as rates: one vote gives as many numbers as formulas."""
    for mark, formula in zip(MARKS, formulas, strict=False):
        base = (*rated(*LEVELS), "opinions.unrated") if formula["unrated"] else rated(*LEVELS)
        words = {"zh": formula["formula_zh"], "en": formula["formula_en"]}
        what = gettext_lazy("Ratings by residents on five levels; a follow-up rating counts as one more.")
        top = rated(*formula["levels"])
        yield Rate(
            formula["code"],
            f"{mark} {spoken(formula)}",
            what,
            spoken(words),
            top,
            base,
            "insights.satisfaction",
            short=_("Satisfied %(mark)s") % {"mark": mark},
        )
