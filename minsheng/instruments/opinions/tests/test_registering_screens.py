"""A visitor at the counter: registered in under a minute, sent home with a receipt that leads to their matter."""

import re
import uuid
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client

from minsheng.ground.notices.models import Message
from minsheng.ground.people.models import Contact, Person
from minsheng.ground.places.models import Station
from minsheng.instruments.activities.models import Activity
from minsheng.instruments.opinions import access, papers
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.papers.facts import code_of
from minsheng.kernel import clock
from tests.town import TEXT

pytestmark = pytest.mark.django_db

SENDING = "5b0f4b0e-0000-4000-8000-000000000001"


def said(town, initials="HB", **more):
    """What a coordinator sends who typed a text and nothing else."""
    place = {"street": town.street(initials).code, "community": town.community(initials).code}
    blank = {"name": "", "phone": "", "code": "", "address": "", "deputy": "", "lon": "", "lat": ""}
    return blank | place | {"text": TEXT, "channel": "visit", "sending": SENDING} | more


def registered(client, town, **more):
    response = client.post("/register/", said(town, **more))
    assert response.status_code == 302, response.content.decode()
    return Opinion.objects.get(number=response.url.split("/")[2])


def page(response):
    return response.content.decode()


class Controls(HTMLParser):
    """The controls of the one form in place, in their order."""

    def __init__(self, html):
        super().__init__()
        self.found, self.inside = [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = "data-inplace" in attrs
        if self.inside and tag in {"input", "select", "textarea", "button"} and attrs.get("type") != "hidden":
            self.found.append((tag, attrs))

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "form"


def test_a_visitor_is_registered_at_the_station_with_its_clock_and_goes_to_the_receipt(town, desk):
    opinion = registered(desk("hb.station"), town, name="方国安", phone="0571-8776 1234", address="祖庙巷 3 号")
    station = Station.objects.get(pk__in=town.by("hb.station").stations)
    assert (opinion.station, opinion.channel, opinion.state) == (station, "visit", "submitted")
    assert (opinion.author.name, opinion.author.contact.phone, opinion.author.contact.confirmed) == (
        "方国安",
        "057187761234",
        False,
    )
    assert opinion.entered_by == town.person("hb.station")


def test_one_screen_with_one_thing_to_fill_in_and_one_button_to_press(town, desk):
    """Under sixty seconds: at most four things are asked for, all but the text are there already; one press."""
    response = desk("hb.station").get("/register/")
    form = response.context["form"]
    required = [bound.name for bound in form if bound.field.required]
    assert required == ["text", "street", "channel"]
    assert [name for name in required if not form[name].value()] == ["text"]
    named = [attrs.get("name") for _tag, attrs in Controls(page(response)).found]
    assert named[1:4] == ["name", "phone", "ask"]
    assert page(response).count("button-primary") == 1


def test_the_first_field_has_the_cursor_and_enter_registers_instead_of_sending_a_code(town, desk):
    controls = Controls(page(desk("hb.station").get("/register/"))).found
    assert [attrs.get("name") for _tag, attrs in controls if "autofocus" in attrs] == ["name"]
    tag, first = controls[0]
    assert (tag, first.get("name"), first["tabindex"]) == ("button", None, "-1")


def test_a_mistake_keeps_all_that_was_typed(town, desk):
    response = desk("hb.station").post(
        "/register/", said(town, name="方国安", phone="12345", text=TEXT, address="3 号")
    )
    assert response.status_code == 422
    form = response.context["form"]
    assert [form[name].value() for name in ("name", "phone", "text", "address")] == ["方国安", "12345", TEXT, "3 号"]
    assert list(form.errors) == ["phone"]
    assert (Opinion.objects.count(), Contact.objects.filter(phone="12345").count()) == (0, 0)


def test_two_taps_leave_one_opinion_and_one_person(town, desk):
    coordinator, people = desk("hb.station"), Person.objects.count()
    first, second = (registered(coordinator, town, name="方国安") for _tap in range(2))
    assert (first.pk, Person.objects.count()) == (second.pk, people + 1)


def test_the_same_form_sent_by_another_clerk_is_another_visitor(town, desk):
    first, second = registered(desk("hb.station"), town), registered(desk("hb.office"), town)
    assert first.pk != second.pk


def test_a_code_confirms_the_number_and_only_then_messages_go_there(town, desk, tmp_path, settings):
    settings.DATA = tmp_path
    coordinator = desk("hb.station")
    asked = coordinator.post("/register/", said(town, phone="19900000088", ask="1"))
    assert (asked.status_code, asked.context["form"].code_is_asked, Opinion.objects.count()) == (200, True, 0)
    code = _code(tmp_path)
    opinion = registered(coordinator, town, phone="19900000088", code=code, asked="on")
    assert opinion.author.contact.confirmed is True
    other = registered(coordinator, town, phone="19900000089", sending=str(uuid.uuid4()))
    assert other.author.contact.confirmed is False


def _code(folder):
    """The code of the last message, as the visitor reads it out."""
    log = (folder / "sms.log").read_text(encoding="utf-8")
    return re.findall(r"\b\d{6}\b", log.splitlines()[-1])[-1]


def test_a_wrong_code_registers_nothing_and_says_that_it_goes_without(town, desk):
    coordinator = desk("hb.station")
    response = coordinator.post("/register/", said(town, phone="19900000088", code="000000", asked="on"))
    assert (response.status_code, list(response.context["form"].errors), Opinion.objects.count()) == (422, ["code"], 0)
    assert registered(coordinator, town, phone="19900000088").author.contact.confirmed is False


def test_a_landline_gets_no_code(town, desk):
    response = desk("hb.station").post("/register/", said(town, phone="0571-87761234", ask="1"))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["phone"])
    assert Message.objects.count() == 0


def test_a_visitor_who_gives_nothing_follows_and_rates_by_the_code_on_the_receipt(town, desk):
    opinion = registered(desk("hb.station"), town)
    assert (opinion.author.name, Contact.objects.filter(person=opinion.author).exists()) == ("", False)
    for step in ("received", "transferred", "triaged", "sent", "accepted", "answered_by_unit", "answered"):
        getattr(town, f"_to_{step}")(opinion, "hb")
    visitor, code = Client(), code_of(opinion)
    landed = visitor.post("/c/", {"code": code.short}, follow=True)
    assert landed.status_code == 200
    assert TEXT in page(landed)
    assert visitor.post(f"/o/{opinion.number}/rate/", {"rating": 5}).status_code == 302
    opinion.refresh_from_db()
    assert (opinion.rating, opinion.state) == (5, "closed")


def test_whoever_entered_it_can_not_rate_it_even_by_their_own_number_nor_call_back_about_it(town, desk):
    clerk = town.by("hb.office")
    Contact.objects.create(person_id=clerk.person_id, phone="19900000077")
    opinion = registered(desk("hb.office"), town, phone="19900000077")
    assert opinion.author_id not in {None, clerk.person_id}  # the number was not confirmed by a code
    Opinion.objects.filter(pk=opinion.pk).update(rating=1, author=clerk.person_id)
    opinion.refresh_from_db()
    assert (access.may_reopen(clerk, opinion), access.may_close(clerk, opinion)) == (False, False)
    visitor = Client()
    visitor.get(papers.way_in(opinion.number))
    assert visitor.post(f"/o/{opinion.number}/rate/", {"rating": 5}).status_code in {403, 409}


def test_staff_who_scan_a_receipt_stay_who_they_are(town, desk):
    coordinator = desk("hb.station")
    opinion = registered(coordinator, town)
    landed = coordinator.get(papers.way_in(opinion.number), follow=True)
    assert "opinions/opinion.html" in [template.name for template in landed.templates]


def test_the_code_of_a_confidential_matter_leads_nowhere(town, desk):
    opinion = registered(desk("hb.station"), town)
    town.hide(opinion)
    assert papers.way_in(opinion.number) is None
    assert papers.way_in("SC-HB-2026-999999") is None


def test_the_receipt_says_number_day_station_words_and_code(town, desk):
    coordinator = desk("hb.station")
    opinion = registered(coordinator, town, name="方国安", phone="19900000088")
    shown = page(coordinator.get(f"/o/{opinion.number}/receipt/"))
    code = code_of(opinion)
    wanted = [
        opinion.number,
        "2026-09-09 10:00",
        str(opinion.station),
        TEXT,
        code.short,
        code.home,
        "<svg",
        'class="qr"',
    ]
    assert [words for words in wanted if words not in shown] == []
    assert [words for words in ("19900000088", "方国安", "sidebar") if words in shown] == []


def test_who_may_register_and_who_reads_the_receipt(town, desk):
    opinion = registered(desk("hb.station"), town)
    who = [
        "hb.office",
        "hb.station",
        "hb.director",
        "hb.gov",
        "hb.pm",
        "district",
        "auditor",
        "admin",
        "kx.station",
        "kx.office",
    ]
    clients = {name: desk(name) for name in who} | {"deputy": desk(("HB",))}
    answers = {
        name: (client.get("/register/").status_code, client.get(f"/o/{opinion.number}/receipt/").status_code)
        for name, client in clients.items()
    }
    assert answers == {
        "hb.office": (200, 200),
        "hb.station": (200, 200),
        "hb.director": (403, 200),
        "hb.gov": (403, 404),
        "hb.pm": (403, 404),
        "district": (403, 404),
        "auditor": (403, 404),
        "admin": (403, 404),
        "kx.station": (200, 404),
        "kx.office": (200, 404),
        "deputy": (403, 404),
    }
    assert Client().get("/register/").url.startswith("/signin/")


def test_a_coordinator_takes_nothing_of_another_street(town, desk):
    response = desk("kx.station").post("/register/", said(town, "HB"))
    assert (response.status_code, Opinion.objects.count()) == (422, 0)


def test_a_point_in_another_street_is_refused_with_a_sentence(town, desk):
    from minsheng.ground.places.queries import centre

    lon, lat = centre(town.street("KX"))
    response = desk("hb.station").post("/register/", said(town, lon=str(lon), lat=str(lat)))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["address"])


def test_a_pin_that_was_taken_off_leaves_no_other_street_behind(town, desk):
    opinion = registered(desk("hb.station"), town, street=town.street("KX").code, community="")
    assert (opinion.place, opinion.community) == (town.street("HB"), None)


def test_a_named_deputy_receives_it_and_one_of_another_street_can_not_be_named(town, desk):
    coordinator = desk("hb.station")
    opinion = registered(coordinator, town, deputy="HB-01")
    assert opinion.deputy_post == town.deputy_row("HB").post
    assert coordinator.post("/register/", said(town, deputy="KX-01")).status_code == 422


def test_an_activity_that_goes_on_at_the_station_is_chosen_already(town, desk):
    coordinator, station = desk("hb.station"), Station.objects.get(pk__in=town.by("hb.station").stations)
    assert "activity" not in coordinator.get("/register/").context["form"].fields
    activity = _meeting(town, station)
    form = coordinator.get("/register/").context["form"]
    assert (form["activity"].value(), form["channel"].value()) == (activity.number, "activity")
    assert registered(coordinator, town, activity=activity.number, channel="activity").activity == activity.number


def _meeting(town, station):
    now = clock.now()
    return Activity.objects.create(
        number="SC-HB-A2026-000001",
        state="running",
        district="330102",
        what="meeting",
        title="民情夜听",
        place=town.street(),
        station=station,
        starts=now - timedelta(minutes=30),
        ends=now + timedelta(hours=1),
        unit=town.desk(),
    )


def test_a_channel_of_the_web_can_not_be_claimed(town, desk):
    response = desk("hb.station").post("/register/", said(town, channel="web"))
    assert list(response.context["form"].errors) == ["channel"]


def test_whoever_reported_finds_the_receipt_on_the_page_of_their_matter(town):
    opinion, own = town.opinion("submitted"), Client()
    own.force_login(Person.objects.get(pk=town.resident().person_id))
    receipt = f"/o/{opinion.number}/receipt/"
    linked = f'href="{receipt}"' in own.get(f"/o/{opinion.number}/").content.decode()
    assert (linked, own.get(receipt).status_code, Client().get(receipt).status_code) == (True, 200, 404)


ACCUSES = "实名举报社区书记贪污低保金"


def test_a_coordinator_who_takes_down_an_accusation_learns_its_number_and_whom_the_visitor_can_call(town, desk):
    client = desk("hb.station")
    answer = client.post("/register/", said(town, text=ACCUSES), follow=True)
    opinion = Opinion.objects.get()
    assert (answer.redirect_chain, opinion.hidden) == ([("/register/?held=accusation", 302)], "provisional")
    assert (opinion.number in page(answer), "tel:12388" in page(answer)) == (True, True)
    assert [client.get(f"/o/{opinion.number}/{path}").status_code for path in ("", "receipt/")] == [404, 404]
    assert "tel:12388" not in page(client.get("/register/?held=%3Cb%3E"))


def test_a_clerk_who_registers_an_accusation_reads_the_note_first_and_decides(town, desk):
    client = desk("hb.office")
    first = client.post("/register/", said(town, text=ACCUSES, phone="0571-8776 1234"))
    assert (first.status_code, Opinion.objects.count(), "tel:12388" in page(first)) == (200, 0, True)
    assert ("0571-8776 1234" in page(first), ACCUSES in page(first), 'name="plain"' in page(first)) == (True,) * 3
    ways = {"plain": {"plain": "on"}, "held": {}}
    found = {
        way: registered(client, town, text=ACCUSES, told="1", sending=str(uuid.uuid4()), **typed).hidden
        for way, typed in ways.items()
    }
    assert found == {"plain": "no", "held": "provisional"}


def test_what_accuses_nobody_asks_nothing_more(town, desk):
    form = page(desk("hb.office").get("/register/"))
    assert ('name="plain"' in form, 'name="told"' in form) == (False, False)
