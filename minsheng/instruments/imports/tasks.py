"""Periodic: forgetting uploaded files."""

from procrastinate.contrib.django import app

from minsheng.instruments.imports import actions


@app.periodic(cron="44 3 * * *")
@app.task(name="imports.forget", queueing_lock="imports.forget")
def forget(timestamp: int) -> None:  # noqa: ARG001 (given by the scheduler)
    """Once a night."""
    actions.forget()
