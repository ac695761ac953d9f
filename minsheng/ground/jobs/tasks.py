"""The worker's side of jobs, and what looks after those whose worker was killed."""

from procrastinate.contrib.django import app

from minsheng.ground.jobs import actions


@app.task(name="jobs.run")
def run(job: int) -> None:
    """Work on a job for a while."""
    actions.run(job)


@app.periodic(cron="* * * * *")
@app.task(name="jobs.wake", queueing_lock="jobs.wake")
def wake(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Go on with what was left lying."""
    actions.wake()


@app.periodic(cron="43 3 * * *")
@app.task(name="jobs.forget", queueing_lock="jobs.forget")
def forget(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Once a night."""
    actions.forget()
