"""Visits: pages and people are counted, and nobody is remembered."""

from datetime import timedelta
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client

from minsheng.ground.people.models import Person
from minsheng.kernel import clock
from minsheng.panorama.insights import actions, middleware
from minsheng.panorama.insights.models import DayKey, Seen, Visits
from minsheng.panorama.insights.queries import visits
from minsheng.panorama.insights.queries.periods import period

pytestmark = pytest.mark.django_db

BROWSER = {"Accept": "text/html,application/xhtml+xml", "User-Agent": "Mozilla/5.0 (Linux; Android 14)"}


@pytest.fixture(autouse=True)
def empty():
    """What other pages of this process left is not ours."""
    middleware.buffer.pages.clear()
    middleware.buffer.people.clear()
    middleware.buffer.flush()
    yield
    middleware.buffer.pages.clear()
    middleware.buffer.people.clear()


def opens(client, path, **headers):
    response = client.get(path, headers=BROWSER | {name.replace("_", "-"): value for name, value in headers.items()})
    assert response.status_code in {200, 302, 304, 404}
    return response


def counted():
    """By port: pages and people of today, as the page shows them."""
    middleware.buffer.flush()
    today = clock.today()
    found = visits.days(period("month", today, None, today))
    return {port: (day.pages[port], day.people[port]) for day in found for port in day.pages}


def test_a_day_of_visits_is_a_number_of_pages_and_of_people(town, desk, wednesday):
    office, stranger, resident = desk("hb.office"), Client(), Client()
    resident.force_login(Person.objects.get(pk=town.resident().person_id))
    for client, paths in {
        office: ["/desk/", "/opinions/", "/desk/"],
        stranger: ["/", "/public/"],
        resident: ["/", "/mine/"],
    }.items():
        for path in paths:
            opens(client, path)
    assert counted() == {"governance": (3, 1), "service": (4, 1)}


def test_who_comes_twice_is_one_and_two_processes_draw_one_key(town):
    today, person = clock.today(), town.resident().person_id
    for _process in range(2):
        actions.count_visits({(today, "service"): 1}, [(today, "service", person)])
    actions.count_visits({(today, "service"): 1}, [(today, "service", town.resident(2).person_id)])
    assert (counted(), DayKey.objects.count()) == ({"service": (3, 2)}, 1)


def test_when_the_day_is_over_only_numbers_stay(town, wednesday):
    today, person = clock.today(), town.resident().person_id
    actions.count_visits({(today, "service"): 5}, [(today, "service", person)])
    with clock.at(wednesday + timedelta(days=1)):
        closed = actions.close_days()
        again = actions.close_days()
        late = {(today, "service"): 1}
        actions.count_visits(late, [(today, "service", person), (today, "service", person + 1)])
    assert (closed, again, Seen.objects.count(), DayKey.objects.count()) == (1, 0, 0, 0)
    assert list(Visits.objects.values_list("day", "port", "pages", "people")) == [(today, "service", 6, 1)]


def test_nothing_that_is_kept_of_a_day_leads_to_anybody(town):
    """The same person has another mark on another day, and no mark is the person's id or a plain digest of it."""
    today, person = clock.today(), town.resident().person_id
    for day in (today, today - timedelta(days=1)):
        actions.count_visits({(day, "service"): 1}, [(day, "service", person)])
    marks = set(Seen.objects.values_list("digest", flat=True))
    fields = {field.name for model in (Visits, Seen, DayKey) for field in model._meta.fields}
    assert len(marks) == 2
    assert fields == {"id", "day", "port", "pages", "people", "digest", "key"}


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/healthz", {}),
        ("/public/map.json", {}),
        ("/nowhere/", {}),
        ("/", {"User_Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0)"}),
        ("/", {"User_Agent": ""}),
        ("/", {"Accept": "*/*"}),
        ("/", {"HX_Request": "true"}),
        ("/", {"Sec_Purpose": "prefetch"}),
        ("/places/boundaries/street.json", {}),
    ],
)
def test_machines_checks_parts_and_files_are_not_counted(path, headers):
    opens(Client(), path, **headers)
    assert counted() == {}


def test_an_unchanged_page_is_a_visit_too(db):
    client = Client()
    first = opens(client, "/public/")
    again = opens(client, "/public/", If_None_Match=first["ETag"]) if "ETag" in first else first
    assert (again.status_code in {200, 304}, counted()) == (True, {"service": (2 if again is not first else 1, 0)})


def test_counting_sets_no_cookie_and_leaves_public_pages_as_cacheable_as_they_were(db, settings):
    counting = opens(Client(), "/public/")
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "Visiting" not in name]
    plain = opens(Client(), "/public/")
    kept = ("Cache-Control", "Vary", "ETag", "Set-Cookie")
    assert [counting.get(name) for name in kept] == [plain.get(name) for name in kept]
    assert (list(counting.cookies), "Cookie" in counting.get("Vary", "")) == ([], "Cookie" in plain.get("Vary", ""))


def test_a_counter_that_is_broken_breaks_no_page(db, town):
    with connection.cursor() as cursor:
        cursor.execute("alter table insights_visits rename to insights_gone")
    middleware.buffer.since -= 2 * middleware.EVERY
    page = opens(Client(), "/public/")
    assert (page.status_code, "</html>" in page.content.decode()) == (200, True)
    assert not middleware.buffer.pages


def test_counting_a_page_asks_no_database_and_takes_no_time(db, django_assert_num_queries):
    middleware.buffer.flush()
    with django_assert_num_queries(0):
        began = perf_counter()
        for _page in range(1000):
            middleware.buffer.add("service", 1)
        each = (perf_counter() - began) / 1000
    assert each < 0.001
