"""Who reads the numbers, and of which streets."""

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.ground.places.models import Place, PlaceQuerySet

STREET = (Role.OFFICE, Role.DIRECTOR, Role.GOVERNMENT)
DISTRICT = (Role.DISTRICT, Role.AUDITOR)


def may_read(actor: Actor) -> bool:
    """Those who answer for a street or the district, and auditors. Nobody else, as yet not deputies either."""
    return actor.is_(*STREET, *DISTRICT)


def streets(actor: Actor) -> PlaceQuerySet:
    """The streets of which the actor may read the numbers: their own one, or all of the district."""
    rows = Place.objects.current().of_kind(Place.Kind.STREET).filter(district=actor.district)
    if actor.is_(*DISTRICT):
        return rows
    return rows.filter(pk=actor.place_id or 0) if actor.is_(*STREET) else rows.none()
