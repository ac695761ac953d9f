"""Who may do what, and who sees what. The grids are written by hand from domain.md §4 and §5.1, §0.4."""

import pytest

from minsheng.ground.people.queries import visitor
from minsheng.ground.policies.queries import category
from minsheng.instruments.opinions import access, actions
from minsheng.instruments.opinions.actions import after
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.workflow import STEPS
from minsheng.kernel.workflow import take
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
        "resident": {"withdraw", *PRINT},
        "link": {"withdraw", *PRINT},
        "deputy of the station": {"receive", "transfer", "answer_on_spot", "comment", *CONTACT},
        "office": KEEP,
        "director": KEEP,
        "district": CONTACT,
        "coordinator": NONE,
        "system": {"transfer", "ask"},
    },
    "received": {
        "resident": {"withdraw", *PRINT},
        "link": {"withdraw", *PRINT},
        "deputy of the station": {"transfer", "answer_on_spot", "comment", *CONTACT},
        "office": KEEP,
        "director": KEEP,
        "district": CONTACT,
        "system": {"transfer", "ask"},
    },
    "transferred": {
        "resident": {"withdraw", *PRINT},
        "link": {"withdraw", *PRINT},
        "deputy of the station": {"comment", *CONTACT},
        "office": {"triage", "track", *SHOW},
        "director": KEEP,
        "district": CONTACT,
        "system": {"ask"},
    },
    "triaged": {
        "resident": {"withdraw", *PRINT},
        "link": {"withdraw", *PRINT},
        "deputy of the station": {"comment", *CONTACT},
        "office": {"dispatch", "merge", "hand_over", "decline", "track", *SHOW},
        "director": KEEP,
        "district": CONTACT,
        "system": {"ask"},
    },
    "accepted": {
        "resident": PRINT,
        "link": PRINT,
        "deputy of the station": {"comment", *CONTACT},
        "office": {"track", *SHOW},
        "director": KEEP,
        "handler": {*CONTACT, *PRINT},
        "district": CONTACT,
        "system": {"conclude", "promise", "ask"},
    },
    "promised": {
        "resident": PRINT,
        "link": PRINT,
        "deputy of the station": {"comment", *CONTACT},
        "office": {"track", *SHOW},
        "director": KEEP,
        "handler": {*CONTACT, *PRINT},
        "district": CONTACT,
        "system": {"conclude", "ask"},
    },
    "answered": {
        "resident": {"rate", *PRINT},
        "link": {"rate", *PRINT},
        "deputy of the station": CONTACT,
        "office": SHOW,
        "director": KEEP,
        "handler": {*CONTACT, *PRINT},
        "district": CONTACT,
        "system": {"close", "ask"},
    },
    "rated": {
        "resident": PRINT,
        "link": PRINT,
        "deputy of the station": CONTACT,
        "office": {"call_back", *SHOW},
        "director": KEEP,
        "handler": {*CONTACT, *PRINT},
        "district": CONTACT,
        "system": {"ask"},
    },
    "callback": {
        "resident": PRINT,
        "link": PRINT,
        "deputy of the station": CONTACT,
        "office": {"call_back", "close", "reopen", *SHOW},
        "director": KEEP,
        "handler": {*CONTACT, *PRINT},
        "district": CONTACT,
        "system": {"ask"},
    },
    "closed": {
        "resident": PRINT,
        "link": PRINT,
        "deputy of the station": CONTACT,
        "office": SHOW,
        "director": KEEP,
        "handler": {*CONTACT, *PRINT},
        "district": CONTACT,
        "system": {"reopen", "ask"},
    },
    "not_accepted": {
        "resident": {"contest", *PRINT},
        "link": {"contest", *PRINT},
        "deputy of the station": CONTACT,
        "office": SHOW,
        "director": KEEP,
        "district": CONTACT,
        "system": {"ask"},
    },
    "merged": {
        "resident": {"contest", *PRINT},
        "link": {"contest", *PRINT},
        "deputy of the station": CONTACT,
        "office": {"unmerge", *SHOW},
        "director": KEEP,
        "district": CONTACT,
        "system": {"unmerge", "ask"},
    },
    "handed_over": {
        "resident": PRINT,
        "link": PRINT,
        "deputy of the station": CONTACT,
        "office": SHOW,
        "director": KEEP,
        "district": CONTACT,
        "system": {"bring_back", "ask"},
    },
    "withdrawn": {
        "resident": PRINT,
        "link": PRINT,
        "deputy of the station": CONTACT,
        "office": SHOW,
        "director": KEEP,
        "district": CONTACT,
        "system": {"ask"},
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


def test_an_explanation_on_the_spot_stands_only_by_the_office_and_is_objected_to_only_by_its_author(town, actors):
    opinion = town.explained()
    actions.triage(opinion, category=category("01.05"), tier="simple", by=town.by("hb.office"))
    stands = {name for name, actor in actors.items() if access.may_accept_answer(actor, opinion)}
    take(opinion, "accept_answer", by=town.by("hb.office"))
    objects = {name for name, actor in actors.items() if access.may_contest(actor, opinion)}
    assert (stands, objects) == ({"office"}, {"resident"})


def test_deputies_who_follow_a_matter_up_may_add_a_word_and_urge_and_nothing_else(town, actors):
    opinion = town.opinion("accepted")
    posts = [town.deputy_row("HB", i).post for i in (2, 3)]
    after.track(opinion, posts=posts, by=town.by("hb.office"))
    follower = town.deputy("HB", 2)
    assert allowed(STEPS, opinion, {"follower": follower}) == {"follower": {"comment", "urge", *CONTACT}}


def test_who_meets_with_the_same_may_say_so_of_what_is_public_its_author_and_officials_may_not(town, actors):
    opinion = town.opinion("accepted")
    before = {name for name, actor in actors.items() if access.may_support(actor, opinion)}
    actions.publish(opinion, copy=actions.Copy("灌木枯死", "小区灌木枯死。"), by=town.by("hb.office"))
    now = {name for name, actor in actors.items() if access.may_support(actor, opinion)}
    assert (before, now) == (set(), {"another resident"})


def test_whoever_is_accused_never_sees_it_whatever_their_post(town, actors):
    of_a_person, of_a_unit = town.opinion("transferred"), town.opinion("transferred")
    actions.hide(of_a_person, by=town.by("hb.office"), note="反映主任", person=town.person("hb.director"))
    actions.hide(of_a_unit, by=town.by("hb.office"), note="反映人大办", unit=of_a_unit.office)
    assert list(access.visible_to(town.by("hb.director"))) == [of_a_unit]
    assert list(access.visible_to(town.by("hb.office"))) == [of_a_person]


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
