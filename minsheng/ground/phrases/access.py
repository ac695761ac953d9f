"""Whose phrases one sees and may change: the unit's one acts in, and one's own."""

from django.db.models import Q, QuerySet

from minsheng.ground.people.actors import Actor
from minsheng.ground.phrases.models import Phrase


def visible_to(actor: Actor) -> QuerySet[Phrase]:
    """The phrases of the actor's unit and their own, in the order in which they came."""
    if not actor.staff:
        return Phrase.objects.none()
    return Phrase.objects.filter(Q(person=actor.person_id) | Q(unit=actor.unit_id, unit__isnull=False)).order_by("pk")
