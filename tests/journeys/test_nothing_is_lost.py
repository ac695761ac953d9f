"""Whatever goes wrong while somebody types: it is said in a plain sentence, and what they typed is still there."""

import re

import pytest
from playwright.sync_api import expect

from minsheng.ground.files.models import File
from minsheng.ground.journal.models import Entry
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel.workflow import take
from tests.journeys.cast import client_of
from tests.journeys.photos import fake, looked_at, photo
from tests.journeys.words import all_zh, label, zh

pytestmark = pytest.mark.browser

TEXT = "井盖松了，\n车一过就响，晚上睡不着。"
OWN_PHONE = "19900000001"
UPRIGHT = ((900, 1200), {}, {})
SENT = "Sent. You can follow here what happens; we also tell you by text message."


def _written():
    return Opinion.objects.count(), Entry.objects.count()


def _begins(arrive, town, *, scripts=True, signed_in=True, photos=1):
    """A resident with a report that is nearly done."""
    resident = arrive("resident", scripts=scripts)
    if signed_in:
        resident.has_session_of(client_of(town.resident_row()))
    resident.go("/report/").field("What is the matter?").fill(TEXT)
    resident.add_photos(*(photo(f"photo{i}") for i in range(photos)))
    resident.field("Subdistrict").select_option(town.street().code)
    resident.field("Address or landmark").fill("东坡路口")
    return resident


def _shows_what_was_typed(resident, photos=1):
    assert resident.field("What is the matter?").input_value() == TEXT
    assert resident.field("Address or landmark").input_value() == "东坡路口"
    shown = resident.page.locator("ul.photos img")
    for image in shown.all():
        expect(image).to_have_js_property("complete", value=True)
    assert shown.evaluate_all("all => all.map(one => one.naturalWidth > 0)") == [True] * photos


def _was_sent(resident, photos=1):
    assert resident.message() == [zh(SENT)]
    assert resident.reads("section .prose") == " ".join(TEXT.split())
    assert [looked_at(body) for body in resident.photos("ul.photos a")] == [UPRIGHT] * photos


def _forget(person, *names):
    """What the browser forgets: its session ends."""
    kept = [cookie for cookie in person.context.cookies() if cookie["name"] not in names]
    person.context.clear_cookies()
    person.context.add_cookies(kept)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_session_that_ended_while_a_resident_typed_loses_neither_words_nor_photos(arrive, town, scripts):
    resident = _begins(arrive, town, scripts=scripts, photos=2)
    before = _written()
    _forget(resident, "sessionid")
    with resident.answered_with(422):
        resident.press("Send")
    signed_out = "You are no longer signed in. Everything is still here: prove your number, and it is sent."
    assert zh(signed_out) in resident.reads()
    assert _written() == before
    _shows_what_was_typed(resident, photos=2)
    resident.prove_phone(OWN_PHONE)
    resident.press("Send")
    _was_sent(resident, photos=2)
    assert _written()[0] == before[0] + 1


def test_a_browser_that_forgot_all_its_cookies_loses_nothing_either(arrive, town):
    resident = _begins(arrive, town)
    before = _written()
    _forget(resident, "sessionid", "csrftoken")
    with resident.answered_with(403):
        resident.press("Send")
    old = "This page had been open for long. Everything is still here: please press “Send” again."
    assert zh(old) in resident.reads("main [role=alert]")
    assert _written() == before
    _shows_what_was_typed(resident)
    resident.prove_phone(OWN_PHONE)
    resident.press("Send")
    _was_sent(resident)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_session_that_ended_while_a_handler_answered_loses_neither_words_nor_photo(arrive, town, scripts):
    opinion = town.opinion("accepted")
    handler = arrive("handler", desk=True, scripts=scripts).has_session_of(client_of(town.person("hb.pm")))
    handler.go(f"/o/{opinion.number}/")
    form = handler.form_of("Answer", of=town.unit().name)
    form.get_by_label(label("What was done")).fill("井盖已垫好，不再响。")
    form.get_by_label(label("Solved")).check()
    handler.add_photos(photo("after"), within=form)
    _forget(handler, "sessionid")
    form.get_by_role("button", name=zh("Answer"), exact=True).click()
    expect(handler.page.locator("h1")).to_have_text(zh("Sign in"))
    handler.tap_account(town.person("hb.pm"))
    form = handler.page.get_by_role("form", name=zh("Answer"))
    assert form.get_by_label(label("What was done")).input_value() == "井盖已垫好，不再响。"
    assert form.get_by_label(label("Solved")).is_checked()
    assert form.locator("ul.photos img").count() == 1
    form.get_by_role("button", name=zh("Answer"), exact=True).click()
    said = zh("%(number)s done: %(step)s", number="", step=zh("Answer"))
    expect(handler.page.locator("ul.messages")).to_contain_text(said)
    handler.go(f"/o/{opinion.number}/")
    assert "井盖已垫好，不再响。" in handler.reads()
    assert [looked_at(body) for body in handler.photos(".pair a")] == [UPRIGHT]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_form_with_something_missing_comes_back_whole(arrive, town, scripts):
    resident = _begins(arrive, town, scripts=scripts, photos=2)
    resident.field("Subdistrict").select_option("")
    before = _written()
    with resident.answered_with(422):
        resident.press("Send")
    missing = "Choose the place on the map, or choose the subdistrict."
    assert zh(missing) in resident.reads("main [role=alert]")
    assert _written() == before
    _shows_what_was_typed(resident, photos=2)
    resident.field("Subdistrict").select_option(town.street().code)
    resident.press("Send")
    _was_sent(resident, photos=2)


def test_photos_of_somebody_who_is_not_signed_in_are_shown_and_turned_at_once(arrive, town):
    resident = _begins(arrive, town, signed_in=False, photos=4)
    _shows_what_was_typed(resident, photos=4)
    for turn in resident.page.get_by_role("button", name=zh("Turn this photo")).all():
        with resident.page.expect_response(re.compile("/small/")):
            turn.click()
    resident.prove_phone("19900000097")
    _shows_what_was_typed(resident, photos=4)
    resident.press("Send")
    assert [looked_at(body)[0] for body in resident.photos("ul.photos a")] == [(1200, 900)] * 4


def test_a_photo_that_was_removed_is_not_sent(arrive, town):
    resident = _begins(arrive, town, photos=2)
    resident.page.get_by_role("button", name=zh("Remove this photo")).first.click()
    expect(resident.page.locator("ul.photos > li")).to_have_count(1)
    resident.press("Send")
    _was_sent(resident, photos=1)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_double_tap_sends_one_opinion(arrive, town, scripts):
    resident = _begins(arrive, town, scripts=scripts)
    before = _written()[0]
    with resident.page.expect_navigation(url=re.compile("/o/")):
        resident.page.get_by_role("button", name=zh("Send"), exact=True).dblclick()
    _was_sent(resident)
    assert _written()[0] == before + 1


MOVED_ON = "Someone has already moved this on. Reload the page to see where it stands now."


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_who_was_slower_is_told_so_keeps_the_note_with_scripts_and_gets_to_where_it_stands(arrive, town, scripts):
    opinion = town.report()
    deputy = arrive("deputy", scripts=scripts).has_session_of(client_of(town.deputy_row().person))
    deputy.go(f"/o/{opinion.number}/")
    form = deputy.form_of("Receive")
    form.get_by_label(label("Note")).fill("我住在附近，知道这个井盖。")
    take(opinion, "receive", by=town.deputy())
    before = _written()
    with deputy.answered_with(409):
        form.get_by_role("button", name=zh("Receive"), exact=True).click()
        alert = deputy.page.locator("[role=alert]")
        expect(alert).to_contain_text(zh(MOVED_ON))
    if scripts:
        assert form.get_by_label(label("Note")).input_value() == "我住在附近，知道这个井盖。"
    assert _written() == before
    deputy.follow("Reload the page" if scripts else "See where it stands")
    assert (deputy.path, deputy.at()) == (f"/o/{opinion.number}/", zh("Received"))


def test_a_step_with_something_missing_says_so_in_our_words_and_keeps_the_rest(arrive, town):
    opinion = town.opinion("accepted")
    handler = arrive("handler", desk=True).has_session_of(client_of(town.person("hb.pm")))
    form = handler.go(f"/o/{opinion.number}/").form_of("Answer", of=town.unit().name)
    form.get_by_label(label("Solved")).check()
    with handler.answered_with(422):
        handler.sends(form.get_by_role("button", name=zh("Answer"), exact=True))
    form = handler.page.get_by_role("form", name=zh("Answer"))
    assert zh("This field is required.") in handler.reads("form.step-form [role=alert]")
    assert form.get_by_label(label("Solved")).is_checked()
    assert handler.path == f"/o/{opinion.number}/"


def _refused(person, sentence):
    """The sentence stands in the page, above the form and beside its field."""
    assert sentence in person.reads("main [role=alert]")


OUTSIDE = (
    "This place lies outside %(district)s, so it can't be taken here; for matters elsewhere, "
    "call 12345 or turn to the district it lies in."
)
WRONG = {
    "three characters": (
        {"text": "路灯坏"},
        "Please say in a few words what the matter is (at least %(least)s characters), or add a photo.",
        {"least": 4},
    ),
    "2,001 characters": (
        {"text": "路" * 2001},
        "That is %(count)s characters; at most %(most)s can be sent. Please shorten it.",
        {"count": 2001, "most": 2000},
    ),
    "outside the district": (
        {"lon": "120.0300", "lat": "30.2500"},
        OUTSIDE,
        {"district": "上城区"},
    ),
    "swapped coordinates": (
        {"lon": "30.2500", "lat": "120.1600"},
        "Longitude and latitude seem to be swapped. Choose the place again, or choose the subdistrict.",
        {},
    ),
    "not on earth": (
        {"lon": "500.5", "lat": "99.9"},
        "There is no such place on earth. Choose it on the map again, or choose the subdistrict.",
        {},
    ),
    "no coordinates": (
        {"lon": "here", "lat": "there"},
        "The place on the map could not be read. Choose it again, or choose the subdistrict.",
        {},
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_taken_is_refused_with_a_sentence_that_says_what_to_do(arrive, town, case):
    changes, sentence, parts = WRONG[case]
    resident = _begins(arrive, town, photos=0 if "text" in changes else 1)
    before = _written()
    for name, value in changes.items():
        resident.page.locator(f"form[data-report] [name={name}]").evaluate("(it, value) => it.value = value", value)
    with resident.answered_with(422):
        resident.press("Send")
    _refused(resident, zh(sentence, **parts))
    assert resident.field("What is the matter?").input_value() == changes.get("text", TEXT)
    assert _written() == before


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_what_only_calls_itself_a_photo_is_named_and_the_good_ones_stay(arrive, town, scripts):
    resident = _begins(arrive, town, scripts=scripts, photos=0)
    before, photos = _written(), File.objects.count()
    words = zh("“%(name)s” is not a photo. Send a photo in JPEG, PNG or WebP format.", name="fake.jpg")
    choose = resident.page.locator("main input[type=file]").set_input_files
    with resident.answered_with(422):
        choose([photo("good"), fake("fake")])
        if scripts:
            expect(resident.page.locator(".photos-said")).to_have_text(words)
        else:
            resident.press("Send")
            _refused(resident, words)
    expect(resident.page.locator("ul.photos > li:has(input)")).to_have_count(1)
    assert (_written(), File.objects.count()) == (before, photos + 1)
    resident.press("Send")
    _was_sent(resident, photos=1)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_of_ten_photos_nine_are_kept_and_the_tenth_is_named(arrive, town, scripts):
    resident = _begins(arrive, town, scripts=scripts, photos=0)
    before = _written()
    ten = [photo(f"photo{i}") for i in range(10)]
    resident.page.locator("main input[type=file]").set_input_files(ten)
    if scripts:
        expect(resident.page.locator(".photos-said")).to_have_text(re.compile("9"))
        expect(resident.page.locator("ul.photos > li:has(input)")).to_have_count(9)
    else:
        with resident.answered_with(422):
            resident.press("Send")
        most = "“%(name)s” not added: at most %(most)s photos can be sent. To add more, remove another one first."
        _refused(resident, zh(most, name="photo9.jpg", most=9))
        assert resident.page.locator("ul.photos > li").count() == 9
    assert _written() == before


def test_a_huge_photo_is_refused(arrive, town, tmp_path):
    resident = _begins(arrive, town, photos=0)
    before, photos = _written(), File.objects.count()
    huge = tmp_path / "huge.jpg"
    huge.write_bytes(photo("huge")["buffer"] + b"\0" * 15 * 1024 * 1024)
    with resident.answered_with(413):
        resident.page.locator("main input[type=file]").set_input_files(huge)
        said = zh("“%(name)s” is larger than %(most)s MB. Choose a smaller photo.", name="huge.jpg", most=15)
        expect(resident.page.locator(".photos-said")).to_have_text(said)
    assert (_written(), File.objects.count()) == (before, photos)


def test_who_may_not_see_a_matter_finds_nothing_there(arrive, town):
    number = town.report(by=town.resident(2)).number
    for name, person in (("another resident", town.resident_row()), ("handler", town.person("hb.pm"))):
        stranger = arrive(name).has_session_of(client_of(person))
        with stranger.answered_with(404):
            stranger.go(f"/o/{number}/")
        assert stranger.reads("main h1") == zh("There is nothing here")
        assert stranger.knows(*all_zh("Receive")) == []
