"""What the pages of signing in show."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.urls import reverse

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Appointment, Person, Role

FEW: Final = 4
RESIDENTS: Final = 6
DESK: Final = "/desk/"
"""Where config puts the governance port, which is no room that this one may name."""


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account: who, as what, and the key of the appointment under which they act first."""

    person: Person
    post: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The demo accounts of a role."""

    role: Role
    accounts: list[Account]

    @property
    def few(self) -> list[Account]:
        return self.accounts[:FEW]

    @property
    def more(self) -> list[Account]:
        return self.accounts[FEW:]


def demo_groups() -> list[Group]:
    """The demo accounts by role, residents first, each once a role. Two queries; none of anybody real."""
    found: dict[str, dict[int, Account]] = defaultdict(dict)
    rows = Appointment.objects.current().filter(person__demo=True, person__is_active=True)
    for row in rows.select_related("person", "post").order_by("pk"):
        found[row.post.role].setdefault(row.person_id, Account(row.person, row.post.name, f"a{row.pk}"))
    found[Role.RESIDENT] = {person.pk: Account(person) for person in _residents()}
    return [Group(role, list(found[role].values())) for role in Role if found[role]]


def _residents() -> Iterator[Person]:
    rows = Person.objects.filter(demo=True, is_active=True, username=None, appointments=None, contact__isnull=False)
    return rows.order_by("pk")[:RESIDENTS].iterator()


def demo_person(pk: int) -> Person | None:
    """A demo account."""
    return Person.objects.filter(pk=pk, demo=True, is_active=True).first()


def person_with(pk: int) -> Person | None:
    """The person whose password was right a moment ago."""
    return Person.objects.filter(pk=pk, is_active=True).first()


def name_is_free(username: str, person: Person) -> bool:
    """Whether nobody else has that user name."""
    return not Person.objects.filter(username__iexact=username).exclude(pk=person.pk).exists()


def has_factor(person: Person) -> bool:
    """Whether the person has set up a second factor."""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def recovery_codes(person: Person) -> list[str]:
    """The recovery codes that were not used yet."""
    row = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(row.wrap().get_unused_codes()) if row else []


def device_address(person: Person, secret: str) -> str:
    """What a device's app reads from the QR code."""
    return str(get_adapter().build_totp_url(person, secret))


def home_of(actor: Actor) -> str:
    """Where an actor starts: coordinators with what was reported around their station, for nothing waits for them."""
    if actor.resident or not actor.signed_in:
        return "/"
    return reverse("opinions:opinions") if actor.is_(Role.COORDINATOR) else DESK
