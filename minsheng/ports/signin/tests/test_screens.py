"""A resident signs in with a phone number and a code."""

from datetime import timedelta

import pytest

from minsheng.ground.people import actions as people
from minsheng.ground.people.models import Deputy, Person, Role
from minsheng.ground.places.queries import district
from minsheng.kernel import clock
from minsheng.ports.signin.queries import home_of

pytestmark = pytest.mark.django_db
PHONE = "19900000091"


@pytest.fixture(autouse=True)
def _place(settings, tmp_path):
    settings.DATA = tmp_path
    settings.SMS_BACKEND = "minsheng.ground.notices.sms.Console"


def code(tmp_path) -> str:
    return (tmp_path / "sms.log").read_text().splitlines()[-1].split("验证码 ")[1][:6]


def ask(client, **more):
    return client.post("/signin/", {"phone": PHONE, "ask": "1", **more})


def enter(client, tmp_path, **more):
    return client.post("/signin/", {"phone": PHONE, "asked": "on", "code": code(tmp_path), **more})


def who(client) -> Person | None:
    key = client.session.get("_auth_user_id")
    return Person.objects.get(pk=key) if key else None


def test_a_resident_asks_for_a_code_types_it_and_is_signed_in(client, tmp_path):
    assert 'name="code"' not in client.get("/signin/").content.decode()
    asked = ask(client)
    page = asked.content.decode()
    assert (asked.status_code, 'name="code"' in page, f'value="{PHONE}"' in page) == (200, True, True)
    entered = enter(client, tmp_path)
    assert (entered.status_code, entered.url) == (302, "/")
    assert who(client).contact.phone == PHONE
    assert client.session["strong"] is False


def test_signing_in_leads_on_to_the_page_that_asked_for_it(client, tmp_path):
    ask(client, next="/mine/?state=open")
    entered = enter(client, tmp_path, next="/mine/?state=open")
    assert (entered.url, who(client).contact.phone) == ("/mine/?state=open", PHONE)


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client, tmp_path, elsewhere):
    page = client.get("/signin/", {"next": elsewhere}).content.decode()
    assert 'name="next" value=""' in page
    ask(client)
    assert enter(client, tmp_path, next=elsewhere).url == "/"


def test_a_wrong_code_is_said_in_the_page_and_the_number_stays(client, tmp_path):
    ask(client)
    given = "000000" if code(tmp_path) != "000000" else "111111"
    response = enter(client, tmp_path, code=given)
    shown = response.content.decode()
    assert (response.status_code, f'value="{PHONE}"' in shown, who(client)) == (422, True, None)
    assert 'id="id_code_error"' in shown


def test_an_old_code_opens_nothing(client, tmp_path):
    ask(client)
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert enter(client, tmp_path).status_code == 422
    assert who(client) is None


def test_too_many_codes_are_refused_and_the_number_stays(client):
    answers = [ask(client) for _turn in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert f'value="{PHONE}"' in answers[5].content.decode()


def test_no_number_is_an_error_in_the_page(client):
    response = client.post("/signin/", {"phone": "110", "ask": "1"})
    assert (response.status_code, "这不是手机号" in response.content.decode()) == (422, True)


def test_what_was_typed_and_the_photos_kept_survive_and_a_links_visit_ends(client, tmp_path):
    session = client.session
    session.update({"kept": {"path": "/r/", "data": {}}, "keeper": "x", "link": 1})
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    ask(client)
    enter(client, tmp_path)
    now = client.session
    assert (now["kept"]["path"], now["keeper"], "link" in now, now.session_key == before) == ("/r/", "x", False, False)


def test_a_deputy_who_comes_by_phone_starts_at_the_desk(client, tmp_path):
    deputy = people.person_of(PHONE, name="li")
    post = people.open_post(Role.DEPUTY, "Deputy", place=district())
    people.appoint(deputy, post)
    Deputy.objects.create(person=deputy, post=post, code="T-1")
    ask(client)
    assert enter(client, tmp_path).url == "/desk/"


def test_a_phone_alone_does_not_open_a_staff_role(client, tmp_path):
    clerk = people.person_of(PHONE, name="li")
    people.appoint(clerk, people.open_post(Role.OFFICE, "Office", place=district()))
    ask(client)
    assert enter(client, tmp_path).url == "/"


def test_a_closed_account_is_told_so(client, tmp_path):
    closed = people.person_of(PHONE)
    closed.is_active = False
    closed.save()
    ask(client)
    response = enter(client, tmp_path)
    assert (response.status_code, who(client)) == (422, None)


def test_signing_out_ends_the_session(client, tmp_path):
    ask(client)
    enter(client, tmp_path)
    assert client.post("/signin/out/").url == "/"
    assert who(client) is None
    assert client.get("/signin/out/").status_code == 405


def forms(response) -> int:
    """How many forms of a page may take a sent form's place."""
    return response.content.decode().count("data-inplace hx-post=")


def test_with_scripts_the_form_is_answered_in_its_place_and_leaves_no_page_behind(client, tmp_path):
    in_place = {"headers": {"HX-Request": "true"}}
    asked = client.post("/signin/", {"phone": PHONE, "ask": "1"}, **in_place)
    assert (asked.status_code, forms(asked), asked["HX-Reselect"]) == (200, 1, "form[data-inplace]")
    typed = {"phone": PHONE, "asked": "on", "next": "/mine/"}
    wrong = client.post("/signin/", typed | {"code": ""}, **in_place)
    assert (wrong.status_code, forms(wrong), wrong["HX-Retarget"]) == (422, 1, "closest form")
    entered = client.post("/signin/", typed | {"code": code(tmp_path)}, **in_place)
    assert (entered.status_code, entered["HX-Redirect"], who(client).contact.phone) == (200, "/mine/", PHONE)


def test_a_coordinator_for_whom_nothing_waits_starts_with_what_was_reported(town, client):
    assert (home_of(town.by("hb.station")), home_of(town.by("hb.office"))) == ("/opinions/", "/desk/")
    client.force_login(town.person("hb.station"))
    session = client.session
    session["strong"] = True
    session.save()
    assert client.get("/").url == "/opinions/"
    assert "本站范围内居民反映的意见和办理进度。" in client.get("/opinions/").content.decode()
