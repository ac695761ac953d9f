"""Who may read contact data. Every look by another person is an act of the matter's room, recorded there."""

from django.db.models import QuerySet

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Contact, Person


def own_phone(actor: Actor) -> str:
    """The actor's own phone number, "" when none is known."""
    row = phones_of(actor).first()
    return row.phone if row else ""


def phones_of(actor: Actor) -> QuerySet[Contact]:
    """The actor's own number as a row, to compare with others in one query."""
    return Contact.objects.filter(person_id=actor.person_id) if actor.person_id else Contact.objects.none()


def phone_for_message(person_id: int) -> str:
    """The mobile number somebody proved to have, to send a message to: for the senders only, never for a page."""
    row = Contact.objects.filter(person_id=person_id, person__is_active=True, confirmed=True).first()
    return row.phone if row else ""


def known(phone: str) -> Person | None:
    """The person with that phone."""
    row = Contact.objects.filter(phone=phone, confirmed=True).select_related("person").first()
    return row.person if row else None
