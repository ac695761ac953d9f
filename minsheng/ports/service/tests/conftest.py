"""What the stories of the residents' screens need: a phone that reads its codes, photos, a browser of somebody."""

import io
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from minsheng.ground.people.models import Person
from minsheng.ground.places.queries import centre

TEXT = "菜场门口的雨水篦子断了，骑车容易摔。"


class Phone:
    """Somebody's phone: its number, and the codes that were sent to it."""

    def __init__(self, number):
        self.number, self.messages = number, []

    @property
    def code(self):
        return re.search(r"\b(\d{6})\b", self.messages[-1])[1]


@pytest.fixture
def phone(monkeypatch, settings):
    """A phone of nobody yet."""
    made = Phone("19900000095")
    settings.SMS_BACKEND = f"{__name__}.Gateway"
    monkeypatch.setattr(Gateway, "inbox", {made.number: made.messages})
    return made


class Gateway:
    """A gateway that delivers to the phones of the test."""

    inbox: dict[str, list[str]] = {}

    def send(self, phone, text):
        self.inbox.setdefault(phone, []).append(text)


@pytest.fixture
def picture():
    """A photo as a phone sends it."""

    def taken(name="a.jpg", colour=(90, 120, 80)):
        file = io.BytesIO()
        Image.new("RGB", (640, 480), colour).save(file, "JPEG")
        return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")

    return taken


@pytest.fixture
def typed(town):
    """What somebody types into the report form, in the named town."""

    def form(**more):
        return {"text": TEXT, "street": town.street().code, "sending": str(uuid.uuid4())} | more

    return form


@pytest.fixture
def of(client, town):
    """The browser of a resident, or of somebody with a user name."""

    def signed_in(who=1):
        actor = town.resident(who) if isinstance(who, int) else town.by(who)
        client.force_login(Person.objects.get(pk=actor.person_id))
        if not isinstance(who, int):
            client.session.update({"strong": True})
            session = client.session
            session["strong"] = True
            session.save()
        return client

    return signed_in


@pytest.fixture
def spot(town):
    """A point within a street of the town, as the map sends it."""
    lon, lat = centre(town.community())
    return {"lon": str(lon), "lat": str(lat)}
