"""Who looks after what leaves and comes back: they see numbers and times, never what is said."""

from django.db.models import QuerySet

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.instruments.gateways.models import Delivery, Reply


def may_look(actor: Actor) -> bool:
    """District staff and administrators."""
    return actor.is_(Role.DISTRICT, Role.ADMINISTRATOR)


def visible_to(actor: Actor) -> QuerySet[Delivery]:
    """The deliveries of the actor's district."""
    rows = Delivery.objects.filter(district=actor.district) if may_look(actor) else Delivery.objects.none()
    return rows.select_related("order__unit", "order__place")


def replies_visible_to(actor: Actor) -> QuerySet[Reply]:
    """The replies of the actor's district."""
    rows = Reply.objects.filter(district=actor.district) if may_look(actor) else Reply.objects.none()
    return rows.select_related("first__order__unit", "first__order__place")


def may_carry(actor: Actor, delivery: Delivery) -> bool:  # noqa: ARG001 (the shape of every `may`)
    """The system alone: nobody says by hand that something was delivered."""
    return actor.is_system


def may_mend(actor: Actor, delivery: Delivery) -> bool:
    """Who looks after the connections of the district."""
    return may_look(actor) and actor.district == delivery.district


def may_resend(actor: Actor, delivery: Delivery) -> bool:
    """They, and the system when a matter is no longer hidden."""
    return actor.is_system or may_mend(actor, delivery)
