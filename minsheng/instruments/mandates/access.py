"""Who reads mandates, who enters them, who ends them."""

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.instruments.mandates.models import Mandate, MandateQuerySet

KEEPERS = (Role.DISTRICT, Role.DIRECTOR, Role.OFFICE)


def visible_to(actor: Actor) -> MandateQuerySet:
    """All of the district's, to all officials but administrators."""
    rows = Mandate.objects.select_related("place")
    return rows.filter(district=actor.district) if may_list(actor) else rows.none()


def may_list(actor: Actor) -> bool:
    """Officials; administrators see no content."""
    return actor.staff and not actor.is_(Role.ADMINISTRATOR)


def may_register(actor: Actor, mandate: Mandate) -> bool:
    """The district desk those of the district, a street's congress office and director those of their street."""
    return actor.is_(*KEEPERS) and actor.place_id == mandate.place_id


def may_end(actor: Actor, mandate: Mandate) -> bool:
    """Who could have entered it."""
    return may_register(actor, mandate)
