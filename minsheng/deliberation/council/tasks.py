from procrastinate.contrib.django import app

from minsheng.deliberation.council import actions
from minsheng.ground.places.queries import streets


@app.periodic(cron="7 * * * *")
@app.task(name="council.begin_year", queueing_lock="council.begin_year")
def begin_year(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Once a year; asked every hour, for whoever was switched off on New Year's Day."""
    actions.begin_year(streets())
