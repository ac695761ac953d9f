from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from minsheng.ground.people.actors import SYSTEM
from minsheng.instruments.dispatch.models import Order, Promise
from minsheng.instruments.dispatch.queries import round_state
from minsheng.instruments.escalations import actions as escalations
from minsheng.instruments.escalations.models import Escalation
from minsheng.instruments.handovers.models import Handover
from minsheng.instruments.opinions.access import FOLLOW_UPS
from minsheng.instruments.opinions.actions import show_promise
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.queries.beside import is_one_of_many
from minsheng.instruments.publishing import actions as publishing
from minsheng.kernel import clock
from minsheng.kernel.errors import NotYours
from minsheng.kernel.workflow import Step, Taken, bell, take

Reason = Escalation.Reason
ENDS = frozenset(
    {
        Opinion.State.CLOSED,
        Opinion.State.NOT_ACCEPTED,
        Opinion.State.MERGED,
        Opinion.State.HANDED_OVER,
        Opinion.State.WITHDRAWN,
    }
)
"""Where nothing is left to be raised."""


@receiver(bell, sender=Order, dispatch_uid="opinions.conclude")
def conclude(acts: tuple[Taken, ...], **_kwargs: Any) -> None:
    """An opinion is answered when every order of its round has passed and what was promised in them is kept."""
    taken = acts[0]
    opinion = _opinion(taken, "approve")
    if opinion is None:
        return
    if taken.by.person_id == opinion.author_id:
        raise NotYours(_("You reported this yourself: a colleague has to check the answer."))
    if opinion.state == Opinion.State.IN_HAND:
        _go_on(opinion)


@receiver(bell, sender=Promise, dispatch_uid="opinions.promises")
def keep(acts: tuple[Taken, ...], **_kwargs: Any) -> None:
    """The public reads what was promised; when all of it is kept, the matter is answered."""
    opinion = _opinion(acts[0], "confirm")
    promise = acts[0].subject
    if opinion is None or not isinstance(promise, Promise):
        return
    publishing.promise_kept(opinion.key, at=promise.kept_at or clock.now())
    if opinion.state == Opinion.State.PROMISED:
        _go_on(opinion)


@receiver(bell, sender=Handover, dispatch_uid="opinions.bring_back")
def bring_back(acts: tuple[Taken, ...], **_kwargs: Any) -> None:
    """What was not taken up elsewhere is back at the office."""
    opinion = _opinion(acts[0], "decline")
    if opinion:
        take(opinion, "bring_back", by=SYSTEM)


@receiver(bell, sender=Order, dispatch_uid="opinions.dispute")
def dispute(acts: tuple[Taken, ...], **_kwargs: Any) -> None:
    """What no unit takes on is decided jointly, one level higher."""
    opinion = _opinion(acts[0], "dispute")
    if opinion:
        escalations.escalate(opinion, reason=Reason.JOINT, by=SYSTEM)


@receiver(bell, sender=Opinion, dispatch_uid="opinions.settle")
def settle(acts: tuple[Taken, ...], **_kwargs: Any) -> None:
    """What follows from a rating, a triage, an ending by itself."""
    for taken in acts:
        if isinstance(taken.subject, Opinion):
            _follow(taken.step, taken.subject)


def _follow(step: Step, opinion: Opinion) -> None:
    """A good rating closes the matter, unless it was drawn; a second bad one, and many of a kind, raise the level."""
    if step.to in ENDS:
        escalations.settle_all(opinion)
    elif step.name == "rate" and not (opinion.unhappy or opinion.sampled):
        take(opinion, "close", by=SYSTEM)
    elif step.name == "rate" and opinion.times_unhappy > FOLLOW_UPS:
        escalations.escalate(opinion, reason=Reason.TWICE_UNHAPPY, by=SYSTEM)
    elif step.name == "triage" and is_one_of_many(opinion):
        escalations.escalate(opinion, reason=Reason.CLUSTER, by=SYSTEM)


def _opinion(taken: Taken, step: str) -> Opinion | None:
    """The opinion that a part belongs to, when the part took that step."""
    kind, number = taken.matter_key
    return Opinion.objects.get(number=number) if taken.step.name == step and kind == Opinion.kind() else None


def _go_on(opinion: Opinion) -> None:
    """Answered, or promised for later, once no unit has work left."""
    reached = round_state(opinion.key, opinion.round)
    if reached == "promised" and opinion.state == Opinion.State.IN_HAND:
        take(opinion, "promise", by=SYSTEM)
        show_promise(opinion)
    elif reached == "done":
        take(opinion, "conclude", by=SYSTEM)
        if opinion.author_id is None:  # nobody is known who could rate it
            take(opinion, "close", by=SYSTEM)
