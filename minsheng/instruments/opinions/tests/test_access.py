"""Who may do what, and who sees what. The grids are written by hand from domain.md §4 and §5.1, §0.4."""

import pytest

from minsheng.ground.people.queries import visitor
from minsheng.instruments.opinions import access, actions
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.workflow import STEPS
from tests.town import allowed

pytestmark = pytest.mark.django_db

NONE: set[str] = set()
CONTACT = {"reveal"}
PRINT = {"print"}
KEEP = {"hide", "reveal", *PRINT}
SHOW = {"publish", *KEEP}

# state of the opinion -> actor -> what they may do with it; whoever is not named may do nothing
OPINION = {
    "submitted": {
        "resident": PRINT,
        "link": PRINT,
        "deputy of the station": {"receive", "transfer", *CONTACT},
        "office": KEEP,
        "director": KEEP,
        "district": CONTACT,
        "coordinator": NONE,
        "system": {"transfer"},
    },
    "received": {
        "resident": PRINT,
        "link": PRINT,
        "deputy of the station": {"transfer", *CONTACT},
        "office": KEEP,
        "director": KEEP,
        "district": CONTACT,
        "system": {"transfer"},
    },
    "transferred": {
        "resident": PRINT,
        "link": PRINT,
        "deputy of the station": CONTACT,
        "office": {"triage", *SHOW},
        "director": KEEP,
        "district": CONTACT,
    },
    "triaged": {
        "resident": PRINT,
        "link": PRINT,
        "deputy of the station": CONTACT,
        "office": {"dispatch", *SHOW},
        "director": KEEP,
        "district": CONTACT,
    },
    "accepted": {
        "resident": PRINT,
        "link": PRINT,
        "deputy of the station": CONTACT,
        "office": SHOW,
        "director": KEEP,
        "handler": {*CONTACT, *PRINT},
        "district": CONTACT,
        "system": {"conclude"},
    },
    "answered": {
        "resident": {"rate", *PRINT},
        "link": {"rate", *PRINT},
        "deputy of the station": CONTACT,
        "office": SHOW,
        "director": KEEP,
        "handler": {*CONTACT, *PRINT},
        "district": CONTACT,
        "system": {"close"},
    },
    "rated": {
        "resident": PRINT,
        "link": PRINT,
        "deputy of the station": CONTACT,
        "office": {"close", "reopen", *SHOW},
        "director": KEEP,
        "handler": {*CONTACT, *PRINT},
        "district": CONTACT,
    },
}

# who sees an opinion of 湖滨 that its 公共管理办公室 has in hand
SEES = {
    "resident",
    "link",
    "deputy of the station",
    "office",
    "director",
    "handler",
    "district",
    "auditor",
}


@pytest.fixture
def actors(town):
    return town.actors()


def _link(opinion):
    return visitor(Opinion.kind(), opinion.number, opinion.author_id, opinion.district)


@pytest.mark.parametrize("state", OPINION)
def test_who_may_do_what_with_an_opinion(town, actors, state):
    opinion = town.opinion(state)
    actors["link"] = _link(opinion)
    expected = {name: names for name, names in OPINION[state].items() if names}
    assert allowed(STEPS, opinion, actors) == expected


def test_who_sees_an_opinion_that_a_unit_has_in_hand(town, actors):
    opinion = town.opinion("accepted")
    actors["link"] = _link(opinion)
    seen = {name for name, actor in actors.items() if access.visible_to(actor).filter(pk=opinion.pk).exists()}
    assert seen == SEES


def test_a_hidden_opinion_is_seen_by_its_author_the_office_and_the_director_only(town, actors):
    opinion = town.opinion("accepted")
    actions.hide(opinion, by=town.by("hb.office"), note="涉及检举")
    actors["link"] = _link(opinion)
    seen = {name for name, actor in actors.items() if access.visible_to(actor).filter(pk=opinion.pk).exists()}
    assert seen == {"resident", "link", "office", "director"}


def test_a_link_to_one_matter_opens_no_other(town):
    mine, other = town.opinion("answered"), town.opinion("answered")
    link = _link(mine)
    assert (access.may_rate(link, mine), access.may_rate(link, other)) == (True, False)
    assert list(access.visible_to(link)) == [mine]


def test_a_clerk_does_not_decide_about_their_own_report(town):
    from minsheng.ground.people.queries import actor_of, options

    clerk = town.person("hb.office")
    myself = next(o for o in options(clerk, strong=True) if o.role == "resident")
    opinion = town.report(by=actor_of(clerk, myself.key))
    town._to_transferred(opinion, "hb")
    assert access.may_office(town.by("hb.office"), opinion) is False


def test_a_clerk_neither_hides_nor_passes_the_answer_to_their_own_report(town):
    from minsheng.instruments.dispatch.workflow import STEPS as ORDERS
    from minsheng.kernel.errors import NotYours
    from minsheng.kernel.workflow import take

    opinion = town.opinion("answered_by_unit")
    clerk = town.by("hb.office")
    Opinion.objects.filter(pk=opinion.pk).update(author=clerk.person_id)
    opinion.refresh_from_db()
    with pytest.raises(NotYours):
        take(town.lead(opinion), ORDERS.act("approve").name, by=clerk)
    assert access.may_hide(clerk, opinion) is False


def test_nobody_rates_the_work_of_their_own_unit(town):
    from minsheng.ground.people.queries import actor_of

    opinion = town.opinion("answered")
    handler = town.person("hb.pm")
    Opinion.objects.filter(pk=opinion.pk).update(author=handler)
    opinion.refresh_from_db()
    assert access.may_rate(actor_of(handler, "resident"), opinion) is False
