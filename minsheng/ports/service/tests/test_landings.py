"""Where a scanned code leads: the page of a station, of a deputy, for a phone without an account."""

import re
from datetime import datetime, timedelta

import pytest

from minsheng.ground.codes.actions import code_for
from minsheng.ground.people.actions import set_status
from minsheng.ground.places.models import Station
from minsheng.instruments.activities.actions import Slot, set_down
from minsheng.kernel import clock

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 9, 9, 10, 0, tzinfo=clock.ZONE)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def wednesday(db):
    with clock.at(WEDNESDAY):
        yield WEDNESDAY


@pytest.fixture
def station(town):
    return Station.objects.get(pk__in=town.by("hb.station").stations)


def on_roster(town, station, deputy, starts):
    slot = Slot(starts, starts + 2 * HOUR, town.deputy_row("HB", deputy))
    set_down(station, [slot], by=town.by("hb.station"))


def test_the_code_of_a_station_leads_to_who_receives_today_and_next(client, town, station):
    on_roster(town, station, 1, WEDNESDAY + HOUR)
    on_roster(town, station, 2, WEDNESDAY + timedelta(weeks=1))
    led = client.get(f"/c/{code_for(('places.station', station.code), '330102').short}/")
    page = client.get(led.url).content.decode()
    today, later = page.partition('id="later"')[::2]
    names = [town.deputy_row("HB", n).person.name for n in (1, 2)]
    assert (led.url, station.name in page, station.address in page) == (f"/stations/{station.code}/", True, True)
    assert [name in today for name in names] == [True, False]
    assert names[1] in later
    assert f'href="/report/?station={station.code}"' in page


def test_a_station_without_a_shift_says_that_reports_reach_deputies_all_the_same(client, station):
    assert "今天没有代表值班。" in client.get(f"/stations/{station.code}/").content.decode()


def test_the_code_of_a_deputy_leads_to_what_everyone_may_know_and_to_a_report(client, town):
    deputy = town.deputy_row()
    led = client.get(f"/c/{code_for(('people.deputy', deputy.code), '330102').short}/")
    page = client.get(led.url).content.decode()
    assert [words in page for words in (deputy.person.name, deputy.about, "/report/?deputy=HB-01")] == [True] * 3
    assert deputy.person.contact.phone not in page


def test_a_deputy_out_of_office_and_a_closed_station_say_so(client, town, station):
    set_status(town.deputy_row(), "suspended", reason="配合调查")
    Station.objects.filter(pk=station.pk).update(is_open=False)
    answers = [client.get(address) for address in ("/deputies/HB-01/", f"/stations/{station.code}/", "/stations/no/")]
    texts = [answer.content.decode() for answer in answers]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert ["这位代表目前不在任" in texts[0], "这个联络站已关闭" in texts[1], "配合调查" in texts[0]] == [
        True,
        True,
        False,
    ]


def test_the_home_page_says_who_is_on_duty_today_at_the_next_station_above(client, town, station):
    client.cookies["here"] = town.community().code
    quiet = client.get("/").content.decode()
    on_roster(town, station, 1, WEDNESDAY + HOUR)
    on_roster(town, station, 2, WEDNESDAY + timedelta(days=1))
    shown = re.sub(r"<[^>]+>", "", client.get("/").content.decode())
    name = town.deputy_row("HB", 1).person.name
    assert ("今天值班" in quiet, f"今天值班 {name} 11:00–13:00 {station}" in shown) == (False, True)
