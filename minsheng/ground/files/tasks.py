"""Periodic jobs: forgetting photos whose form was never sent."""

from procrastinate.contrib.django import app

from minsheng.ground.files import actions


@app.periodic(cron="40 3 * * *")
@app.task(name="files.sweep", queueing_lock="files.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Once a night."""
    actions.sweep_unattached()
