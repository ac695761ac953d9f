"""Every minute: what begins is opened, what is over is closed."""

from procrastinate.contrib.django import app

from minsheng.instruments.activities import actions


@app.periodic(cron="* * * * *")
@app.task(name="activities.turn_over", queueing_lock="activities.turn_over")
def turn_over(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Follow the clock."""
    actions.turn_over()
