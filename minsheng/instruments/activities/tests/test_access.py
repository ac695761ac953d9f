"""Who may do what with an activity and an invitation, and who reads what: written by hand."""

import pytest

from minsheng.ground.people.models import Person
from minsheng.instruments.activities import access, actions
from minsheng.instruments.activities.models import Activity, Invitation
from minsheng.instruments.activities.workflow import ANSWERS, STEPS
from minsheng.kernel.workflow import take
from tests.town import allowed

pytestmark = pytest.mark.django_db

HOSTS = ("office", "director", "coordinator of the station")
HOLDING = frozenset({"close", "cancel", "invite", "mark", "draft", "check_in"})
GUESTS = (
    "resident|another resident|deputy of the station|deputy elsewhere|office elsewhere|director elsewhere|district|"
    "street office desk|handler|handler of another unit|handler elsewhere|coordinator|auditor|administrator"
)
GRID = {
    "announced": dict.fromkeys(HOSTS, frozenset({"start", "cancel", "invite", "edit"}))
    | {"system": {"start", "cancel"}},
    "running": dict.fromkeys(HOSTS, HOLDING)
    | dict.fromkeys(GUESTS.split("|"), frozenset({"check_in"}))
    | {"system": {"close"}},
    "held": dict.fromkeys(HOSTS, frozenset({"mark", "draft"})),
    "cancelled": {},
}


def everyone(town):
    return town.actors() | {"coordinator of the station": town.by("hb.station")}


@pytest.mark.parametrize("state", GRID)
def test_who_may_do_what_with_a_public_activity(town, calendar, state):
    assert allowed(STEPS, calendar.activity(state), everyone(town)) == GRID[state]


def test_minutes_are_confirmed_by_the_office_or_its_director_and_not_by_the_coordinator(town, calendar):
    held = calendar.activity("held", by="hb.station")
    actions.draft(held, minutes="一、听取意见。", by=town.by("hb.station"))
    may = {name for name, actor in everyone(town).items() if access.may_confirm(actor, held)}
    actions.confirm(held, by=town.by("hb.director"))
    after = {name for name, actor in everyone(town).items() if access.may_draft(actor, held)}
    assert (may, after) == ({"office", "director"}, set())


def test_who_answers_an_invitation_and_who_takes_it_back(town, calendar):
    activity = calendar.activity()
    actions.invite(activity, deputies=[town.deputy_row()], by=town.by("hb.office"))
    invitation = Invitation.objects.get()
    assert allowed(ANSWERS, invitation, everyone(town)) == {
        **dict.fromkeys(HOSTS, frozenset({"withdraw"})),
        "system": {"withdraw"},
        "deputy of the station": {"accept", "decline"},
    }


def test_what_is_not_public_is_seen_by_those_who_organise_it_and_those_asked(town, calendar):
    activity = calendar.activity(public=False)
    seen = {name for name, actor in everyone(town).items() if activity in access.visible_to(actor)}
    assert seen == {*HOSTS, "district", "auditor", "deputy of the station"}


def test_a_deputy_of_another_street_sees_what_is_not_public_only_when_asked(town, calendar):
    activity, stranger = calendar.activity(public=False), town.deputy("KX")
    before = activity in access.visible_to(stranger)
    actions.invite(activity, deputies=[town.deputy_row("KX")], by=town.by("hb.office"))
    during = activity in access.visible_to(stranger)
    take(Invitation.objects.get(), "withdraw", by=town.by("hb.office"))
    assert (before, during, activity in access.visible_to(stranger)) == (False, True, False)


def test_a_resident_who_is_invited_sees_what_is_not_public_and_answers(town, calendar):
    activity, resident = calendar.activity(public=False), town.resident()
    person = Person.objects.get(pk=resident.person_id)
    facts = {"place_id": activity.place_id, "district": activity.district, "person": person, "state": "invited"}
    invitation = Invitation(number=f"{activity.number}-1", activity=activity, **facts)
    invitation.save()
    assert [activity in access.visible_to(town.resident(n)) for n in (1, 2)] == [True, False]
    assert allowed(ANSWERS, invitation, {"resident": resident, "another": town.resident(2)}) == {
        "resident": {"accept", "decline"}
    }


def test_everybody_sees_what_is_public(town, calendar):
    activity = calendar.activity()
    assert {name for name, actor in everyone(town).items() if activity not in access.visible_to(actor)} == set()


def test_names_are_read_by_those_who_organise_and_those_who_oversee(town, calendar):
    activity = calendar.activity()
    readers = {name for name, actor in everyone(town).items() if access.organises(actor, activity)}
    assert readers == {*HOSTS, "district", "auditor"}


def test_a_coordinator_holds_what_takes_place_at_the_station_and_below(town, calendar):
    here, below = calendar.activity(), calendar.activity(station=calendar.below)
    elsewhere = Activity(place=town.street("KX"), station=None, district="330102")
    coordinator = town.by("hb.station")
    assert [access.holds(coordinator, one) for one in (here, below, elsewhere)] == [True, True, False]


def test_minutes_are_read_by_who_was_invited_once_they_are_confirmed(town, calendar):
    activity = calendar.activity()
    actions.invite(activity, deputies=[town.deputy_row()], by=town.by("hb.office"))
    take(Invitation.objects.get(), "accept", by=town.deputy())
    for step in ("start", "close"):
        take(activity, step, by=town.by("hb.office"))
    actions.draft(activity, minutes="一、听取意见。", by=town.by("hb.office"))
    before = access.reads_minutes(town.deputy(), activity)
    actions.confirm(activity, by=town.by("hb.office"))
    readers = [access.reads_minutes(actor, activity) for actor in (town.deputy(), town.deputy("KX"), town.resident())]
    assert (before, readers) == (False, [True, False, False])
