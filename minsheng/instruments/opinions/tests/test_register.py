"""What staff enter for others: a visitor at a station, a call, the records of earlier years."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from minsheng.ground.duties.models import Duty
from minsheng.ground.journal.models import Entry
from minsheng.ground.notices.models import Notice
from minsheng.ground.people.actions import visitor_of
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Contact
from minsheng.ground.places.models import Station
from minsheng.instruments.opinions import access, actions
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel.errors import NotYours, Wrong
from minsheng.kernel.workflow import take
from tests.town import TEXT

pytestmark = pytest.mark.django_db

IMPORT = Actor(kind="import", district="330102")
LONG_AGO = datetime(2019, 2, 28, 3, 25, tzinfo=UTC)


def _paper(town, text=TEXT, **more):
    return actions.Report(text, town.where("KX"), channel="paper", **more)


def _drafts(town, *texts):
    where = town.where()
    to = actions.desks(where)
    reports = [actions.Report(t, where, made_at=LONG_AGO, source="2019.csv", digest=t) for t in texts]
    return [actions.draft(report, to, author_id=None, district="330102") for report in reports]


def test_a_coordinator_registers_a_visitor_who_is_told_and_rates(town):
    visitor, clerk = visitor_of("199 0000 0088", name="方国安"), town.by("kx.station")
    opinion = actions.register(_paper(town), author=visitor, by=clerk)
    assert (opinion.author, opinion.entered_by_id, opinion.state) == (visitor, clerk.person_id, "submitted")
    assert Duty.objects.open().get(number=opinion.number).clock == "opinion.receive"
    assert list(Entry.objects.filter(number=opinion.number).values_list("step", flat=True)) == ["register"]


def test_who_entered_a_matter_neither_rates_it_nor_calls_back(town):
    opinion = town.opinion("rated")
    clerk = town.by("hb.office")
    Opinion.objects.filter(pk=opinion.pk).update(entered_by=clerk.person_id)
    opinion.refresh_from_db()
    assert (access.may_close(clerk, opinion), access.may_reopen(clerk, opinion)) == (False, False)
    own = town.opinion("answered")
    Opinion.objects.filter(pk=own.pk).update(entered_by=own.author_id)
    own.refresh_from_db()
    assert access.may_rate(town.resident(), own) is False


def test_a_coordinator_registers_only_within_reach_of_the_station(town):
    elsewhere = actions.Report(TEXT, town.where("HB"), channel="visit")
    with pytest.raises(NotYours):
        actions.register(elsewhere, author=None, by=town.by("kx.station"))
    assert Opinion.objects.count() == 0


def test_a_coordinator_of_an_upper_station_sees_what_came_to_those_below(town):
    clerk, opinion = town.by("kx.station"), town.opinion(initials="KX")
    below = Station.objects.filter(parent__in=clerk.stations).first()
    Opinion.objects.filter(pk=opinion.pk).update(station=below)
    assert access.sees(clerk, opinion.number) is True
    assert access.sees(clerk, town.opinion(initials="HB").number) is False


def test_records_of_earlier_years_keep_their_time_start_no_clock_and_tell_nobody(town):
    first, second = actions.enter_all(_drafts(town, "路灯不亮，请修。", "河道有异味。"), by=IMPORT)
    assert (first.state, first.historical, first.made_at) == ("transferred", True, LONG_AGO)
    assert first.entered_at > LONG_AGO
    assert second.number == f"SC-HB-{second.entered_at.year}-000002"
    assert (Duty.objects.count(), Notice.objects.count()) == (0, 0)
    assert Entry.objects.filter(step="enter").count() == 2


def test_the_same_row_of_the_same_source_is_entered_once(town):
    actions.enter_all(_drafts(town, "路灯不亮，请修。"), by=IMPORT)
    with pytest.raises(IntegrityError):
        actions.enter_all(_drafts(town, "路灯不亮，请修。"), by=IMPORT)


def test_the_office_archives_what_was_settled_earlier_or_takes_it_up(town):
    settled, alive = actions.enter_all(_drafts(town, "路灯不亮，请修。", "河道有异味。"), by=IMPORT)
    office = town.by("hb.office")
    take(settled, "archive", by=office, note="2019 年已修复")
    assert settled.state == "closed"
    take(alive, "triage", by=office)
    assert Duty.objects.open().get(number=alive.number).clock == "opinion.dispatch"


def test_a_new_opinion_can_not_be_archived(town):
    with pytest.raises(NotYours):
        take(town.opinion("transferred"), "archive", by=town.by("hb.office"))


def test_an_opinion_whose_author_nobody_knows_closes_with_its_answer(town):
    (opinion,) = actions.enter_all(_drafts(town, "路灯不亮，请修。"), by=IMPORT)
    for step in ("triaged", "sent", "accepted", "answered_by_unit", "answered"):
        getattr(town, f"_to_{step}")(opinion, "hb")
    opinion.refresh_from_db()
    assert opinion.state == "closed"


def test_two_visitors_with_one_landline_are_two_people(town):
    one, other = visitor_of("0571-8776 1234", name="甲"), visitor_of("(0571)87761234", name="乙")
    assert one != other
    assert set(Contact.objects.filter(landline=True).values_list("phone", "confirmed")) == {("057187761234", False)}


def test_only_a_code_makes_a_visitor_the_resident_of_a_number(town):
    assert visitor_of("199-0000-0001", confirmed=True).pk == town.resident().person_id
    mistyped = visitor_of("199-0000-0001")
    assert (mistyped.pk == town.resident().person_id, mistyped.contact.confirmed) == (False, False)


def test_what_is_no_number_is_refused(town):
    with pytest.raises(Wrong):
        visitor_of("12345")


def test_an_accusation_that_a_coordinator_takes_down_is_held_for_the_office_and_told_to_no_deputy(town):
    coordinator, text = town.by("kx.station"), "实名举报社区书记贪污低保金"
    opinion = actions.register(_paper(town, text), author=None, by=coordinator)
    assert (opinion.state, opinion.hidden, opinion.suspected) == ("transferred", "provisional", "accusation")
    who = ("kx.office", "kx.director", "kx.station", "district")
    assert {name: town.sees(name, opinion) for name in who} == dict(zip(who, (True, True, False, False), strict=True))
    assert list(Duty.objects.open().filter(number=opinion.number).values_list("unit", flat=True)) == [opinion.office_id]
    actions.unhide(opinion, by=town.by("kx.office"), note="不涉及检举")
    assert (opinion.station_post_id is not None, town.sees("kx.station", opinion)) == (True, True)


def test_only_a_clerk_of_the_office_can_say_that_what_they_register_accuses_nobody(town):
    text = "实名举报社区书记贪污低保金"
    held = {
        who: actions.register(_paper(town, text, plain=True), author=None, by=town.by(who)).hidden
        for who in ("kx.station", "kx.office")
    }
    assert held == {"kx.station": "provisional", "kx.office": "no"}
