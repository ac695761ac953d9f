"""People: codes, limits, and what somebody may act as."""

from datetime import timedelta

import pytest

from minsheng.ground.people import actions
from minsheng.ground.people.models import Deputy, Person, Post, SignInCode
from minsheng.ground.people.queries import actor_of, clean_phone, masked_name, masked_phone, options
from minsheng.kernel import clock
from minsheng.kernel.errors import TooOften, Wrong

pytestmark = pytest.mark.django_db

FIVE = {"life": timedelta(minutes=5), "tries": 5}
PHONE = "19900000099"


def test_a_phone_and_its_code_make_a_resident_once(db):
    first = actions.sign_in_by_code(PHONE, actions.make_code(PHONE), **FIVE)
    again = actions.sign_in_by_code(PHONE, actions.make_code(PHONE), **FIVE)
    assert (first, Person.objects.filter(contact__phone=PHONE).count()) == (again, 1)


def test_a_code_works_once_and_for_five_minutes(db):
    code = actions.make_code(PHONE)
    with clock.at(clock.now() + timedelta(minutes=5, seconds=1)), pytest.raises(Wrong):
        actions.sign_in_by_code(PHONE, code, **FIVE)
    assert actions.use_code(PHONE, code, **FIVE) is True
    assert actions.use_code(PHONE, code, **FIVE) is False


def test_after_five_wrong_tries_the_right_code_is_too_late(db):
    code = actions.make_code(PHONE)
    wrong = "000000" if code != "000000" else "111111"
    tries = [actions.use_code(PHONE, wrong, **FIVE) for _ in range(5)]
    assert (tries, actions.use_code(PHONE, code, **FIVE)) == ([False] * 5, False)


def test_neither_phone_nor_code_is_kept_in_the_clear(db):
    code = actions.make_code(PHONE)
    row = SignInCode.objects.get()
    assert [part for part in (PHONE, code) if part in f"{row.phone_digest}{row.code_digest}"] == []


def test_a_limit_lets_so_many_through_and_forgets_after_its_time(db):
    rule = {"most": 2, "within": timedelta(hours=1)}
    for _ in range(2):
        actions.limit("code", PHONE, **rule)
    with pytest.raises(TooOften):
        actions.limit("code", PHONE, **rule)
    actions.limit("code", "19900000098", **rule)
    with clock.at(clock.now() + timedelta(hours=1, seconds=1)):
        actions.limit("code", PHONE, **rule)


def test_a_phone_code_alone_opens_no_officials_post(town):
    clerk = town.person("hb.office")
    assert [o.role for o in options(clerk, strong=False)] == ["resident"]
    assert [o.role for o in options(clerk, strong=True)] == ["office", "resident"]


def test_a_deputy_acts_for_all_their_posts_at_once(town):
    person = town.deputy_row().person
    posts = set(Post.objects.filter(appointments__person=person).values_list("pk", flat=True))
    assert (actor_of(person).posts, len(posts)) == (posts, 3)


def test_a_suspended_deputy_acts_as_a_resident_only(town):
    row = town.deputy_row()
    actions.set_status(row, Deputy.Status.SUSPENDED, reason="依法暂停执行代表职务")
    assert [o.role for o in options(row.person, strong=True)] == ["resident"]


def test_a_substitute_acts_for_a_post_on_those_days_and_no_other(town):
    post = Post.objects.get(appointments__person__username="hb.office")
    today = clock.today()
    actions.substitute(post, town.person("kx.office"), since=today, until=today + timedelta(days=2))
    with clock.at(clock.now() + timedelta(days=3)):
        after = [o.post.unit.short for o in options(town.person("kx.office"), strong=True) if o.post]
    during = [o.post.unit.short for o in options(town.person("kx.office"), strong=True) if o.post]
    assert (during, after) == (["凯旋街道人大办", "湖滨街道人大办"], ["凯旋街道人大办"])


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("199 0000 0001", "19900000001"),
        ("+86-19900000001", "19900000001"),
        ("１９９０００００００１", "19900000001"),
        ("0571-88880000", ""),
        ("199000000012", ""),
    ],
)
def test_a_phone_is_understood_however_it_is_typed(typed, clean):
    assert clean_phone(typed) == clean


def test_names_and_phones_are_masked():
    assert (masked_phone("19900000001"), masked_phone("123"), masked_name("沈文澜"), masked_name("")) == (
        "199****0001",
        "****",
        "沈**",
        "",
    )


def test_a_person_gives_themselves_a_name_and_nobody_else_one(town):
    actions.rename("沈小澜", by=town.resident(1))
    assert (town.resident(1).name, town.resident(2).name == "沈小澜") == ("沈小澜", False)
