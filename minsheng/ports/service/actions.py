"""The one thing that people change about themselves here."""

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Person


def rename(name: str, *, by: Actor) -> None:
    """Keep the name that somebody gives themselves."""
    Person.objects.filter(pk=by.person_id or 0).update(name=name)
