"""还好吗？ Some time after the closing its author is asked, once, whether all is still well."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from minsheng.ground.figures.queries import behind
from minsheng.ground.notices import actions as notices
from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.ground.policies.queries import value
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow
from minsheng.kernel.workflow import record

MISSED: Final = timedelta(days=7)
"""For how many days a job that didn't run is made up for."""


def ask_all() -> int:
    """Ask about all that was closed so long ago (policy `opinion.ask`) and not asked since; how many were asked."""
    last = clock.today() - timedelta(days=value("opinion.ask")["after"])
    keys = behind("opinions.closed", since=last - MISSED, until=last)
    rows = Opinion.objects.filter(
        number__in=[number for _kind, number in keys],
        state=Opinion.State.CLOSED,
        hidden=Opinion.Hidden.NO,
        author__isnull=False,
        asked_at=None,
    )
    return sum(_asked(opinion) for opinion in rows.order_by("id"))


@transaction.atomic
def ask(opinion: Opinion) -> Opinion:
    """Ask one author, in the app and by message with the signed link. Raises NotNow when somebody was faster."""
    record(opinion, "ask", by=SYSTEM, changes=_to_ask)
    told = [opinion.author_id] if opinion.author_id else []
    notices.tell(told, matter=opinion.key, subject=opinion.key, step="ask", district=opinion.district)
    return opinion


def _to_ask(locked: Opinion) -> dict[str, object]:
    if locked.state != Opinion.State.CLOSED or locked.asked_at:
        raise NotNow("")  # the job is told, nobody reads it
    return {"asked_at": clock.now(), "still_fine": None}


def _asked(opinion: Opinion) -> bool:
    try:
        ask(opinion)
    except NotNow:
        return False
    return True


def fine(opinion: Opinion, *, by: Actor) -> Opinion:
    """All is still well."""
    return record(opinion, "fine", by=by, changes={"still_fine": True})
