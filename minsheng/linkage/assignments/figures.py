"""What is counted of tasks: of each street, and how many came and what they said once its part is accepted."""

from minsheng.ground.figures.figures import count
from minsheng.kernel.workflow import Taken
from minsheng.linkage.assignments.models import StreetTask, Task


def _fact(taken: Taken, name: str) -> int:
    return int(taken.facts.get(name, 0))


count(Task.kind(), "issue", "task.tasks")
for step, measure in (("issue", "task.issued"), ("sign", "task.signed"), ("accept", "task.accepted")):
    count(StreetTask.kind(), step, measure)
count(StreetTask.kind(), "accept", "task.people", lambda taken: _fact(taken, "people"))
count(StreetTask.kind(), "accept", "task.opinions", lambda taken: _fact(taken, "opinions"))
