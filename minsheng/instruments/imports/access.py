"""Who imports: the congress work office for its street, a coordinator for the stations in reach."""

from django.db.models import QuerySet

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.ground.places.models import Place, Station
from minsheng.ground.places.queries import stations_below
from minsheng.instruments.imports.models import Upload


def may_import(actor: Actor) -> bool:
    """Staff who would register the same one by one."""
    return actor.is_(Role.OFFICE, Role.COORDINATOR) and actor.post_id is not None


def visible_to(actor: Actor) -> QuerySet[Upload]:
    """One's own uploads, in the post one sent them in."""
    return (
        Upload.objects.filter(person=actor.person_id, post=actor.post_id)
        if may_import(actor)
        else Upload.objects.none()
    )


def stations_of(actor: Actor) -> QuerySet[Station]:
    """The stations that an actor may import for: those of the office's street, or the coordinator's and all below."""
    rows = Station.objects.current().filter(place__kind=Place.Kind.STREET).select_related("place").order_by("code")
    if actor.is_(Role.OFFICE):
        return rows.filter(place=actor.place_id)
    return rows.filter(pk__in=stations_below(actor.stations)) if actor.is_(Role.COORDINATOR) else rows.none()
