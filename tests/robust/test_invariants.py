"""Whatever people do in whatever order: it is always somebody's turn, and the records agree with what is."""

import os
import random
from collections import Counter
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from minsheng.ground.journal.models import Entry
from minsheng.ground.policies.queries import category
from minsheng.instruments.dispatch import actions as orders
from minsheng.instruments.dispatch.models import Extension, Order, Promise
from minsheng.instruments.handovers.models import Handover
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.actions import after, asking
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from minsheng.kernel.workflow import TABLES
from tests.robust.sound import problems
from tests.robust.wanderer import NEVER, Wanderer, cast
from tests.town import EXITS, ORDER

WALKS, MOVES_A_WALK = int(os.environ.get("MINSHENG_WALKS", "100")), 4
"""`MINSHENG_WALKS=5000` walks ways that nobody has walked yet, other ones each time."""
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(max(1200, 4 * WALKS))]
quickly = settings(
    max_examples=WALKS,
    derandomize="MINSHENG_WALKS" not in os.environ,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def built(shared_town):
    """The town with an opinion in each state, the third one public; two that a desk has; one that is hidden."""
    town = shared_town
    earlier(town)
    made = [town.opinion(state) for state in ORDER]
    actions.publish(made[2], copy=actions.Copy("灌木枯死", "请补种。"), by=town.by("hb.office"))
    for _ in range(2):
        actions.dispatch(town.opinion("triaged"), to=town.desk(), by=town.by("hb.office"))
    Wanderer(town, [], random).take_over()
    actions.hide(town.opinion("transferred"), note="涉及个人", by=town.by("hb.office"))


@pytest.fixture
def begun(built, town):
    """The town in which all that is built."""
    return town


def earlier(town):
    """What is further on, from days before: nobody reports more than so much a day.

    One that another resident met with too, whose author was asked months later whether all is well; one at each exit;
    one that deputies follow up, one that a deputy explained, two that units sent back twice, one of them then before
    a joint meeting; more time asked for twice, once answered in time all the same; a promise that was kept, and one
    that came back because its matter is confidential.
    """
    office = town.by("hb.office")
    with clock.at(clock.now() - timedelta(days=91)):
        old = public(town)
        town.finish(old)
        after.rate(old, rating=5, by=town.resident())
    asking.ask(old)
    with clock.at(clock.now() - timedelta(days=2)):
        for state in EXITS:
            town.opinion(state)
        after.track(public(town), posts=[town.deputy_row("HB", i).post for i in (2, 3)], by=office)
        actions.triage(town.explained(), category=category("01.05"), tier="simple", by=office)
        twice_sent_back(town)
        town.send_back(twice_sent_back(town), by=town.by("hb.sl"), act=orders.dispute)
        for opinion in (town.opinion("accepted"), town.opinion("accepted")):
            asked = {"until": clock.today() + timedelta(days=20), "note": "苗木在途"}
            orders.ask(town.lead(opinion), **asked, by=town.by("hb.pm"))
        town.finish(opinion)
        town.keep(town.promise(town.opinion("promised", by=town.resident(4))))
        town.hide(town.opinion("promised", by=town.resident(4)))


def public(town):
    """In hand and public; a neighbour met with it too."""
    opinion = town.opinion("accepted")
    actions.publish(opinion, copy=actions.Copy("灌木枯死", "请补种。"), by=town.by("hb.office"))
    return after.support(opinion, by=town.resident(2))


def twice_sent_back(town):
    """The order that a third unit then has."""
    opinion = town.opinion("sent")
    for who, to in (("pm", "公共服务办公室"), ("ps", "平安法治办公室")):
        order = town.send_back(town.lead(opinion), by=town.by(f"hb.{who}"))
        orders.redirect(order, unit=town.unit(to), by=town.by("hb.office"))
    return town.lead(opinion)


def test_after_any_walk_it_is_always_somebodys_turn_and_the_records_agree(begun):
    seen, done, actors, walk = set(), Counter(), cast(begun), count()

    @quickly
    @given(st.randoms(use_true_random=True))
    def walks(chance):
        with transaction.atomic():
            Wanderer(begun, actors, chance, done).walk(MOVES_A_WALK)
            seen.update(Entry.objects.values_list("kind", "step"))
            assert problems(but=() if next(walk) % 5 == 0 else ("figures", "punctuality")) == []
            transaction.set_rollback(True)

    walks()
    walked = {model.kind(): TABLES[model.kind()] for model in (Opinion, Order, Extension, Promise, Handover)}
    known = {(kind, name) for kind, table in walked.items() for name in {*table.steps, *table.verbs}}
    rare = {(Promise.kind(), "dismiss")}  # a walk must come a long way to get there, and some runs don't
    never = {*((Opinion.kind(), name) for name in NEVER), (Order.kind(), "ask")}  # that begins a part
    assert known - seen - rare == never


PLANTS = {
    "a state that no step led to": (
        "update opinions_opinion set state = 'triaged' where number = %s",
        1,
        ["{0} is triaged; the journal says submitted"],
    ),
    "an opinion closed behind everybody's back": (
        "update opinions_opinion set state = 'closed' where number = %s",
        1,
        [
            "{0} is closed, waits for nothing and has 1 open duties",
            "{0} is closed; the journal says submitted",
        ],
    ),
    "a duty that vanished": (
        "delete from duties_duty where number = %s and closed_at is null",
        2,
        ["{0} is received, waits for nothing and has 0 open duties"],
    ),
    "a duty closed without a step": (
        "update duties_duty set closed_at = since where number = %s and closed_at is null",
        3,
        [
            "{0} is transferred, waits for nothing and has 0 open duties",
            "on_time.opinion.triage of {0}: 0 counted, 1 done",
        ],
    ),
    "a step that nobody journalled": (
        "update dispatch_order set state = 'passed' where matter_number = %s",
        6,
        [
            "{0} is in_hand with orders ['passed']",
            "{0}-1 is passed, waits for nothing and has 1 open duties",
            "{0}-1 is passed; the journal says accepted",
        ],
    ),
    "a photo that is not on disk": (
        """insert into files_file
             (id, sha256, mime, bytes, width, height, keeper, kind, number, role, position, made_at)
           values (gen_random_uuid(), repeat('0', 64), 'image/jpeg', 1, 1, 1, '', 'opinions.opinion', %s, 'before', 0,
                   current_timestamp)""",
        1,
        ["a photo of {0} that is not on disk"],
    ),
    "a public copy of what is hidden": (
        "update opinions_opinion set hidden = 'confirmed' where number = %s",
        3,
        ["{0} is public as received, but transferred and hidden: confirmed"],
    ),
    "a figure that no step counted": (
        """insert into figures_delta (measure, value, at, day, kind, number, district, category, channel)
           values ('opinions.closed', 1, current_timestamp, current_date, 'opinions.opinion', %s, '330102', '', '')""",
        1,
        ["opinions.closed is not what the journal says"],
    ),
    "a duty counted as done in time that was not": (
        """update duties_duty set due = closed_at - interval '1 hour'
           where number = %s and closed_at is not null and due is not null""",
        2,
        ["late.opinion.receive of {0}: 0 counted, 1 done", "on_time.opinion.receive of {0}: 1 counted, 0 done"],
    ),
    "a journal entry of nothing": (
        """insert into journal_entry
             (at, district, kind, number, matter_kind, matter_number, step, source, "to", public, signature_id, digest)
           select at, district, kind, 'SC-HB-2020-000001', matter_kind, 'SC-HB-2020-000001', 'reveal', '', '', false,
                  signature_id, '' from journal_entry where number = %s limit 1""",
        1,
        ["Entry of SC-HB-2020-000001, which is not there"],
    ),
    "a number left out": (
        "update places_tally set last = last + 1 where %s <> ''",
        1,
        ["the numbers of SC-HB-{1} have gaps"],
    ),
}


def test_what_is_planted_by_hand_is_found(begun):
    today = clock.now() - timedelta(days=1)
    opinions = list(Opinion.objects.filter(made_at__gt=today).order_by("pk"))
    assert problems() == []

    found = {name: planted(statement, opinions[which - 1]) for name, (statement, which, _expected) in PLANTS.items()}

    year = clock.today().year
    assert found == {
        name: [line.format(opinions[which - 1].number, year) for line in expected]
        for name, (_statement, which, expected) in PLANTS.items()
    }


def planted(statement, opinion):
    """What is found after a statement, which is then undone."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement, [opinion.number])
        found = problems()
        transaction.set_rollback(True)
    return found
