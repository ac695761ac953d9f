"""Everyone sees what is live, nobody what is not."""

from minsheng.ground.people.actors import Actor
from minsheng.instruments.publishing.models import Publication, PublicationQuerySet


def visible_to(actor: Actor) -> PublicationQuerySet:  # noqa: ARG001 (the shape of every `visible_to`)
    """What is live, whoever asks."""
    return Publication.objects.live()


def sees(actor: Actor, number: str) -> bool:
    """Whether the publication of that number is live: the guard of its photos."""
    return visible_to(actor).filter(number=number).exists()
