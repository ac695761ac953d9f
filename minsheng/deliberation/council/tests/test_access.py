"""Who may do what, who sees what: written by hand."""

import pytest

from minsheng.deliberation.council import access, actions
from minsheng.deliberation.council.models import Convening
from minsheng.deliberation.council.tests.test_actions import JANUARY
from minsheng.deliberation.council.workflow import MEETINGS, STEPS, YEARS
from minsheng.ground.people.actors import NOBODY, SYSTEM
from minsheng.ground.people.models import Contact, Person
from minsheng.ground.places.queries import streets
from minsheng.kernel import clock
from tests.town import allowed

NOMINATIONS = {
    "recommended": {
        "office": {"vet", "withdraw", "reveal"},
        "director": {"vet", "reveal"},
        "recommender": {"withdraw"},
    },
    "vetted": {
        "office": {"withdraw", "reveal"},
        "director": {"announce", "not_admit", "reveal"},
        "recommender": {"withdraw"},
    },
    "announced": {
        "office": {"withdraw", "reveal"},
        "director": {"not_admit", "reveal"},
        "recommender": {"withdraw", "contest"},
        "neighbour": {"contest"},
        "member": {"contest"},
    },
    "appointed": {},
}
HELD = {"office": {"draft", "print"}, "director": {"draft", "take_up", "print"}}
MEETING = {
    "convened": {"office": {"attach", "print"}, "director": {"attach", "print"}, "system": {"hold", "cancel"}},
    "held": HELD,
    "drafted": {"office": {"draft", "print"}, "director": {"draft", "confirm", "take_up", "print"}},
    "confirmed": {"office": {"print"}, "director": {"take_up", "print"}},
    "cancelled": {"office": {"print"}, "director": {"print"}},
}


@pytest.fixture
def actors(town, council):
    return {
        "office": town.by("hb.office"),
        "director": town.by("hb.director"),
        "other-office": town.by("kx.office"),
        "other-director": town.by("kx.director"),
        "district": town.by("district"),
        "auditor": town.by("auditor"),
        "gov": town.by("hb.gov"),
        "handler": town.by("hb.pm"),
        "coordinator": town.by("hb.station"),
        "deputy": town.deputy(),
        "admin": town.by("admin"),
        "member": council.member(),
        "recommender": town.resident(7),
        "neighbour": town.resident(8),
        "nobody": NOBODY,
        "system": SYSTEM,
    }


@pytest.mark.parametrize("state", NOMINATIONS)
def test_who_may_do_what_with_a_nomination(state, council, actors):
    assert allowed(STEPS, council.nomination(state), actors) == NOMINATIONS[state]


def test_the_director_alone_appoints_once_the_notice_is_over(council, actors):
    made = council.nomination("announced")
    with clock.at(made.until):
        found = allowed(STEPS, made, actors)
    assert found == {
        "office": {"withdraw", "reveal"},
        "director": {"appoint", "not_admit", "reveal"},
        "recommender": {"withdraw"},
    }


@pytest.mark.parametrize("state", MEETING)
def test_who_may_do_what_with_a_meeting(state, council, actors):
    assert allowed(MEETINGS, council.meeting(state), actors) == MEETING[state]


def test_the_duty_of_a_year_is_moved_by_the_system_alone(council, actors):
    with clock.at(JANUARY):
        actions.begin_year(streets())
    row = Convening.objects.get(place=council.place)
    assert allowed(YEARS, row, actors) == {"system": {"hold", "miss"}}
    seen = {name for name, actor in actors.items() if access.convenings(actor).filter(pk=row.pk).exists()}
    assert seen == {"office", "director", "district", "auditor"}


INSIDE = {"office", "director", "district", "auditor"}


@pytest.mark.parametrize(
    ("state", "seen"),
    [("recommended", INSIDE | {"recommender"}), ("vetted", INSIDE | {"recommender"}), ("announced", None)],
)
def test_who_sees_a_nomination(state, seen, council, actors):
    made = council.nomination(state)
    found = {name for name, actor in actors.items() if access.nominations(actor).filter(pk=made.pk).exists()}
    assert found == (seen or set(actors))


def test_who_reads_a_nomination_as_an_official(council, actors):
    made = council.nomination("announced")
    assert {name for name, actor in actors.items() if access.reads(actor, made)} == INSIDE


def test_an_official_who_is_recommended_reads_and_does_nothing_of_it(council, town, actors):
    made = council.nomination("announced")
    Contact.objects.create(person=Person.objects.get(pk=actors["director"].person_id), phone=made.phone)
    assert allowed(STEPS, made, {"director": actors["director"]}) == {}
    assert (access.reads(actors["director"], made), access.within(actors["director"]).count()) == (False, 0)


@pytest.mark.parametrize("state", ["convened", "held", "confirmed"])
def test_who_sees_a_meeting_and_its_materials(state, council, actors):
    made = council.meeting(state)
    assert {name for name, actor in actors.items() if access.sees(actor, made.number)} == INSIDE | {"member"}


@pytest.mark.parametrize(("state", "seen"), [("held", set()), ("drafted", INSIDE), ("confirmed", INSIDE | {"member"})])
def test_who_reads_the_minutes(state, seen, council, actors):
    made = council.meeting(state)
    readers = {name for name, actor in actors.items() if access.sees(actor, made.number)}
    assert {name for name in readers if access.reads_minutes(actors[name], made)} == seen


def test_who_convenes_the_council(council, actors):
    made = council.meeting()
    may = {name for name, actor in actors.items() if MEETINGS.steps["convene"].may(actor, made)}
    assert may == {"office", "director"}


def test_who_recommends_a_member(council, actors):
    made = council.nomination()
    made.by_id = None
    found = set()
    for name, actor in actors.items():
        made.by_id = actor.person_id
        if STEPS.steps["recommend"].may(actor, made):
            found.add(name)
    assert found == {"office", "deputy", "member", "recommender", "neighbour"}
