"""Sending one photo ahead of its form, and looking at photos."""

import json

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from minsheng.ground.files import access, actions, queries, store
from minsheng.ground.files.models import File
from minsheng.ground.files.tests.conftest import sent
from minsheng.ground.files.tokens import token
from minsheng.ground.people.actors import NOBODY, SYSTEM
from minsheng.ground.policies import actions as policies
from minsheng.ground.policies.queries import value
from minsheng.kernel import clock
from minsheng.ui.stepping import KEPT_FOR

pytestmark = pytest.mark.django_db


def send(client, upload=None, **headers):
    return client.post(reverse("files:keep"), {"photo": upload or sent()}, headers=headers)


@pytest.fixture
def _published():
    access.guard("tests.public", lambda _, number: number == "7")
    yield
    del access.guards["tests.public"]


def statuses(client, file):
    """Of the photo, its thumbnail, turning and removing it."""
    look = [client.get(reverse(f"files:{name}", args=[file.pk])).status_code for name in ("photo", "small")]
    return look + [client.post(reverse(f"files:{name}", args=[file.pk])).status_code for name in ("rotate", "remove")]


def test_a_visitor_sends_sees_turns_and_removes_a_photo(client):
    answer = send(client, sent(name="lamp.jpg"))
    told = answer.json()
    file = File.objects.get()

    assert answer.status_code == 201
    assert told["name"] == "lamp.jpg"
    assert told["small"] == queries.small_url(file)
    assert client.get(told["small"]).status_code == 200
    turned = client.post(told["rotate"])
    assert (turned.status_code, turned.json()["small"] == told["small"]) == (200, False)
    assert client.post(told["remove"]).json() == {}
    assert client.get(told["small"]).status_code == 404


def test_the_keeper_survives_signing_in_and_nobody_else_sees_the_photo(client, resident, neighbour):
    send(client)
    file = File.objects.get()
    stranger = Client()
    stranger.force_login(neighbour)

    client.force_login(resident)

    assert client.get(queries.small_url(file)).status_code == 200
    assert statuses(stranger, file) == [404, 404, 404, 404]
    assert statuses(Client(), file) == [404, 404, 404, 404]


def test_after_signing_out_the_next_person_sees_nothing(client, resident):
    client.force_login(resident)
    send(client)
    client.logout()

    assert statuses(client, File.objects.get()) == [404, 404, 404, 404]


def test_a_refused_photo_is_answered_in_a_sentence(client):
    client.cookies["language"] = "en"
    fake = send(client, sent(b"nothing", name="fake.jpg"))
    none = client.post(reverse("files:keep"))
    large = send(client, sent(b"x" * (value("files.photos")["bytes"] + 1), name="large.jpg"))

    words = "“fake.jpg” is not a photo. Send a photo in JPEG, PNG or WebP format."
    assert (fake.status_code, fake.json()) == (422, {"message": words})
    assert (none.status_code, none.json()) == (422, {"message": "No photo came. Choose a photo and send it again."})
    words = "“large.jpg” is larger than 15 MB. Choose a smaller photo."
    assert (large.status_code, large.json()) == (413, {"message": words})
    assert File.objects.count() == 0


def test_a_visitors_photos_and_turns_are_counted_by_address_and_a_residents_are_not(client, resident):
    policies.decide("files.uploads", {"per_address_hour": 2}, source="planted", by=SYSTEM)
    told = send(client).json()

    turned = [client.post(told["rotate"]).status_code for _turn in range(2)]
    sending = [
        send(client),
        send(Client()),
        client.post(reverse("files:keep"), {"photo": sent()}, REMOTE_ADDR="192.0.2.9"),
    ]
    client.force_login(resident)

    assert turned == [200, 429]
    assert [answer.status_code for answer in sending] == [429, 429, 201]
    assert send(client).status_code == 201


def test_an_attached_photo_is_no_longer_changed(client, resident, lin):
    client.force_login(resident)
    send(client)
    file = File.objects.get()
    actions.attach([file], kind="tests.matter", number="1", by=lin)

    assert statuses(client, file)[2:] == [404, 404]


def test_a_private_photo_is_stored_nowhere_on_the_way(client):
    send(client)
    file = File.objects.get()

    for small in (False, True):
        answer = client.get(reverse("files:small" if small else "files:photo", args=[file.pk]))
        assert b"".join(answer.streaming_content) == store.path(file.sha256, small=small).read_bytes()
        assert {name: answer.headers[name] for name in (
            "Cache-Control", "Content-Disposition", "Content-Security-Policy", "Content-Type", "X-Content-Type-Options",
            "Cross-Origin-Resource-Policy", "Content-Length",
        )} == {
            "Cache-Control": "private, no-store",
            "Content-Disposition": "inline",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Content-Type": "image/jpeg",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Content-Length": str(store.path(file.sha256, small=small).stat().st_size),
        }  # fmt: skip


@pytest.mark.usefixtures("_published")
def test_a_public_photo_is_asked_for_again_each_time_and_sent_once(client):
    kept = actions.keep(sent(), by=NOBODY, keeper="somebody")
    shown, hidden = (actions.copy_for([kept], kind="tests.public", number=number)[0] for number in ("7", "8"))

    first = client.get(queries.url(shown))
    again = client.get(queries.url(shown), headers={"If-None-Match": first.headers["ETag"]})
    small = client.get(queries.small_url(shown), headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, first.headers["Cache-Control"]) == (200, "public, no-cache")
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == "public, no-cache"
    assert small.status_code == 200
    assert client.get(queries.url(hidden)).status_code == 404
    actions.take_down("tests.public", "7")
    assert client.get(queries.url(shown), headers={"If-None-Match": first.headers["ETag"]}).status_code == 404


def test_a_photo_whose_content_is_gone_is_not_found(client):
    send(client)
    file = File.objects.get()
    store.forget(file.sha256)

    assert client.get(queries.url(file)).status_code == 404


def test_looking_takes_get_and_changing_takes_post(client):
    send(client)
    pk = [File.objects.get().pk]

    assert client.post(reverse("files:photo", args=pk)).status_code == 405
    for name in ("rotate", "remove"):
        assert client.get(reverse(f"files:{name}", args=pk)).status_code == 405
    assert client.get(reverse("files:keep")).status_code == 405


def test_changing_needs_the_page_it_came_from(db):
    strict = Client(enforce_csrf_checks=True)

    assert send(strict).status_code == 403
    assert File.objects.count() == 0


def test_a_token_is_no_address(client):
    send(client)

    assert client.get(f"/files/{token(File.objects.get())}/").status_code == 404


def test_looking_makes_no_session(client):
    assert client.get(reverse("files:photo", args=["00000000-0000-4000-8000-000000000000"])).status_code == 404
    assert client.cookies == {}


def test_the_answer_holds_nothing_about_the_place(client):
    with clock.at(clock.now()):
        told = json.dumps(send(client).json())

    assert [word for word in ("lon", "lat", "taken", "sha256") if word in told] == []


def test_the_session_of_somebody_unknown_lives_for_hours_and_of_who_is_known_as_before(client, resident):
    send(client)
    assert client.session.get_expiry_age() == KEPT_FOR
    known = Client()
    known.force_login(resident)
    send(known)
    assert known.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
