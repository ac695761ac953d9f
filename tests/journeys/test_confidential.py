"""A matter that names an official and a unit: out of every page, list, search and file of whoever is not to read it."""

import pytest

from minsheng.instruments.opinions.actions import Copy
from tests.journeys.cast import at_work
from tests.journeys.words import label, zh

pytestmark = pytest.mark.browser

UNIT, SUSPECT = "公共管理办公室", "蒋文"
SOUGHT, TELLING = "枇杷", "钱被人拿走了"
TEXT = f"绿化养护的{SOUGHT}树{TELLING}，请查一查。"
WHY = "点名反映养护人员。"
CONFIDENTIAL = "/opinions/confidential/"
OPEN = ("/public/", f"/public/?q={SOUGHT}", "/public/map.json")
INSIDE = ("/desk/", "/notices/", "/opinions/", f"/opinions/?q={SOUGHT}", CONFIDENTIAL, "/opinions/export.csv")


def test_what_accuses_somebody_is_read_by_its_author_its_office_and_the_director_only(arrive, town):
    town.colleague("hb.office")  # whom it accuses
    opinion = town.opinion("accepted", text=TEXT)
    town.publish(opinion, Copy(TEXT, TEXT))
    page = f"/o/{opinion.number}/"
    names = {"office": "hb.office", "director": "hb.director", "accused": "hb.office.2", "handler": "hb.pm"}
    people = {name: at_work(arrive, town.person(username), name) for name, username in names.items()}
    people |= {"resident": at_work(arrive, town.resident_row(), "resident", desk=False), "everyone": arrive("everyone")}
    assert {name for name, person in people.items() if finds(person, page)} == set(people)
    made_confidential(people["office"].go(page))
    assert {name for name, person in people.items() if finds(person, page)} == {"office", "director", "resident"}
    for name, paths in (("accused", INSIDE), ("handler", INSIDE), ("everyone", OPEN)):
        assert [path for path in paths if knows(people[name], path)] == []
    for name in ("office", "director"):
        assert {path for path in INSIDE if knows(people[name], path)} <= {"/desk/", "/notices/", CONFIDENTIAL}
        assert knows(people[name], CONFIDENTIAL)
    read_by_its_author(people["resident"].go(page))
    read_by_the_office(people["office"].go(page))


def made_confidential(office):
    def fill(form):
        form.get_by_label(label("The unit it accuses, if any")).select_option(label=UNIT)
        form.get_by_label(label("The official it accuses, if any")).select_option(label=SUSPECT)
        form.get_by_label(label("Reason")).fill(WHY)

    office.take("Make confidential", fill)


def finds(person, page):
    """Whether the page of the matter is there for somebody: their own one, or the public copy."""
    return person.context.request.get(person.site.url + page).ok


def knows(person, path):
    """Whether an address tells somebody anything of it; where they are not let in it tells nothing."""
    return TELLING in person.context.request.get(person.site.url + path).text()


def read_by_its_author(resident):
    """They read that it goes on, and not who handles it."""
    assert (resident.heading(), resident.knows(UNIT, SUSPECT, WHY)) == (TEXT, [])


def read_by_the_office(office):
    assert zh("Confidential") in office.reads("article.matter header")
    assert f"{UNIT} {SUSPECT}" in office.reads("dl.facts")
