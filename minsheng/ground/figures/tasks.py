from procrastinate.contrib.django import app

from minsheng.ground.figures import actions


@app.periodic(cron="* * * * *")
@app.task(name="figures.fold", queueing_lock="figures.fold")
def fold(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Add up what was counted."""
    actions.fold()
