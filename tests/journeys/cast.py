"""The named town, and who of it signs in by one tap."""

from django.conf import settings
from django.test import Client

from minsheng.ground.people.models import Contact, Person
from tests.town import Town


class Folk(Town):
    """Finds people too, not only actors."""

    def resident_row(self):
        """The resident whose account is a demo account."""
        return Person.objects.get(pk=self.resident().person_id)

    def residents(self, count):
        """So many residents, the first of the cast."""
        rows = Contact.objects.filter(person__username=None, person__deputy=None).select_related("person")
        return [row.person for row in rows.order_by("phone")[:count]]


def client_of(person):
    """Somebody's browser without a window; staff with both factors."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    if person.username:
        session = client.session
        session["strong"] = True
        session.save()
    return client


def at_work(arrive, person, name, *, desk=True):
    """Somebody at a browser of their own, signed in already: where a journey is not about that."""
    return arrive(name, desk=desk).has_session_of(client_of(person))
