"""Second factors and one-time links, without the pages."""

from datetime import timedelta

import pytest

from minsheng.ground.people import actions as people
from minsheng.kernel import clock
from minsheng.kernel.errors import TooOften
from minsheng.ports.signin import actions, queries
from minsheng.ports.signin.tests.devices import PASSWORD, enrolled, shown, wrong

pytestmark = pytest.mark.django_db
HERE = "10.0.0.8"


@pytest.fixture
def clerk():
    return people.register_staff("signin.clerk", "li")


def test_a_device_is_set_up_by_its_first_right_code_only(clerk):
    secret = actions.new_secret()
    assert (actions.enrol(clerk, secret, wrong(secret)), queries.has_factor(clerk)) == (False, False)
    assert (actions.enrol(clerk, secret, shown(secret)), queries.has_factor(clerk)) == (True, True)
    assert len(set(queries.recovery_codes(clerk))) == 10


def test_the_code_that_set_up_a_device_does_not_sign_in_too(clerk):
    secret = actions.new_secret()
    actions.enrol(clerk, secret, shown(secret))
    assert actions.use_factor(clerk, shown(secret), HERE) is False
    assert actions.use_factor(clerk, shown(secret, 1), HERE) is True


def test_an_earlier_code_is_void_after_a_later_one(clerk):
    secret = enrolled(clerk)
    assert actions.use_factor(clerk, shown(secret, 1), HERE) is True
    assert actions.use_factor(clerk, shown(secret), HERE) is False


def test_somebody_elses_codes_are_wrong(clerk):
    enrolled(clerk)
    other = people.register_staff("signin.other", "wu")
    code = shown(enrolled(other))
    assert (actions.use_factor(clerk, code, HERE), actions.use_factor(other, code, HERE)) == (False, True)
    recovery = queries.recovery_codes(other)[0]
    assert (actions.use_factor(clerk, recovery, HERE), actions.use_factor(other, recovery, HERE)) == (False, True)


def test_factors_follow_real_time_when_our_clock_is_moved(clerk):
    secret = enrolled(clerk)
    with clock.at(clock.now() + timedelta(days=400)):
        assert actions.use_factor(clerk, shown(secret), HERE) is True


def test_codes_tried_are_counted_per_account_wherever_they_come_from(clerk):
    secret = enrolled(clerk)
    for last in range(10):
        actions.use_factor(clerk, wrong(secret), f"10.0.1.{last}")
    with pytest.raises(TooOften):
        actions.use_factor(clerk, shown(secret), HERE)


def test_a_one_time_link_sets_name_and_password_once(clerk):
    token = actions.make_link(clerk).split("/")[3]
    assert actions.use_link(token, "signin.clerk.new", PASSWORD).check_password(PASSWORD) is True
    clerk.refresh_from_db()
    assert clerk.username == "signin.clerk.new"
    with pytest.raises(actions.NoLink):
        actions.use_link(token, "signin.clerk.again", "another pass word")


def test_a_token_that_was_never_made_belongs_to_nobody():
    with pytest.raises(actions.NoLink):
        actions.owner_of("never-made")
