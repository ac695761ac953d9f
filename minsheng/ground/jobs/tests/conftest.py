"""A work that counts, and somebody who began it."""

import pytest

from minsheng.ground.jobs.actions import WORKS, Turn
from minsheng.kernel.errors import Wrong

KIND = "tests.counting"


def counting(job, by):
    """Ten rows in turns of three; says in `facts` who did which; what is told to fail, fails."""
    done = job.done
    while done < job.total:
        done = min(done + 3, job.total)
        if done > job.facts.get("refuses_after", job.total):
            raise Wrong("Row 7 is impossible.")
        if done > job.facts.get("breaks_after", job.total):
            raise ZeroDivisionError
        bad = [(done, "not even")] if done % 2 else []
        yield Turn(done, bad, {"by": by.role})
    yield Turn(done, message="Ten were counted.", result="/opinions/", result_label="Look")


@pytest.fixture(autouse=True)
def works():
    WORKS[KIND] = counting
    yield
    del WORKS[KIND]


@pytest.fixture
def clerk(town):
    return town.by("hb.office")
