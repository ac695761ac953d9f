"""The cast of the named town: the same people and offices in the demo, in the tests and on the screenshots.

Names and phones are invented; nobody here exists. Phones 199 0000 xxxx are never issued.
"""

import json
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import count, product
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password

from minsheng.ground.people import actions
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.people.models import Person, Post, Role, Unit
from minsheng.ground.places.models import Place, Station
from minsheng.ground.places.queries import district, streets
from minsheng.ground.policies.actions import decide

DATA = Path(__file__).parent / "data" / "cast.json"
PASSWORD = "demo-minsheng-2026"  # noqa: S105 (of the demo's own accounts, which exist only in demo data)
SINCE = date(2025, 1, 1)
DEPUTIES_A_STREET = 3
RESIDENTS = 40
TAPPABLE = {"SC", "HB", "KX"}
"""Where the accounts are offered on the sign-in page; everyone else of the cast has one too."""


class Cast:
    """Builds offices, posts and people street by street; every name comes from the data file in a fixed order.

    The whole cast has the `Crowd` too. `note` is written beside the mark of demo data.
    """

    def __init__(self, *, whole: bool = False, note: str = "") -> None:
        self.whole, self.note = whole, note
        self.words: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
        self.names = self._names()
        self.phones = (f"199000000{i:02d}" for i in count(1))
        self.hashed = make_password(PASSWORD)  # once: a good hash takes half a second

    def build(self) -> None:
        """Everyone, in an order that never changes; the data is marked as demo first."""
        decide("town.demo", True, source=self.words["source"], by=SYSTEM, note=self.note)  # noqa: FBT003 (the rule's value)
        self._residents()
        self._district()
        for street in streets():
            self._street(street)
        if self.whole:
            Crowd(self.words).join()

    @cached_property
    def district(self) -> Place:
        return district()

    def _residents(self) -> None:
        for i in range(RESIDENTS):
            phone = next(self.phones)
            person = actions.person_of(phone, name=next(self.names))
            if i == 0:
                actions.mark_demo(person)

    def _district(self) -> None:
        name, short = self.words["district_desk"]
        desk = self._unit(Unit.Kind.DISTRICT_DESK, name, short, self.district)
        self._staff("district", Role.DISTRICT, desk, self.district)
        for code, body, body_short in self.words["district_bodies"]:
            unit = self._unit(Unit.Kind.DISTRICT_BODY, body, body_short, self.district, parent=desk)
            self._staff(f"district.{code}", Role.HANDLER, unit, self.district)
        self._staff("auditor", Role.AUDITOR, None, self.district)
        self._staff("admin", Role.ADMINISTRATOR, None, self.district)

    def _street(self, street: Place) -> None:
        initials = street.initials.lower()
        units = {kind: self._unit(kind, long, short, street) for kind, (long, short) in self.words["units"].items()}
        self._staff(f"{initials}.office", Role.OFFICE, units["congress_office"], street)
        self._staff(f"{initials}.director", Role.DIRECTOR, units["street_committee"], street)
        self._staff(f"{initials}.gov", Role.GOVERNMENT, units["street_office"], street)
        for code, name in self.words["departments"]:
            short = name
            unit = self._unit(Unit.Kind.DEPARTMENT, name, short, street, parent=units["street_office"])
            self._staff(f"{initials}.{code}", Role.HANDLER, unit, street)
        self._stations(street)
        self._council(street)

    def _unit(self, kind: str, name: str, short: str, place: Place, parent: Unit | None = None) -> Unit:
        words = {"district": self.district.name, "street": place.name}
        return actions.open_unit(kind, name.format(**words), short.format(**words), place=place, parent=parent)

    def _staff(self, username: str, role: Role, unit: Unit | None, place: Place) -> Person:
        name = self.words["posts"][role].format(unit=unit.short if unit else "", street=place.name)
        post = actions.open_post(role, name, place=place, unit=unit)
        person = actions.register_staff(username, next(self.names), hashed=self.hashed, demo=place.initials in TAPPABLE)
        actions.appoint(person, post, since=SINCE)
        return person

    def _stations(self, street: Place) -> None:
        """A shared deputies' post at the street's own station and at two of its community stations; a coordinator."""
        own = Station.objects.filter(place=street, level__order__lte=3).order_by("level__order", "code")[:3]
        deputies = [self._deputy(street, i) for i in range(DEPUTIES_A_STREET)]
        for i, station in enumerate(own):
            name = self.words["posts"]["station_deputies"].format(station=station.name)
            shared = actions.open_post(Role.DEPUTY, name, place=street, station=station)
            for person in deputies if i == 0 else [deputies[i - 1]]:
                actions.appoint(person, shared, since=SINCE)
        self._coordinator(street, own[0])

    def _deputy(self, street: Place, i: int) -> Person:
        name = next(self.names)
        post = actions.open_post(Role.DEPUTY, self.words["posts"]["deputy"].format(name=name), place=street)
        phone = next(self.phones) if i == 0 else ""
        person = actions.register_deputy(
            f"{street.initials}-{i + 1:02d}",
            name,
            post,
            phone=phone,
            about=self._about(i),
            demo=bool(phone) and street.initials in TAPPABLE,
        )
        actions.appoint(person, post, since=SINCE)
        return person

    def _about(self, i: int) -> str:
        about: str = self.words["about"][i % len(self.words["about"])]
        return about

    def _coordinator(self, street: Place, station: Station) -> None:
        name = self.words["posts"]["coordinator"].format(station=station.name)
        post = actions.open_post(Role.COORDINATOR, name, place=street, station=station)
        username = f"{street.initials.lower()}.station"
        demo = street.initials in TAPPABLE
        person = actions.register_staff(username, next(self.names), hashed=self.hashed, demo=demo)
        actions.appoint(person, post, since=SINCE)

    def _council(self, street: Place) -> None:
        name = self.words["posts"]["council_member"].format(street=street.name)
        post = actions.open_post(Role.COUNCIL_MEMBER, name, place=street)
        person = actions.person_of(next(self.phones), name=next(self.names))
        actions.appoint(person, post, since=SINCE)

    def _names(self) -> Iterator[str]:
        """Surnames and given names combined so that no two people share a name."""
        surnames, given = self.words["surnames"], self.words["given"]
        for i in count():
            yield surnames[(i + i // len(given)) % len(surnames)] + given[i % len(given)]


class Crowd:
    """Everyone else of a town: 300 deputies with posts at the stations, councils, more residents."""

    DEPUTIES, COUNCIL, RESIDENTS = 300, range(15, 22), 260

    def __init__(self, words: dict[str, Any]) -> None:
        self.words, self.places = words, list(streets())
        pairs = product(words["more_given"], words["more_surnames"])
        self.names = (surname + given for given, surname in sorted(pairs, key=_shuffled))
        self.phones = (f"1990000{i}" for i in count(1001))

    def join(self) -> None:
        """In an order that never changes."""
        for _ in range(self.RESIDENTS):
            actions.person_of(next(self.phones), name=next(self.names))
        for i, street in enumerate(self.places):
            self._deputies(street, self.DEPUTIES // len(self.places) + (i < self.DEPUTIES % len(self.places)))
            self._council(street, self.COUNCIL[i % len(self.COUNCIL)])
        self.clerks()

    def clerks(self) -> None:
        """A second clerk at every office: of what was drawn, somebody who didn't work on it calls back."""
        for street in self.places:
            username = f"{street.initials.lower()}.office"
            person = actions.register_staff(f"{username}2", next(self.names), demo=street.initials in TAPPABLE)
            actions.appoint(person, post_of(username), since=SINCE)

    def _deputies(self, street: Place, wanted: int) -> None:
        """Each with a post of their own, one at a community's station and one at a studio below it."""
        tree = [(station, self._below(station)) for station in self._stations(place=street, level__order=3)]
        posts = {station.pk: self._post(station) for above, below in tree for station in (above, *below)}
        for i in range(DEPUTIES_A_STREET, wanted):
            station, below = tree[i % len(tree)]
            person = self._deputy(street, i)
            for seat in (station, below[i // len(tree) % len(below)]):
                actions.appoint(person, posts[seat.pk], since=SINCE)

    def _deputy(self, street: Place, i: int) -> Person:
        name = next(self.names)
        post = actions.open_post(Role.DEPUTY, self.words["posts"]["deputy"].format(name=name), place=street)
        about = self.words["about"][i % len(self.words["about"])]
        person = actions.register_deputy(f"{street.initials}-{i + 1:02d}", name, post, about=about)
        actions.appoint(person, post, since=SINCE)
        return person

    def _stations(self, **where: Any) -> list[Station]:
        return list(Station.objects.filter(**where).order_by("code"))

    def _below(self, station: Station) -> list[Station]:
        return self._stations(parent=station)

    def _post(self, station: Station) -> Post:
        """The shared post of a station's deputies, opened when it is not there."""
        name = self.words["posts"]["station_deputies"].format(station=station.name)
        found = Post.objects.filter(station=station, role=Role.DEPUTY).first()
        return found or actions.open_post(Role.DEPUTY, name, place=station.place, station=station)

    def _council(self, street: Place, wanted: int) -> None:
        post = Post.objects.get(place=street, role=Role.COUNCIL_MEMBER)
        for i in range(1, wanted):
            person = actions.register_staff(f"council.{street.initials.lower()}-{i + 1:02d}", next(self.names))
            actions.appoint(person, post, since=SINCE)


def _shuffled(pair: tuple[str, str]) -> str:
    """Neighbours shall not all have one surname."""
    return sha256("".join(pair).encode()).hexdigest()


def named(username: str) -> Person:
    """Somebody of the cast who has a user name: "hb.office", "kx.pm", "district"."""
    return Person.objects.get(username=username)


def post_of(username: str) -> Post:
    """The first post of somebody of the cast."""
    return Post.objects.filter(appointments__person__username=username).order_by("pk")[0]
