"""What is counted of opinions."""

from minsheng.ground.figures.figures import count, moves
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel.workflow import Taken

KIND = Opinion.kind()
GOOD = Opinion.Rating.MOSTLY


def _satisfied(taken: Taken) -> bool:
    """One of the three upper levels of 政务服务好差评."""
    return int(taken.facts.get("rating", 0)) >= GOOD


count(KIND, "submit", "opinions.submitted")
count(KIND, "register", "opinions.submitted")
count(KIND, "enter", "opinions.entered")
count(KIND, "archive", "opinions.archived")
count(KIND, "triage", "opinions.triaged")
count(KIND, "dispatch", "opinions.in_hand")
count(KIND, "conclude", "opinions.answered")
count(KIND, "rate", "opinions.rated")
count(KIND, "rate", "opinions.satisfied", _satisfied)
count(KIND, "close", "opinions.closed")
moves(KIND, "triage")
