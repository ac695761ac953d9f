"""Practice mode: the clock of demo data is set ahead, and what happened is told."""

from datetime import timedelta

import pytest

from minsheng.ground.journal.models import Entry
from minsheng.ground.notices.models import Notice
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.policies import queries
from minsheng.ground.policies.actions import decide
from minsheng.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday(db, settings, tmp_path):
    """The real clock: it can't be held where it is to be moved. What is moved is forgotten afterwards."""
    settings.DATA = tmp_path
    queries.forget_shift()
    yield
    queries.forget_shift()


def fact(response, name):
    return response.context["turns"][0].facts[name]


def test_three_days_later_the_system_has_passed_on_what_no_deputy_received(town, desk):
    opinion, office, before = town.report(), desk("hb.office"), clock.now()
    page = office.post("/desk/practice/", {"days": "3"}, follow=True)
    opinion.refresh_from_db()
    assert (page.status_code, opinion.state) == (200, "transferred")
    assert (clock.now() - before) // timedelta(days=1) == 3
    assert (fact(page, "moved"), [count for _told, count in page.context["turns"][0].lapses]) == (1, [1])
    assert Entry.objects.filter(step="fast_forward").count() == 1


def test_whoever_holds_what_became_late_is_told(town, desk):
    town.opinion("transferred")
    desk("admin").post("/desk/practice/", {"days": "3"})
    assert list(Notice.objects.filter(why="red").values_list("person__username", flat=True)) == ["hb.office"]


def test_what_nobody_acts_for_becomes_late_and_still_waits(town, desk):
    opinion = town.opinion("transferred")
    page = desk("admin").post("/desk/practice/", {"days": "3"}, follow=True)
    opinion.refresh_from_db()
    assert (opinion.state, fact(page, "moved")) == ("transferred", 0)


def test_the_door_stands_in_the_menu_of_administrators_and_clerks_alone(town, desk):
    found = {who: "/desk/practice/" in desk(who).get("/desk/").content.decode() for who in ("hb.office", "hb.director")}
    assert found == {"hb.office": True, "hb.director": False}
    assert desk("admin").get("/desk/").content.decode().count("/desk/practice/") == 2


def test_only_three_days_and_only_from_the_button(town, desk):
    assert desk("hb.office").post("/desk/practice/", {"days": "-3"}).status_code == 422
    assert Entry.objects.filter(step="fast_forward").count() == 0


def test_where_the_data_is_real_there_is_no_such_page(town, desk):
    decide("town.demo", False, source="a real town", by=SYSTEM)
    office = desk("hb.office")
    assert (office.get("/desk/practice/").status_code, office.post("/desk/practice/").status_code) == (404, 404)
    assert "/desk/practice/" not in office.get("/desk/").content.decode()
