"""Entering what may be cited afterwards. Ending it is a step without more."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from minsheng.ground.files.actions import attach
from minsheng.ground.files.models import File
from minsheng.ground.people.actors import Actor
from minsheng.ground.places.actions import next_number
from minsheng.ground.places.models import Place
from minsheng.instruments.mandates.models import Mandate
from minsheng.kernel.workflow import begin


@transaction.atomic
def register(
    *,
    what: str,
    title: str,
    decided_on: date,
    by: Actor,
    reference: str = "",
    about: str = "",
    documents: Sequence[File] = (),
) -> Mandate:
    """Enter a basis of the actor's own place."""
    place = Place.objects.get(pk=by.place_id or 0)
    made = Mandate(number=next_number(place, "M"), district=place.district, place=place)
    made.what, made.title, made.reference = what, title, reference
    made.decided_on, made.about = decided_on, about
    begin(made, "register", by=by)
    attach(documents, kind=made.kind(), number=made.number, role="document", by=by)
    return made
