"""What somebody with a strong session may change about their account."""

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from minsheng.ground.people import actions as people
from minsheng.ground.people.models import Role
from minsheng.ground.places.queries import district
from minsheng.ports.signin import queries
from minsheng.ports.signin.tests.devices import PASSWORD, enrolled, secret_of, shown

pytestmark = pytest.mark.django_db
BETTER = "five wells and no lamp"


@pytest.fixture
def clerk():
    person = people.register_staff("signin.clerk", "li", hashed=make_password(PASSWORD))
    people.appoint(person, people.open_post(Role.OFFICE, "Office", place=district()))
    return person


def strong(client, person) -> str:
    """Sign in with both factors; the device's secret."""
    secret = enrolled(person)
    client.post("/signin/staff/", {"username": person.username, "password": PASSWORD})
    client.post("/signin/staff/code/", {"code": shown(secret)})
    return secret


def inside(client) -> bool:
    return client.get("/signin/security/").status_code == 200


def test_the_page_is_for_strong_sessions_only(client, clerk):
    assert client.get("/signin/security/").status_code == 403
    client.force_login(clerk)
    assert [client.get("/signin/security/").status_code, client.post("/signin/security/codes/").status_code] == [
        403,
        403,
    ]
    strong(client, clerk)
    assert inside(client) is True


def test_a_new_password_needs_the_old_one_and_ends_the_other_sessions(client, clerk):
    strong(client, clerk)
    elsewhere = Client()
    elsewhere.cookies["sessionid"] = client.session.session_key
    key = client.session.session_key
    wrong = client.post(
        "/signin/security/password/", {"password-password": "no", "password-new": BETTER, "password-again": BETTER}
    )
    assert (wrong.status_code, "密码不正确。" in wrong.content.decode()) == (422, True)
    done = client.post(
        "/signin/security/password/", {"password-password": PASSWORD, "password-new": BETTER, "password-again": BETTER}
    )
    clerk.refresh_from_db()
    assert (done.url, clerk.check_password(BETTER), inside(client)) == ("/signin/security/", True, True)
    assert (client.session.session_key == key, inside(elsewhere)) == (False, False)


@pytest.mark.parametrize(("new", "again"), [("short", "short"), ("1234567890123", "1234567890123"), (BETTER, PASSWORD)])
def test_a_weak_or_mistyped_new_password_is_refused(client, clerk, new, again):
    strong(client, clerk)
    sent = {"password-password": PASSWORD, "password-new": new, "password-again": again}
    assert client.post("/signin/security/password/", sent).status_code == 422
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD) is True


def test_other_sessions_can_be_ended_with_the_password_as_it_is(client, clerk):
    strong(client, clerk)
    other = Client()
    other.force_login(clerk)
    session = other.session
    session["strong"] = True
    session.save()
    assert inside(other) is True
    client.post("/signin/security/sessions/", {"sessions-password": PASSWORD})
    clerk.refresh_from_db()
    assert (inside(client), inside(other), clerk.check_password(PASSWORD)) == (True, False, True)


def test_new_recovery_codes_replace_the_old_ones(client, clerk):
    strong(client, clerk)
    before = queries.recovery_codes(clerk)
    assert client.post("/signin/security/codes/", {"codes-password": PASSWORD}).url == "/signin/staff/codes/"
    after = queries.recovery_codes(clerk)
    assert (len(after), set(before) & set(after)) == (10, set())
    assert client.post("/signin/staff/codes/").url == "/signin/security/"


def test_another_device_takes_the_place_of_the_first(client, clerk):
    first = strong(client, clerk)
    assert client.get("/signin/staff/enrol/").url == "/signin/staff/"
    assert client.post("/signin/security/device/", {"device-password": PASSWORD}).url == "/signin/staff/enrol/"
    client.get("/signin/staff/enrol/")
    second = client.session["secret"]
    assert client.post("/signin/staff/enrol/", {"code": shown(second)}).url == "/signin/staff/codes/"
    assert (secret_of(clerk) == second, first == second) == (True, False)
    assert client.get("/signin/staff/enrol/").url == "/signin/staff/"


def test_what_does_not_exist_is_not_found(client, clerk):
    strong(client, clerk)
    assert client.post("/signin/security/everything/", {"everything-password": PASSWORD}).status_code == 404


def test_acting_changes_only_to_what_the_person_may_be(client, clerk):
    strong(client, clerk)
    assert client.post("/signin/acting/", {"acting": "resident"}).url == "/"
    assert client.session["acting"] == "resident"
    own = f"a{clerk.appointments.get().pk}"
    assert client.post("/signin/acting/", {"acting": own}).url == "/desk/"
    assert client.post("/signin/acting/", {"acting": "a0"}).status_code == 403
    assert client.session["acting"] == own


def test_a_weak_session_cannot_act_for_a_staff_post(client, clerk):
    client.force_login(clerk)
    assert client.post("/signin/acting/", {"acting": f"a{clerk.appointments.get().pk}"}).status_code == 403
    assert Client().post("/signin/acting/", {"acting": "resident"}).status_code == 403
