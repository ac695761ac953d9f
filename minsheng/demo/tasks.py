"""The job that grows the rest of the year, bit by bit, behind everything else that is to be done."""

import logging

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from minsheng.demo.grow import founded, live, missing

AT_ONCE = 8
"""Opinions: two or three seconds, for which other jobs may have to wait."""
BEHIND = -100

log = logging.getLogger("minsheng.demo")


@app.periodic(cron="* * * * *")
@app.task(name="demo.year", queueing_lock="demo.year", lock="demo.year", priority=BEHIND)
def year(timestamp: int) -> None:
    """Grow a few more, and come back at once while there are more: killed, it goes on where it was."""
    town = founded()
    left = missing(town.plans) if town else []
    if town and left:
        live(left[:AT_ONCE], town.until)
        log.info("the demo year grows", extra={"job": "demo.year", "count": town.count - len(left)})
        _again(timestamp)


def _again(timestamp: int) -> None:
    try:
        year.configure().defer(timestamp=timestamp)
    except AlreadyEnqueued:
        return
