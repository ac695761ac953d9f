"""Whose turn it is finds it among their notices."""

from datetime import timedelta

import pytest

from minsheng.ground.duties import actions as duties
from minsheng.ground.duties.models import Duty
from minsheng.ground.notices import queries, receivers
from minsheng.ground.notices.models import Notice
from minsheng.ground.notices.tests import errands
from minsheng.ground.notices.tests.errands import SEND, TITLE, Errand
from minsheng.ground.people import actions as people
from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.ground.people.models import Deputy, Role, Unit
from minsheng.ground.people.queries import actor_of
from minsheng.ground.places.queries import district
from minsheng.kernel import clock
from minsheng.kernel.workflow import Step, Taken

pytestmark = pytest.mark.django_db
NUMBER = "SC-HB-2026-000078"


@pytest.fixture(autouse=True)
def _errands(monkeypatch):
    errands.installed(monkeypatch)


@pytest.fixture
def unit():
    return people.open_unit(Unit.Kind.DEPARTMENT, "Wells", "Wells", place=district())


def person(name: str):
    return people.register_staff(f"errand.{name}", name)


def seated(name: str, post):
    found = person(name)
    people.appoint(found, post)
    return found


def taken(by=SYSTEM, step=SEND, **holder) -> Taken:
    errand = Errand.objects.create(number=NUMBER, state="sent", district="330102", **holder)
    return Taken(errand, errand.matter_key, step, by, "", clock.now())


def shown(actor):
    return queries.items(actor, queries.told(actor))


def told() -> set[str]:
    return set(Notice.objects.filter(number=NUMBER, official=True).values_list("person__name", flat=True))


def test_those_on_the_post_and_their_substitutes_are_told_today(unit):
    post = people.open_post(Role.HANDLER, "Wells", place=district(), unit=unit)
    seated("li", post)
    today = clock.today()
    people.appoint(person("zhao"), post, since=today - timedelta(days=9), until=today - timedelta(days=1))
    people.substitute(post, person("wu"), since=today, until=today)
    people.substitute(post, person("he"), since=today + timedelta(days=1), until=today + timedelta(days=2))
    receivers.tell_holders((taken(post=post),))
    assert told() == {"li", "wu"}


def test_a_units_turn_is_told_to_those_who_handle_there(unit):
    seated("li", people.open_post(Role.HANDLER, "Wells", place=district(), unit=unit))
    seated("gao", people.open_post(Role.GOVERNMENT, "Desk", place=district(), unit=unit))
    seated("sun", people.open_post(Role.AUDITOR, "Audit", place=district(), unit=unit))
    receivers.tell_holders((taken(unit=unit),))
    assert told() == {"li", "gao"}


def test_the_first_filled_key_of_the_turn_counts(unit):
    post = people.open_post(Role.DEPUTY, "Deputy", place=district())
    seated("li", post)
    seated("gao", people.open_post(Role.HANDLER, "Wells", place=district(), unit=unit))
    receivers.tell_holders((taken(post=post, unit=unit),))
    assert told() == {"li"}


def test_a_suspended_deputy_is_not_told(unit):
    post = people.open_post(Role.DEPUTY, "Deputy", place=district())
    deputy = seated("li", post)
    Deputy.objects.create(person=deputy, post=post, code="E-1", status=Deputy.Status.SUSPENDED)
    receivers.tell_holders((taken(post=post),))
    assert told() == set()


def test_whoever_acted_is_not_told_of_their_own_act(unit):
    post = people.open_post(Role.OFFICE, "Office", place=district(), unit=unit)
    clerk = seated("li", post)
    seated("wu", post)
    receivers.tell_holders((taken(by=actor_of(clerk), post=post),))
    assert told() == {"wu"}


def test_residents_hear_from_what_they_follow_not_from_duties():
    receivers.tell_holders((taken(person=person("li")),))
    assert told() == set()


def test_an_act_that_moves_nothing_tells_nobody(unit):
    post = people.open_post(Role.OFFICE, "Office", place=district(), unit=unit)
    seated("li", post)
    look = Step("look", frozenset(), "", errands.anyone, "Looked", "Look", turn="post")
    receivers.tell_holders((taken(step=look, post=post),))
    assert told() == set()


def test_titles_are_read_live_and_only_by_who_may_still_see_the_matter(unit):
    post = people.open_post(Role.OFFICE, "Office", place=district(), unit=unit)
    clerk = seated("li", post)
    receivers.tell_holders((taken(post=post, owner=clerk.pk),))
    actor = actor_of(clerk)
    assert [item.card.title for item in shown(actor)] == [TITLE]
    Errand.objects.update(title="Emptied")
    assert [item.card.title for item in shown(actor)] == ["Emptied"]
    Errand.objects.update(owner=None)
    assert [item.card for item in shown(actor)] == [None]


def test_a_notice_says_your_turn_until_one_has_acted(unit):
    clerk = seated("li", people.open_post(Role.OFFICE, "Office", place=district(), unit=unit))
    act = taken(unit=unit, owner=clerk.pk)
    receivers.tell_holders((act,))
    duties.pass_on((act,))
    actor = actor_of(clerk)
    before = [item.waits for item in shown(actor)]
    Duty.objects.update(closed_at=clock.now())
    assert (before, [item.waits for item in shown(actor)]) == ([True], [False])


def test_a_notice_for_a_post_is_not_shown_to_the_same_person_as_a_resident(unit):
    clerk = seated("li", people.open_post(Role.OFFICE, "Office", place=district(), unit=unit))
    receivers.tell_holders((taken(unit=unit, owner=clerk.pk),))
    as_resident, as_visitor = actor_of(clerk, "resident"), Actor(kind="link", role="resident", person_id=clerk.pk)
    assert [queries.unread(actor) for actor in (actor_of(clerk), as_resident, as_visitor)] == [1, 0, 0]


def test_fifty_notices_cost_four_queries(unit, django_assert_num_queries):
    clerk = seated("li", people.open_post(Role.OFFICE, "Office", place=district(), unit=unit))
    receivers.tell_holders((taken(unit=unit, owner=clerk.pk),))
    row = Notice.objects.get(person=clerk)
    Notice.objects.bulk_create([Notice(**{**_values(row), "number": f"E{n}"}) for n in range(49)])
    actor = actor_of(clerk)
    with django_assert_num_queries(4):
        assert len(shown(actor)) == 50


def _values(row: Notice) -> dict:
    return {f.attname: getattr(row, f.attname) for f in Notice._meta.fields if f.name != "id"}
