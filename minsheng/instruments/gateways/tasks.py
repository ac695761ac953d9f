"""The queue's side: one delivery as soon as it is there, all that is due every minute, old words forgotten at night."""

from procrastinate.contrib.django import app

from minsheng.instruments.gateways import actions


@app.task(name="gateways.deliver")
def deliver(delivery: int) -> None:
    """Send one, unless its connection rests."""
    actions.deliver_soon(delivery)


@app.periodic(cron="* * * * *")
@app.task(name="gateways.sweep", queueing_lock="gateways.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Send what is due."""
    actions.sweep()


@app.periodic(cron="47 3 * * *")
@app.task(name="gateways.forget", queueing_lock="gateways.forget")
def forget(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Once a night."""
    actions.forget()
