"""Offering a matter elsewhere, and what became of it."""

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Unit
from minsheng.instruments.handovers.models import Handover
from minsheng.kernel import clock
from minsheng.kernel.workflow import Subject, begin, take


def offer(matter: Subject, *, destination: str, holder: Unit, place_id: int, by: Actor, note: str = "") -> Handover:
    """Offer a matter to where it belongs. The caller holds the matter's lock and has moved it."""
    kind, number = matter.matter_key
    count = Handover.objects.of_matter(matter.matter_key).count()
    handover = Handover(
        number=f"{number}-H{count + 1}",
        district=matter.district,
        matter_kind=kind,
        matter_number=number,
        place_id=place_id,
        destination=destination,
        holder=holder,
        offered_at=clock.now(),
    )
    return begin(handover, "offer", by=by, note=note, destination=destination)


def take_up(handover: Handover, *, link: str, by: Actor, note: str = "") -> Handover:
    """Somebody there goes on with it, under that number or address."""
    return take(handover, "take_up", by=by, note=note, changes={"link": link}, destination=handover.destination)
