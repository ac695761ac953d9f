"""What the public sees, from publishing to withdrawing."""

from datetime import timedelta
from decimal import Decimal

import pytest

from minsheng.ground.files.queries import of as photos_of
from minsheng.ground.people.actors import NOBODY
from minsheng.instruments.publishing import actions, queries
from minsheng.instruments.publishing.access import sees
from minsheng.instruments.publishing.models import Publication
from minsheng.instruments.publishing.tests.conftest import MADE
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow

pytestmark = pytest.mark.django_db


def public_photos(row):
    return [(photo.sha256, photo.role) for photo in photos_of(Publication.KIND, row.number)]


def said(row):
    row.refresh_from_db()
    return row.title, row.text, row.answer, row.answered_by, row.stage


def test_publishing_again_replaces_what_was_shown(publish, photo):
    first, second, third = photo("teal"), photo("red"), photo("green", role="after")
    row = publish(photos=[first, second])
    before = public_photos(row)
    again = publish(title="灌木枯死", text="请补种。", photos=[second, third])
    assert again.pk == row.pk
    assert said(row) == ("灌木枯死", "请补种。", "", "", "in_hand")
    assert before == [(first.sha256, "before"), (second.sha256, "before")]
    assert public_photos(row) == [(third.sha256, "after"), (second.sha256, "before")]


def test_the_photos_of_the_matter_stay_where_they_are_and_the_copies_tell_nothing_of_who_took_them(publish, photo):
    taken = photo("teal")
    row = publish(photos=[taken])
    actions.withdraw(row.key)
    assert [file.pk for file in photos_of("opinions.opinion", row.number)] == [taken.pk]
    publish(photos=[taken])
    copy = photos_of(Publication.KIND, row.number)[0]
    assert (copy.by_person_id, copy.taken_lon, copy.taken_at, copy.keeper) == (None, None, None, "")


def test_a_point_is_moved_to_the_nearest_crossing_of_a_grid_of_two_hundred_metres(publish):
    row = publish()
    row.refresh_from_db()
    assert (row.lon, row.lat) == (Decimal("120.168"), Decimal("30.254"))
    assert actions.coarse((Decimal("120.167001"), Decimal("30.255001"))) == (Decimal("120.168"), Decimal("30.256"))
    assert actions.coarse(None) == (None, None)


def test_an_answer_is_shown_with_its_unit_and_photos_and_only_where_the_matter_is_public(publish, photo):
    row = publish(photos=[photo("teal")])
    after = photo("green", role="after")
    actions.answer(row.key, text="已补种灌木 40 株。", unit="公共管理办公室", photos=[after])
    assert said(row)[2:4] == ("已补种灌木 40 株。", "公共管理办公室")
    actions.answer(row.key, text="已补种。", unit="公共管理办公室")
    assert [role for _sha, role in public_photos(row)] == ["after", "before"]
    publish()
    assert said(row)[2:4] == ("", "")
    actions.withdraw(row.key)
    with pytest.raises(NotNow):
        actions.answer(row.key, text="已补种。", unit="公共管理办公室")


def test_what_is_withdrawn_is_seen_by_nobody_and_everything_has_to_be_given_again(publish, photo):
    row = publish(photos=[photo("teal")])
    actions.answer(row.key, text="请找张三", unit="公共管理办公室")
    actions.withdraw(row.key)
    gone = [queries.of(row.key), queries.page(row.key), sees(NOBODY, row.number), public_photos(row)]
    assert gone == [None, None, False, []]
    with clock.at(clock.now() + timedelta(days=1)):
        publish()
    assert said(row)[2:4] == ("", "")
    assert clock.local(row.published_at).date() == clock.today() + timedelta(days=1)


def test_withdrawing_what_was_never_published_does_nothing(town):
    actions.withdraw(("opinions.opinion", "SC-HB-2026-000009"))
    assert queries.live().count() == 0


def test_the_public_follows_a_matter_by_its_stage_and_reads_no_other_word_of_it(town, publish):
    opinion = town.opinion("triaged", text="三单元的老王电话 19900000007")
    row = publish(int(opinion.number[-6:]), state=opinion.state, place=opinion.place)
    stages = [said(row)[4]]
    for step in ("sent", "accepted", "answered_by_unit", "answered"):
        getattr(town, f"_to_{step}")(opinion, "hb")
        stages.append(said(row)[4])
    assert stages == ["in_hand", "in_hand", "in_hand", "in_hand", "answered"]
    assert said(row)[:4] == (row.title, "小区绿化带的灌木枯死了一片，请补种。", "", "")


def test_a_withdrawn_copy_does_not_move_with_its_matter(town, publish):
    opinion = town.opinion("transferred")
    row = publish(int(opinion.number[-6:]), state=opinion.state, place=opinion.place)
    actions.withdraw(row.key)
    town._to_triaged(opinion, "hb")
    assert said(row)[4] == "received"


def test_a_kind_that_has_not_said_its_stages_can_not_be_published(publish, town):
    with pytest.raises(LookupError):
        actions.publish(
            ("plans.plan", "SC-P2026-000001"),
            district="330102",
            place=town.street(),
            category="",
            state="new",
            made_at=MADE,
            point=None,
            copy=actions.Copy("规划", ""),
        )
    assert Publication.objects.count() == 0
