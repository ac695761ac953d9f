"""An empty house: the first administrator comes by a one-time link. A demo house: one tap."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from minsheng.ground.people import actions as people
from minsheng.ground.people.models import Person, Role
from minsheng.ground.people.queries import options
from minsheng.ground.places.queries import district
from minsheng.kernel import clock
from minsheng.ports.signin import actions
from minsheng.ports.signin.models import OneTimeLink
from minsheng.ports.signin.tests.devices import PASSWORD, shown

pytestmark = pytest.mark.django_db


def said(command: str) -> list[str]:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def link(settings) -> str:
    """The path that the command prints."""
    settings.PUBLIC_ADDRESS = "https://town.example"
    return said("first_administrator")[-1].removeprefix("https://town.example")


def choose(client, link, username="signin.boss", new=PASSWORD, again=PASSWORD):
    return client.post(link, {"username": username, "new": new, "again": again})


def test_the_first_administrator_sets_name_password_and_device_and_has_the_post(client, link):
    assert client.get(link).status_code == 200
    assert choose(client, link).url == "/signin/staff/enrol/"
    client.get("/signin/staff/enrol/")
    client.post("/signin/staff/enrol/", {"code": shown(client.session["secret"])})
    assert client.post("/signin/staff/codes/").url == "/desk/"
    person = Person.objects.get(pk=client.session["_auth_user_id"])
    assert (person.username, person.check_password(PASSWORD)) == ("signin.boss", True)
    assert [option.role for option in options(person, strong=True)] == [Role.ADMINISTRATOR, Role.RESIDENT]


def test_the_link_works_once(client, link):
    choose(client, link)
    again = choose(client, link, username="signin.other")
    assert (again.status_code, client.get(link).status_code) == (404, 404)
    assert Person.objects.filter(username="signin.other").count() == 0


def test_a_refused_form_does_not_use_the_link_up(client, link):
    assert choose(client, link, again="something else").status_code == 422
    assert choose(client, link).status_code == 302


def test_the_link_works_for_a_day(client, link):
    with clock.at(clock.now() + timedelta(hours=25)):
        assert (client.get(link).status_code, choose(client, link).status_code) == (404, 404)


def test_a_user_name_that_somebody_has_is_refused(client, link):
    people.register_staff("signin.taken", "li")
    response = choose(client, link, username="Signin.Taken")
    assert (response.status_code, "这个用户名已有人使用" in response.content.decode()) == (422, True)


def test_only_a_digest_of_the_link_is_kept(link):
    token = link.split("/")[3]
    assert token not in str(list(OneTimeLink.objects.values()))


def test_a_second_call_makes_a_new_link_for_the_same_administrator(link):
    before = actions.owner_of(link.split("/")[3])
    again = said("first_administrator")[-1].rsplit("/", 2)[1]
    assert actions.owner_of(again) == before
    assert before.appointments.count() == 1


@pytest.fixture
def demo():
    Person.objects.update(demo=False)
    clerk = people.register_staff("signin.demo", "Demo Clerk", demo=True)
    people.appoint(clerk, people.open_post(Role.OFFICE, "Demo Office", place=district()))
    return clerk


def test_a_demo_account_is_one_tap_away(client, demo):
    page = client.get("/signin/").content.decode()
    key = f"a{demo.appointments.get().pk}"
    assert [text in page for text in ("Demo Clerk", "Demo Office", f'formaction="/signin/demo/{demo.pk}/"', key)] == [
        True
    ] * 4
    response = client.post(f"/signin/demo/{demo.pk}/", {"acting": key})
    assert (response.url, client.session["strong"], client.session["acting"]) == ("/desk/", True, key)


def test_nobody_real_can_be_entered_by_a_tap(client, demo):
    real = people.register_staff("signin.real", "Real Clerk")
    assert "Real Clerk" not in client.get("/signin/").content.decode()
    assert client.post(f"/signin/demo/{real.pk}/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_where_no_data_was_made_as_demo_there_is_no_tap(client, demo):
    Person.objects.update(demo=False)
    assert "演示账号" not in client.get("/signin/").content.decode()
    assert client.post(f"/signin/demo/{demo.pk}/").status_code == 404


def test_behind_tls_there_is_no_tap_whatever_the_data(client, demo, settings):
    settings.BEHIND_TLS = True
    assert client.post(f"/signin/demo/{demo.pk}/").status_code == 404


def test_a_tap_needs_the_forms_token(demo):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(f"/signin/demo/{demo.pk}/").status_code == 403


def test_the_accounts_are_printed_in_columns(demo, settings):
    settings.PUBLIC_ADDRESS = "https://town.example"
    resident = people.person_of("19900000091", name="赵一")
    people.mark_demo(resident)
    address, title, *rows = said("accounts")
    assert (address, title) == (
        "https://town.example",
        "演示账号（打开 https://town.example/signin/ 点一下即可登录）：",
    )
    assert [row.split() for row in rows if "19900000091" in row or "signin.demo" in row] == [
        [str(Role.RESIDENT.label), "赵一", "19900000091"],
        [*str(Role.OFFICE.label).split(), "Demo", "Clerk", "Demo", "Office", "signin.demo"],
    ]


def test_an_empty_house_prints_its_address_only(settings):
    Person.objects.update(demo=False)
    assert said("accounts") == [settings.PUBLIC_ADDRESS]
