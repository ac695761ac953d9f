"""Who hears how a matter goes on."""

import pytest

from minsheng.ground.notices.models import Notice
from minsheng.ground.people.queries import visitor
from minsheng.instruments.follows import actions, queries
from minsheng.kernel.errors import NotYours

pytestmark = pytest.mark.django_db

OPINION = "opinions.opinion"


def told(opinion):
    """What followers were told: person and step, in order."""
    rows = Notice.objects.filter(matter_number=opinion.number, official=False).order_by("id")
    return [(row.person_id, row.step) for row in rows]


def test_whoever_reports_something_follows_it(town):
    opinion = town.report()
    assert queries.followers(opinion.key) == [town.resident().person_id]
    assert queries.followed(town.resident()) == [opinion.key]


def test_following_twice_is_following_once_and_stopping_twice_is_stopping(town):
    opinion, neighbour = town.report(), town.resident(2)
    actions.follow(opinion.key, by=neighbour)
    actions.follow(opinion.key, by=neighbour)
    both = queries.followers(opinion.key)
    actions.unfollow(opinion.key, by=neighbour)
    actions.unfollow(opinion.key, by=neighbour)
    assert [both, queries.follows(opinion.key, neighbour)] == [[town.resident().person_id, neighbour.person_id], False]


def test_whoever_came_by_a_signed_link_follows_as_the_person_it_was_sent_to(town):
    opinion, person = town.report(), town.resident(2).person_id
    actions.follow(opinion.key, by=visitor(OPINION, opinion.number, person, "330102"))
    assert queries.follows(opinion.key, town.resident(2))


@pytest.mark.parametrize("username", ["hb.office", "hb.pm", "district"])
def test_nobody_follows_in_an_official_role(town, username):
    opinion = town.report()
    with pytest.raises(NotYours):
        actions.follow(opinion.key, by=town.by(username))


def test_the_author_is_told_of_each_public_step_of_the_matter_and_its_parts_but_not_of_their_own(town):
    opinion = town.opinion("answered")
    author = town.resident().person_id
    steps = ["receive", "transfer", "triage", "dispatch", "accept", "answer", "approve", "conclude"]
    assert told(opinion) == [(author, step) for step in steps]


def test_what_is_done_between_offices_is_told_to_no_follower(town):
    opinion = town.opinion("sent")
    before = told(opinion)
    town.send_back(town.lead(opinion), by=town.by("hb.pm"))
    assert told(opinion) == before


def test_a_neighbour_hears_of_a_matter_only_while_it_is_public(town, published):
    opinion, neighbour = town.opinion("triaged"), town.resident(2)
    actions.follow(opinion.key, by=neighbour)
    town._to_sent(opinion, "hb")
    private = [step for person, step in told(opinion) if person == neighbour.person_id]
    published(opinion)
    town._to_accepted(opinion, "hb")
    assert [private, [step for person, step in told(opinion) if person == neighbour.person_id]] == [[], ["accept"]]


def test_only_who_sees_the_matter_itself_gets_the_link_that_opens_it(town, published):
    opinion, author, neighbour = town.opinion("triaged"), town.resident(), town.resident(2)
    actions.follow(opinion.key, by=neighbour)
    published(opinion)
    found = queries.audience(opinion.key)
    assert [found.inside, found.outside] == [[author.person_id], [neighbour.person_id]]


def test_the_author_of_a_hidden_matter_still_hears_of_it_and_nobody_else_does(town, published):
    opinion, author, neighbour = town.opinion("triaged"), town.resident(), town.resident(2)
    actions.follow(opinion.key, by=neighbour)
    published(opinion)
    published.hide(opinion)
    found = queries.audience(opinion.key)
    assert [found.inside, found.outside] == [[author.person_id], []]
