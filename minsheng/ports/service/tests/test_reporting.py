"""我要反映, told as what happens to people who send something, and to what they typed when it goes wrong."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from minsheng.ground.files.models import File
from minsheng.ground.files.queries import of as photos_of
from minsheng.ground.people.access import known
from minsheng.ground.policies.queries import value
from minsheng.instruments.activities import actions as activities
from minsheng.instruments.activities.queries import code_at
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from minsheng.kernel.workflow import take
from minsheng.ports.service.tests.conftest import TEXT

pytestmark = pytest.mark.django_db


def page(response):
    return response.content.decode()


def sent():
    return list(Opinion.objects.values_list("text", flat=True))


def field(response, name):
    """What stands in a hidden field or an input of the page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="{name}"', page(response))
    return (found[1] or found[2] or "") if found else None


def test_somebody_without_an_account_sends_a_report_with_a_code_and_is_signed_in(client, phone, typed):
    form = typed(phone=phone.number)
    asked = client.post("/report/", form)
    assert [asked.status_code, TEXT in page(asked), 'name="code"' in page(asked), sent()] == [200, True, True, []]
    done = client.post("/report/", form | {"code": phone.code, "asked": "on"})
    opinion = Opinion.objects.get()
    assert [done.status_code, done["Location"]] == [302, f"/o/{opinion.number}/"]
    assert [opinion.text, opinion.author] == [TEXT, known(phone.number)]
    shown = page(client.get(done["Location"]))
    assert [words in shown for words in (opinion.number, "已转到街道人大办", "data-draft-sent")] == [True] * 3


def test_pressing_the_button_for_a_code_sends_one_and_not_the_report(client, phone, typed):
    asked = client.post("/report/", typed(phone=phone.number, ask="1", text="路灯"))
    assert [asked.status_code, len(phone.messages), "路灯" in page(asked), sent()] == [422, 1, True, []]


def test_a_wrong_code_keeps_the_text_and_the_photo(client, phone, typed, picture):
    form = typed(phone=phone.number)
    asked = client.post("/report/", form | {"photos": picture()})
    token = field(asked, "photos_tokens")
    wrong = "000000" if phone.code != "000000" else "000001"
    refused = client.post("/report/", form | {"code": wrong, "asked": "on", "photos_tokens": token})
    kept = field(refused, "photos_tokens")
    assert [refused.status_code, TEXT in page(refused), bool(token), bool(kept), sent()] == [422, True, True, True, []]
    client.post("/report/", form | {"code": phone.code, "asked": "on", "photos_tokens": kept})
    assert len(photos_of(*Opinion.objects.get().key)) == 1


def test_a_code_is_not_asked_of_who_is_signed_in(of, typed):
    browser = of(1)
    empty = page(browser.get("/report/"))
    assert ['name="phone"' in empty, 'name="code"' in empty, "199****0001" in empty] == [False, False, True]
    assert browser.post("/report/", typed()).status_code == 302


def test_who_was_signed_out_meanwhile_loses_nothing_and_proves_the_phone(client, typed):
    answer = client.post("/report/", typed())
    shown = page(answer)
    assert [answer.status_code, TEXT in shown, "登录已过期" in shown, sent()] == [422, True, True, []]


@pytest.mark.parametrize(("text", "status"), [("路灯坏", 422), ("路灯坏了", 302), ("   坏  ", 422)])
def test_four_characters_are_enough(of, typed, text, status):
    assert of(1).post("/report/", typed(text=text)).status_code == status


def test_a_photo_with_a_place_needs_no_words(of, typed, picture):
    assert of(1).post("/report/", typed(text="", photos=picture())).status_code == 302
    assert len(photos_of(*Opinion.objects.get().key)) == 1


def test_neither_words_nor_photo_is_said_plainly(of, typed):
    answer = of(1).post("/report/", typed(text=""))
    assert [answer.status_code, "至少 4 个字" in page(answer)] == [422, True]


@pytest.mark.parametrize(("length", "status"), [(2000, 302), (2001, 422)])
def test_two_thousand_characters_can_be_sent_and_not_one_more(of, typed, length, status):
    answer = of(1).post("/report/", typed(text="说" * length))
    assert [answer.status_code, "说" * length in page(answer)] == [status, status == 422]


def test_the_text_field_never_cuts_what_is_pasted(client):
    shown = page(client.get("/report/"))
    assert ["maxlength" in re.search(r"<textarea[^>]*>", shown)[0], 'data-most="2000"' in shown] == [False, True]


def test_a_point_gives_street_and_community(of, typed, spot, town):
    of(1).post("/report/", typed(street="", **spot))
    opinion = Opinion.objects.get()
    assert [opinion.place, opinion.community] == [town.street(), town.community()]


@pytest.mark.parametrize(
    ("lon", "lat", "said"),
    [
        ("121.5", "31.2", "不在上城区"),
        ("30.25", "120.17", "好像颠倒了"),
        ("200", "95", "坐标不存在"),
        ("here", "there", "没能读出"),
    ],
)
def test_a_point_that_can_not_be_is_said_in_a_sentence_and_dropped(of, typed, lon, lat, said):
    answer = of(1).post("/report/", typed(street="", lon=lon, lat=lat))
    wrong = "".join(re.findall(r'class="wrong"[^>]*>(.*?)</div>', page(answer), re.DOTALL))
    left = (field(answer, "lon") or "", field(answer, "lat") or "")
    assert [answer.status_code, said in wrong, TEXT in page(answer), left, sent()] == [422, True, True, ("", ""), []]


def test_a_place_is_needed(of, typed):
    answer = of(1).post("/report/", typed(street=""))
    assert [answer.status_code, TEXT in page(answer), sent()] == [422, True, []]


def test_two_taps_make_one_opinion(of, typed):
    browser, form = of(1), typed()
    answers = [browser.post("/report/", form)["Location"] for _ in range(2)]
    assert [answers[0] == answers[1], sent()] == [True, [TEXT]]


def test_too_many_reports_keep_the_text_and_say_to_wait(of, typed):
    browser = of(1)
    for _ in range(value("opinion.limits")["per_phone_day"]):
        browser.post("/report/", typed())
    answer = browser.post("/report/", typed(text="再说一件事"))
    assert [answer.status_code, "再说一件事" in page(answer)] == [429, True]


def test_a_form_without_its_proof_is_shown_again_and_not_sent(town, typed, phone):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/report/", typed(phone=phone.number))
    token = field(answer, "csrfmiddlewaretoken")
    shown = [answer.status_code, TEXT in page(answer), "打开得太久" in page(answer), phone.messages]
    assert shown == [403, True, True, []]
    again = browser.post("/report/", typed(phone=phone.number, csrfmiddlewaretoken=token))
    assert [again.status_code, len(phone.messages)] == [200, 1]


def test_a_named_deputy_gets_it(of, typed, town):
    of(1).post("/report/", typed(deputy="HB-02"))
    assert Opinion.objects.get().deputy_post == town.deputy_row("HB", 2).post


def test_the_way_from_a_deputy_or_station_fills_in_whom_and_where(client, town):
    shown = page(client.get("/report/?deputy=HB-02&station=SC-HB-01"))
    chosen = re.findall(r'<option value="([^"]+)" selected', shown)
    assert chosen == [town.street().code, town.community().code, "HB-02"]


@pytest.mark.parametrize("path", ["/report/?deputy=NO-99", "/report/?station=NO", "/report/?station=SC-00"])
def test_an_address_that_means_nothing_opens_the_empty_form(client, town, path):
    answer = client.get(path)
    assert [answer.status_code, re.findall(r'<option value="([^"]+)" selected', page(answer))] == [200, []]


def test_deputies_are_listed_under_their_street(client, town):
    shown = page(client.get("/report/"))
    (group,) = re.findall(
        rf'<optgroup label="{town.street().name}">(\s*<option value="HB.*?)</optgroup>', shown, re.DOTALL
    )
    said = (town.deputy_row("HB", 1).person.name, "HB-03", "KX-01")
    assert [words in group for words in said] == [True, True, False]


def test_officials_are_told_to_act_as_themselves_and_find_what_they_typed(of, typed):
    browser = of("hb.office")
    assert ["以居民身份继续" in page(browser.get("/report/")), browser.get("/report/").status_code] == [True, 200]
    answer = browser.post("/report/", typed())
    assert [answer.status_code, "以居民身份继续" in page(answer), sent()] == [403, True, []]
    assert browser.post("/report/", {"as_resident": "1"})["Location"] == "/report/"
    assert TEXT in page(browser.get("/report/"))
    assert browser.post("/report/", typed()).status_code == 302


def test_a_deputy_at_an_activity_that_is_not_public_reports_there_in_their_own_name(client, town, typed):
    deputy, office = town.deputy_row("HB", 1), town.by("hb.office")
    now = clock.now()
    plan = activities.Plan("visit", town.street(), now, now + timedelta(hours=2), title="坡道", address="东坡路口")
    visit = activities.announce(plan, by=office)
    activities.invite(visit, deputies=[deputy], by=office)
    take(visit, "start", by=office)
    client.force_login(deputy.person)
    assert "/report/?activity=" not in page(client.get(f"/activities/{visit.number}/"))
    activities.check_in(visit, code=code_at(visit, now), at=now, by=town.deputy("HB", 1))

    (report,) = re.findall(r'"(/report/\?activity=[^"]+)"', page(client.get(f"/activities/{visit.number}/")))
    assert f'action="{report}"' in page(client.get(report))
    assert client.post(report, {"as_resident": "1"})["Location"] == report
    held = field(client.get(report), "occasion")
    client.post("/report/", typed(occasion=held))

    said = Opinion.objects.get()
    assert [said.activity, said.channel, said.author] == [visit.number, "activity", deputy.person]


def test_a_form_that_somebody_else_left_in_a_shared_browser_can_be_sent(of, typed, town):
    form = typed()
    answers = [of(who).post("/report/", form).status_code for who in (1, 2)]
    authors = set(Opinion.objects.values_list("author", flat=True))
    assert [answers, authors] == [[302, 302], {town.resident(1).person_id, town.resident(2).person_id}]


IN_PLACE = {"HX-Request": "true"}


def test_with_scripts_a_refused_form_takes_its_own_place_and_a_sent_one_leads_on(of, typed):
    browser = of(1)
    refused = browser.post("/report/", typed(text=""), headers=IN_PLACE)
    told = [refused[name] for name in ("HX-Retarget", "HX-Reswap", "HX-Reselect")]
    assert [refused.status_code, told] == [422, ["closest form", "outerHTML", "form[data-inplace]"]]
    assert [page(refused).count("data-inplace hx-post="), sent()] == [1, []]
    done = browser.post("/report/", typed(), headers=IN_PLACE)
    assert [done.status_code, done["HX-Redirect"]] == [200, f"/o/{Opinion.objects.get().number}/"]


def test_with_scripts_an_old_page_gets_its_form_back_with_a_fresh_proof(town, typed):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/report/", typed(), headers=IN_PLACE)
    assert [answer.status_code, answer["HX-Reselect"], TEXT in page(answer)] == [403, "form[data-inplace]", True]


def test_with_scripts_officials_are_led_to_the_page_that_says_who_may_report(of, typed):
    browser = of("hb.office")
    answer = browser.post("/report/", typed(), headers=IN_PLACE)
    assert answer["HX-Redirect"] == "/report/?unsent"
    assert "还没有发送" in page(browser.get(answer["HX-Redirect"]))
    browser.post("/report/", {"as_resident": "1"})
    assert TEXT in page(browser.get("/report/"))


def test_the_street_is_not_called_optional_for_it_is_needed(client):
    shown = page(client.get("/report/"))
    labels = re.findall(r'<label for="id_(street|community|address)">(.*?)</label>', shown)
    assert {name: "选填" in words for name, words in labels} == {"street": False, "community": True, "address": True}


def test_a_kept_photo_can_still_be_turned_and_removed_after_a_refusal(of, typed, picture):
    answer = of(1).post("/report/", typed(text="", street="", photos=picture()))
    (pk,) = File.objects.values_list("pk", flat=True)
    assert [f'data-{act}="/files/{pk}/{act}/"' in page(answer) for act in ("rotate", "remove")] == [True, True]
