"""What stands on the pages that a scanned code leads to."""

from dataclasses import dataclass

from minsheng.ground.people.models import Appointment, Deputy
from minsheng.ground.places.models import Station
from minsheng.instruments.activities.queries import Shift, next_shifts, of_day, on_duty
from minsheng.ports.service.queries.around import attached


@dataclass(frozen=True, slots=True)
class AtStation:
    """A station: who is there now, who comes today and later, and all deputies who sit there."""

    station: Station
    now: list[Deputy]
    today: list[Shift]
    later: list[Shift]
    deputies: list[Deputy]


def station(code: str) -> AtStation | None:
    """The station of a code, if one can go there."""
    found = Station.objects.in_use().select_related("place").filter(code=code).first()
    if found is None:
        return None
    return AtStation(found, on_duty(found), of_day(found), next_shifts(found), list(attached(found)))


def deputy(code: str) -> Deputy | None:
    """What everyone may know of a deputy in office (代表法 art. 58); none of one who is suspended or has left."""
    rows = Deputy.objects.filter(status=Deputy.Status.IN_OFFICE)
    return rows.select_related("person", "post__place").filter(code=code).first()


def stations_of(found: Deputy) -> list[Station]:
    """Where one meets a deputy."""
    held = Appointment.objects.current().filter(person=found.person, post__station__isnull=False)
    return list(Station.objects.in_use().filter(pk__in=held.values("post__station")).order_by("level__order", "code"))
