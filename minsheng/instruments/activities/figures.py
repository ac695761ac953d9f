"""What is counted of activities."""

from minsheng.ground.figures.figures import count
from minsheng.instruments.activities.models import Activity
from minsheng.kernel.workflow import Taken


def _shift(taken: Taken) -> bool:
    """Whether it was a reception of residents."""
    return isinstance(taken.subject, Activity) and taken.subject.what == Activity.Kind.SHIFT


count(Activity.kind(), "announce", "activities.announced")
count(Activity.kind(), "close", "activities.held")
count(Activity.kind(), "close", "activities.received", _shift)
count(Activity.kind(), "check_in", "activities.attended")
count(Activity.kind(), "mark", "activities.attended")
