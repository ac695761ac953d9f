"""Where a matter leaves its usual way: explained on the spot, refused, united, handed over, withdrawn."""

from django.db import transaction
from django.utils.translation import gettext as _

from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.instruments.handovers import actions as handovers
from minsheng.instruments.opinions.access import OPEN, visible_to
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.publishing import actions as publishing
from minsheng.kernel.errors import Wrong
from minsheng.kernel.workflow import take

LEADS = frozenset({*OPEN, Opinion.State.ANSWERED})
"""What others may be united with."""


def answer_on_spot(opinion: Opinion, *, answer: str, by: Actor, note: str = "") -> Opinion:
    """当场解答: the deputy writes down what they explained; the office decides whether it stands as the answer."""
    changes = {"spot_answer": answer, "spot_post_id": by.post_id}
    return take(opinion, "answer_on_spot", by=by, note=note, changes=changes)


def decline(opinion: Opinion, *, refusal: str, reason: str, by: Actor, note: str = "") -> Opinion:
    """Don't accept it, with the reason in plain words for the resident, who may object once."""
    changes = {"refusal": refusal, "reason": reason}
    return take(opinion, "decline", by=by, note=note, changes=changes, refusal=refusal, reason=reason)


@transaction.atomic
def withdraw(opinion: Opinion, *, by: Actor, note: str = "") -> Opinion:
    """Its author takes it back before it is handed over; a public copy goes too.

    What others reported and was united with it is a matter of its own again.
    """
    take(opinion, "withdraw", by=by, note=note)
    publishing.withdraw(opinion.key)
    release(opinion)
    return opinion


def release(opinion: Opinion) -> None:
    """What was united with a matter goes on by itself: that one is withdrawn or hidden. The caller holds its lock."""
    for other in Opinion.objects.filter(merged_into=opinion, state=Opinion.State.MERGED).order_by("pk"):
        unmerge(other, by=SYSTEM)


@transaction.atomic
def merge(opinion: Opinion, *, into: Opinion, reason: str, by: Actor, note: str = "") -> Opinion:
    """Unite it with another report of the same: a pointer, followers and photos are united on reading.

    Raises Wrong where the other one can't lead: closed, hidden, of another office, united itself.
    """
    _lock_both(opinion, into)
    lead = visible_to(by).filter(pk=into.pk).first()
    if lead is None or lead == opinion or not _may_lead(lead, opinion):
        raise Wrong(_("This can't be united with that matter. Choose an open one of your office that is not united."))
    if Opinion.objects.filter(merged_into=opinion).exists():
        raise Wrong(_("Others are united with this one already. Unite the other one with it instead."))
    changes = {"merged_into": lead, "reason": reason}
    return take(opinion, "merge", by=by, note=note, changes=changes, into=lead.number, reason=reason)


def unmerge(opinion: Opinion, *, by: Actor, note: str = "") -> Opinion:
    """Make it a matter of its own again."""
    return take(opinion, "unmerge", by=by, note=note, changes={"merged_into": None, "reason": ""})


def contest(opinion: Opinion, *, by: Actor, note: str = "") -> Opinion:
    """Its author objects, once, to a refusal, a merge or an explanation on the spot: the office looks again."""
    changes = {"objected": True, "merged_into": None, "refusal": "", "reason": ""}
    return take(opinion, "contest", by=by, note=note, changes=changes)


@transaction.atomic
def hand_over(opinion: Opinion, *, destination: str, reason: str, by: Actor, note: str = "") -> Opinion:
    """Offer it to where it belongs; the office sees to it until somebody there has answered."""
    take(opinion, "hand_over", by=by, note=note, changes={"reason": reason}, destination=destination, reason=reason)
    handovers.offer(
        opinion, destination=destination, holder=opinion.office, place_id=opinion.place_id, by=by, note=note
    )
    return opinion


def _lock_both(*opinions: Opinion) -> None:
    """In one order, whichever leads: else two that are united with each other at once wait for each other."""
    rows = Opinion.objects.select_for_update(of=("self",)).filter(pk__in=[opinion.pk for opinion in opinions])
    list(rows.order_by("pk").values_list("pk"))


def _may_lead(lead: Opinion, opinion: Opinion) -> bool:
    return (
        lead.state in LEADS
        and lead.merged_into_id is None
        and lead.in_plain_sight
        and opinion.in_plain_sight
        and lead.office_id == opinion.office_id
    )
