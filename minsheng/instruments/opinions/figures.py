"""What is counted of opinions: of every share its parts, so that nothing unrated or refused is left out silently."""

from datetime import timedelta
from functools import partial

from minsheng.ground.figures.figures import count, moves
from minsheng.ground.policies.queries import value
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel.workflow import Taken

KIND = Opinion.kind()
GOOD = Opinion.Rating.MOSTLY


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


def _called(taken: Taken) -> bool:
    """The first call-back of a rating."""
    return taken.source == Opinion.State.RATED


COUNTED = {
    "submit": "opinions.submitted",
    "register": "opinions.submitted",
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
    "reopen": "opinions.reopened",
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
count(KIND, "call_back", "opinions.called_back", _called)
for _step in ("conclude", "accept_answer"):
    count(KIND, _step, "opinions.quick", _quick)
moves(KIND, "triage")
