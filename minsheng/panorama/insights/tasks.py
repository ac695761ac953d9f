from procrastinate.contrib.django import app

from minsheng.panorama.insights import actions


@app.periodic(cron="17 3 * * *")
@app.task(name="insights.close_days", queueing_lock="insights.close_days")
def close_days(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Forget who came yesterday."""
    actions.close_days()
