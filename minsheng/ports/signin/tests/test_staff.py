"""Staff sign in with a password and a second factor; one without the other opens nothing."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from minsheng.ground.people import actions as people
from minsheng.ground.people.models import Role
from minsheng.ground.places.queries import district
from minsheng.kernel import clock
from minsheng.ports.signin import queries
from minsheng.ports.signin.tests.devices import PASSWORD, enrolled, secret_of, shown, wrong

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    person = people.register_staff("signin.clerk", "li", hashed=make_password(PASSWORD))
    people.appoint(person, people.open_post(Role.OFFICE, "Office", place=district()))
    return person


def password(client, given=PASSWORD, username="signin.clerk", **more):
    return client.post("/signin/staff/", {"username": username, "password": given, **more})


def factor(client, code):
    return client.post("/signin/staff/code/", {"code": code})


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_password_and_device_together_open_the_desk(client, clerk):
    secret = enrolled(clerk)
    assert password(client).url == "/signin/staff/code/"
    assert signed_in(client) is False
    assert factor(client, shown(secret)).url == "/desk/"
    assert (signed_in(client), client.session["strong"]) == (True, True)


def test_the_page_that_asked_for_the_sign_in_is_reached_in_the_end(client, clerk):
    secret = enrolled(clerk)
    password(client, next="/desk/?q=1")
    assert factor(client, shown(secret)).url == "/desk/?q=1"


@pytest.mark.parametrize(("username", "given"), [("signin.clerk", "wrong"), ("nobody.at.all", PASSWORD)])
def test_a_wrong_password_and_an_unknown_name_are_refused_in_the_same_words(client, clerk, username, given):
    response = password(client, given, username)
    assert (response.status_code, "用户名或密码不正确。" in response.content.decode()) == (422, True)
    assert given not in response.content.decode()
    assert client.get("/signin/staff/code/").url == "/signin/staff/"


def test_a_code_of_the_device_works_once(client, clerk):
    secret = enrolled(clerk)
    code = shown(secret)
    password(client)
    factor(client, code)
    client.post("/signin/out/")
    password(client)
    assert factor(client, code).status_code == 422
    assert factor(client, shown(secret, 1)).url == "/desk/"


def test_a_recovery_code_works_once_and_with_a_space(client, clerk):
    enrolled(clerk)
    code = queries.recovery_codes(clerk)[3]
    password(client)
    assert factor(client, f"{code[:4]} {code[4:]}").url == "/desk/"
    assert (len(queries.recovery_codes(clerk)), code in queries.recovery_codes(clerk)) == (9, False)
    client.post("/signin/out/")
    password(client)
    assert factor(client, code).status_code == 422


def test_after_too_many_wrong_codes_the_right_one_must_wait_too(client, clerk):
    secret = enrolled(clerk)
    password(client)
    answers = [factor(client, wrong(secret)).status_code for _turn in range(10)]
    assert (answers, factor(client, shown(secret)).status_code, signed_in(client)) == ([422] * 10, 429, False)


def test_after_too_many_wrong_passwords_the_right_one_must_wait_too(client, clerk):
    answers = [password(client, "wrong").status_code for _turn in range(10)]
    assert (answers, password(client).status_code) == ([422] * 10, 429)
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert password(client).status_code == 302


def test_one_address_cannot_try_many_accounts(client):
    answers = [password(client, "wrong", f"name{number}").status_code for number in range(61)]
    assert answers == [422] * 60 + [429]


def test_a_right_password_is_forgotten_after_ten_minutes(client, clerk):
    secret = enrolled(clerk)
    password(client)
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert factor(client, shown(secret)).url == "/signin/staff/"
    assert signed_in(client) is False


def test_without_a_device_one_must_be_set_up_before_anything_opens(client, clerk):
    assert password(client).url == "/signin/staff/enrol/"
    assert client.get("/signin/staff/code/").url == "/signin/staff/"
    page = client.get("/signin/staff/enrol/").content.decode()
    secret = client.session["secret"]
    assert (signed_in(client), 'class="qr"' in page, secret[:4] in page) == (False, True, True)
    assert client.post("/signin/staff/enrol/", {"code": wrong(secret)}).status_code == 422
    assert Authenticator.objects.filter(user=clerk).count() == 0
    assert client.post("/signin/staff/enrol/", {"code": shown(secret)}).url == "/signin/staff/codes/"
    assert (secret_of(clerk), client.session["strong"]) == (secret, True)


def test_recovery_codes_are_shown_until_they_are_kept_and_then_never_again(client, clerk):
    password(client)
    client.get("/signin/staff/enrol/")
    client.post("/signin/staff/enrol/", {"code": shown(client.session["secret"])})
    codes = [f"{code[:4]} {code[4:]}" for code in queries.recovery_codes(clerk)]
    page = client.get("/signin/staff/codes/").content.decode()
    assert [code for code in codes if code not in page] == []
    file = client.get("/signin/staff/codes/?file")
    assert (file.content.decode().split("\r\n")[:-1], file["Content-Type"]) == (codes, "text/plain; charset=utf-8")
    assert client.post("/signin/staff/codes/").url == "/desk/"
    assert client.get("/signin/staff/codes/").url == "/signin/security/"


def test_a_password_alone_cannot_replace_the_device_of_somebody_who_has_one(client, clerk):
    secret = enrolled(clerk)
    password(client)
    assert client.get("/signin/staff/enrol/").url == "/signin/staff/"
    assert client.post("/signin/staff/enrol/", {"code": shown(secret)}).url == "/signin/staff/"
    assert secret_of(clerk) == secret


def test_the_secret_of_a_device_is_not_readable_in_the_database(clerk):
    secret = enrolled(clerk)
    assert secret not in str(list(Authenticator.objects.filter(user=clerk).values()))


def test_a_closed_account_does_not_get_past_the_password(client, clerk):
    enrolled(clerk)
    clerk.is_active = False
    clerk.save()
    assert password(client).status_code == 422


def test_an_account_that_is_closed_meanwhile_does_not_get_past_the_device(client, clerk):
    secret = enrolled(clerk)
    password(client)
    clerk.is_active = False
    clerk.save()
    assert factor(client, shown(secret)).url == "/signin/staff/"
