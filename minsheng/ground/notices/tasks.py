"""Periodic jobs: sending text messages, telling of lamps, the morning digest, and forgetting what has had its time."""

from procrastinate.contrib.django import app

from minsheng.ground.links.actions import forget as forget_links
from minsheng.ground.notices import actions
from minsheng.ground.people.actions import forget_attempts


@app.periodic(cron="* * * * *")
@app.task(name="notices.deliver", queueing_lock="notices.deliver")
def deliver(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Send what is due."""
    actions.deliver()


@app.periodic(cron="* * * * *")
@app.task(name="notices.warn", queueing_lock="notices.warn")
def warn(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Tell of duties whose lamp has turned."""
    actions.warn()


@app.periodic(cron="*/5 * * * *")
@app.task(name="notices.digest", queueing_lock="notices.digest")
def digest(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Tell officials in the morning how much is to be done."""
    actions.digest()


@app.periodic(cron="41 3 * * *")
@app.task(name="notices.forget", queueing_lock="notices.forget")
def forget(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Delete old messages, notices, links and counted attempts."""
    actions.forget()
    forget_links()
    forget_attempts()
