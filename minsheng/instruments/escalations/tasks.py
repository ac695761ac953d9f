from procrastinate.contrib.django import app

from minsheng.instruments.escalations import actions


@app.periodic(cron="*/5 * * * *")
@app.task(name="escalations.sweep", queueing_lock="escalations.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Raise what has been late for too long."""
    actions.sweep()
