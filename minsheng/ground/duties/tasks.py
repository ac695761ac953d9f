"""Periodic jobs: the sweep of lapsed duties, and re-queueing jobs whose worker died."""

from datetime import timedelta

from procrastinate.contrib.django import app

from minsheng.ground.duties import actions

STALLED = timedelta(minutes=10)


@app.periodic(cron="* * * * *")
@app.task(name="duties.sweep", queueing_lock="duties.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Act on what has lapsed."""
    actions.sweep()


@app.periodic(cron="*/5 * * * *")
@app.task(name="duties.requeue", queueing_lock="duties.requeue", pass_context=False)
async def requeue(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Put jobs back whose worker is gone: handlers are idempotent, so running one twice is safe."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED.total_seconds()):
        await app.job_manager.retry_job(job)
