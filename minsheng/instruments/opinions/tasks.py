"""Periodic jobs: asking again, some time after the closing."""

from procrastinate.contrib.django import app

from minsheng.instruments.opinions.actions import asking


@app.periodic(cron="20 2 * * *")
@app.task(name="opinions.ask", queueing_lock="opinions.ask")
def ask(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Ask those whose matters were closed 90 days ago, at ten in the morning of China."""
    asking.ask_all()
