"""Who and where everything in the demo town happens, fetched once."""

from functools import cache, cached_property
from random import Random
from typing import Any

from minsheng.demo.cast import named
from minsheng.demo.stories import words
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Appointment, Contact, Person, Post, Unit
from minsheng.ground.people.queries import actor_of, addressable_deputies
from minsheng.ground.places.models import Place
from minsheng.ground.places.queries import communities, streets


class Town:
    """Streets, people and offices by the names that plans and stories use. `dice` is shared: whoever rolls seeds it."""

    def __init__(self) -> None:
        self.dice = Random()  # noqa: S311 (a repeatable sample, no secret)
        self.streets: dict[str, Place] = {street.initials: street for street in streets()}
        self.communities = {key: list(communities(street)) for key, street in self.streets.items()}
        self.by = cache(self._by)
        self.unit = cache(self._unit)
        self.resident = cache(self._resident)
        self.deputies = cache(self._deputies)
        self.found: dict[str, list[Actor]] = {}

    @cached_property
    def residents(self) -> dict[str, list[Person]]:
        """At least one in each street, more where more people live. The first of all lives in the first street."""
        homes = list(words()["streets"])
        more = [street for street, weight in words()["streets"].items() for _ in range(weight)]
        Random(0).shuffle(more)  # noqa: S311 (as above)
        found: dict[str, list[Person]] = {street: [] for street in homes}
        rows = Contact.objects.filter(person__username=None, person__deputy=None, person__appointments=None)
        for i, row in enumerate(rows.select_related("person").order_by("phone")):
            home = homes[i] if i < len(homes) else more[i % len(more)]
            found[home].append(row.person)
        return found

    def _resident(self, person: Person) -> Actor:
        return actor_of(person, "resident")

    def _deputies(self, street: str) -> list[Post]:
        """The posts that the residents of a street may address."""
        return [row.post for row in addressable_deputies(self.streets[street].pk)]

    def holders(self, key: str, **where: Any) -> list[Actor]:
        """Those appointed there, the first first."""
        if key not in self.found:
            rows = Appointment.objects.current().filter(**where).select_related("person").order_by("pk")
            self.found[key] = [actor_of(row.person) for row in rows]
        return self.found[key]

    def _by(self, username: str) -> Actor:
        """An official of the cast, as an actor."""
        return actor_of(named(username))

    def _unit(self, username: str) -> Unit:
        """The unit of an official of the cast."""
        return Unit.objects.get(pk=self.by(username).unit_id or 0)
