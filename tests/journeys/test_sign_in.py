"""Staff come in with a password and a second factor, set up once; everybody gets where they wanted to go."""

import hmac
import time
from base64 import b32decode

import pytest

from minsheng.demo.cast import PASSWORD
from tests.journeys.words import label, zh

pytestmark = pytest.mark.browser

HALF_MINUTE = 30


def totp(secret, ago=0):
    """What an authenticator app shows (RFC 6238), so many half-minutes ago."""
    counter = int(time.time()) // HALF_MINUTE - ago
    mac = hmac.digest(b32decode(secret), counter.to_bytes(8, "big"), "sha1")
    at = mac[-1] & 15
    return f"{(int.from_bytes(mac[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def _password(clerk, password=PASSWORD):
    clerk.field("User name").fill("kx.office")
    clerk.field("Password").fill(password)
    clerk.press("Go on")


def _second(clerk, code):
    clerk.field("Code from your device, or a recovery code").fill(code)
    clerk.press("Sign in")


def _out(clerk):
    clerk.page.locator("details.acting > summary").click()
    clerk.press("Sign out")


def test_a_clerk_signs_in_with_password_device_and_recovery_code(arrive, town):
    clerk = arrive("clerk", desk=True).go("/signin/staff/")
    with clerk.answered_with(422):
        _password(clerk, "not the password")
    assert zh("The user name or the password is wrong.") in clerk.reads()
    _password(clerk)

    assert (clerk.path, clerk.heading()) == ("/signin/staff/enrol/", zh("Set up your device"))
    secret = clerk.reads("main code").replace(" ", "")
    clerk.field("Code that the app shows").fill(totp(secret, ago=1))
    clerk.press("Finish")
    kept = [text.replace(" ", "") for text in clerk.texts(".kept-codes code")]
    assert (clerk.heading(), len(kept), len(set(kept))) == (zh("Your recovery codes"), 10, 10)
    clerk.press("I have kept them")
    assert (clerk.path, clerk.heading()) == ("/desk/", zh("To do"))

    _out(clerk)
    assert clerk.go("/desk/").path == "/signin/"
    _password(clerk.go("/signin/staff/"))
    with clerk.answered_with(422):
        _second(clerk, totp(secret, ago=1))
    used = "This code is wrong or was used already. Wait for the next one, and type that."
    assert zh(used) in clerk.reads()
    _second(clerk, totp(secret))
    assert clerk.path == "/desk/"

    _out(clerk)
    _password(clerk.go("/signin/staff/"))
    _second(clerk, kept[0])
    assert clerk.path == "/desk/"
    _out(clerk)
    _password(clerk.go("/signin/staff/"))
    with clerk.answered_with(422):
        _second(clerk, kept[0])
    assert zh(used) in clerk.reads()
    assert clerk.go("/desk/").path == "/signin/"


def test_signing_in_leads_to_the_page_that_was_asked_for_and_opens_it(arrive, town):
    number = town.opinion("transferred").number
    clerk = arrive("clerk", desk=True).go("/opinions/?sort=number")
    clerk.page.get_by_role("link", name=label("Staff: sign in with a user name and password")).click()
    clerk.field("User name").fill("hb.office")
    clerk.field("Password").fill(PASSWORD)
    clerk.press("Go on")
    clerk.field("Code that the app shows").fill(totp(clerk.reads("main code").replace(" ", "")))
    clerk.press("Finish")
    clerk.press("I have kept them")
    assert (clerk.path, number in clerk.reads()) == ("/opinions/", True)


def test_a_resident_who_signs_in_by_phone_comes_back_to_what_they_wanted(arrive, site, town):
    phone = "19900000093"
    resident = arrive("resident").go("/mine/")
    resident.prove_phone(phone)
    resident.press("Sign in")
    assert (resident.path, resident.heading()) == ("/mine/", zh("My matters"))
    resident.go("/me/")
    assert "199****0093" in resident.reads()
    assert resident.knows(phone) == []


def test_a_wrong_code_and_a_wrong_number_are_said_in_the_page(arrive, town):
    resident = arrive("resident").go("/signin/")
    resident.field("Mobile number").fill("12345")
    with resident.answered_with(422):
        resident.press("Send me a code")
    assert zh("This is not a mobile number. Type the 11 digits of yours.") in resident.reads()
    resident.prove_phone("19900000094")
    resident.field("Code from the text message").fill("000000")
    with resident.answered_with(422):
        resident.press("Sign in")
    assert resident.field("Mobile number").input_value() == "19900000094"
    assert resident.go("/mine/").path == "/signin/"
