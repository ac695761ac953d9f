"""From keeping to sweeping, as stories."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from minsheng.ground.files import access, actions, queries, store
from minsheng.ground.files.models import File
from minsheng.ground.files.tests.conftest import sent
from minsheng.ground.files.tokens import token
from minsheng.ground.people.actors import NOBODY, SYSTEM
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours, Wrong

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 10, 9, 4, 0, tzinfo=UTC)
LAMP = {"kind": "opinions.opinion", "number": "SC-HB-2026-000001", "role": "before"}
TREE = {"kind": "opinions.opinion", "number": "SC-HB-2026-000002", "role": "before"}


def on_disk():
    """The names of what is stored, thumbnails aside."""
    folder = store.path("00").parent.parent
    return sorted(file.name for file in folder.rglob("*") if file.is_file() and not file.name.endswith(store.SMALL))


def aged(*shas):
    """Make contents look old to the sweep."""
    for sha in shas:
        for small in (False, True):
            os.utime(store.path(sha, small=small), (0, 0))


def test_a_kept_photo_is_on_disk_with_its_thumbnail(lin):
    file = actions.keep(sent(), by=lin)

    full, small = store.path(file.sha256), store.path(file.sha256, small=True)
    assert full.parent.name == file.sha256[:2]
    assert full.stat().st_size == file.bytes
    assert small.stat().st_size < file.bytes
    assert (file.mime, file.width, file.height, file.by_person_id) == ("image/jpeg", 800, 600, lin.person_id)
    assert (file.kind, file.number, file.role) == ("", "", "")


def test_a_refused_photo_leaves_nothing(lin):
    with pytest.raises(Wrong):
        actions.keep(sent(b"no photo"), by=lin)

    assert (on_disk(), File.objects.count()) == ([], 0)


def test_the_same_photo_twice_by_the_same_keeper_is_one(lin, he):
    first = actions.keep(sent(name="a.jpg"), by=lin)
    again = actions.keep(sent(name="b.jpg"), by=lin)
    other = actions.keep(sent(), by=he)
    visitor = actions.keep(sent(), by=NOBODY, keeper="session")

    assert again.pk == first.pk
    assert len({first.pk, other.pk, visitor.pk}) == 3
    assert on_disk() == [first.sha256]


def test_nobody_without_a_session_keeps_nothing():
    with pytest.raises(ValueError, match="session"):
        actions.keep(sent(), by=NOBODY)


def test_photos_are_attached_in_order_and_once(lin):
    files = [actions.keep(sent(colour=colour), by=lin) for colour in ("red", "blue", "green")]
    backwards = files[::-1]

    actions.attach(backwards, **LAMP, by=lin)
    actions.attach(backwards, **LAMP, by=lin)

    assert [f.pk for f in queries.of(LAMP["kind"], LAMP["number"])] == [f.pk for f in backwards]
    assert [f.position for f in queries.of(LAMP["kind"], LAMP["number"])] == [0, 1, 2]


def test_later_photos_come_after_earlier_ones_in_their_role(lin):
    first, second, third = (actions.keep(sent(colour=colour), by=lin) for colour in ("red", "blue", "green"))
    actions.attach([first], **LAMP, by=lin)
    actions.attach([second], **LAMP, by=lin)
    actions.attach([third], **LAMP | {"role": "after"}, by=lin)

    assert [f.pk for f in queries.of(LAMP["kind"], LAMP["number"], "before")] == [first.pk, second.pk]
    assert [f.pk for f in queries.of(LAMP["kind"], LAMP["number"], "after")] == [third.pk]
    assert queries.of("dispatch.order", LAMP["number"]) == []


def test_a_photo_belongs_to_one_matter(lin):
    file = actions.keep(sent(), by=lin)
    actions.attach([file], **LAMP, by=lin)

    with pytest.raises(NotNow):
        actions.attach([file], **TREE, by=lin)
    again = actions.keep(sent(), by=lin)
    actions.attach([again], **TREE, by=lin)

    assert [f.pk for f in queries.of(LAMP["kind"], LAMP["number"])] == [file.pk]
    assert [f.pk for f in queries.of(TREE["kind"], TREE["number"])] == [again.pk]


def test_another_persons_photo_is_not_attached_and_nothing_with_it(lin, he):
    own, other = actions.keep(sent(), by=he), actions.keep(sent(colour="red"), by=lin)

    with pytest.raises(NotYours):
        actions.attach([own, other], **LAMP, by=he)

    assert queries.of(LAMP["kind"], LAMP["number"]) == []


def test_a_photo_of_nobody_needs_proof(lin):
    file = actions.keep(sent(), by=NOBODY, keeper="session")

    with pytest.raises(NotYours):
        actions.attach([File.objects.get(pk=file.pk)], **LAMP, by=lin)
    actions.attach([file], **LAMP, by=lin)

    assert queries.of(LAMP["kind"], LAMP["number"])[0].by_person_id == lin.person_id


def test_a_removed_photo_is_not_attached(lin):
    file = actions.keep(sent(), by=lin)
    actions.remove(file)

    with pytest.raises(NotNow):
        actions.attach([file], **LAMP, by=lin)
    assert actions.keep(sent(), by=lin).pk != file.pk


def test_an_attached_photo_is_neither_removed_nor_turned(lin):
    file = actions.keep(sent(), by=lin)
    actions.attach([file], **LAMP, by=lin)

    with pytest.raises(NotNow):
        actions.remove(file)
    with pytest.raises(NotNow):
        actions.rotate(file)

    assert [f.width for f in queries.of(LAMP["kind"], LAMP["number"])] == [800]


def test_a_turned_photo_keeps_its_name_and_changes_its_content(lin):
    file = actions.keep(sent(), by=lin)
    before = queries.small_url(file)

    turned = actions.rotate(file)

    assert (turned.pk, turned.width, turned.height) == (file.pk, 600, 800)
    assert queries.small_url(turned) != before
    assert store.path(turned.sha256).stat().st_size == turned.bytes


def test_a_photo_turned_into_one_already_kept_is_that_one(lin):
    first = actions.rotate(actions.keep(sent(), by=lin))
    second = actions.rotate(actions.keep(sent(), by=lin))

    assert second.pk == first.pk
    assert access.kept_by(lin).count() == 1


def test_a_token_survives_the_session(lin):
    with clock.at(NOON):
        file = actions.keep(sent(), by=NOBODY, keeper="old session")
        text = token(file)
    with clock.at(NOON + timedelta(hours=23)):
        claimed = actions.claim(text, by=lin, keeper="new session")
        actions.attach([claimed], **LAMP, by=lin)

    assert [f.pk for f in queries.of(LAMP["kind"], LAMP["number"])] == [file.pk]


def test_a_token_ages_but_not_for_its_keeper(lin):
    with clock.at(NOON):
        text = token(actions.keep(sent(), by=NOBODY, keeper="session"))
    with clock.at(NOON + timedelta(hours=25)):
        with pytest.raises(NotNow):
            actions.claim(text, by=lin, keeper="another session")
        assert actions.claim(text, by=lin, keeper="session").by_person_id == lin.person_id


def test_another_persons_token_is_refused(lin, he):
    text = token(actions.keep(sent(), by=lin, keeper="shared browser"))

    for keeper in ("own browser", "shared browser"):
        with pytest.raises(NotNow):
            actions.claim(text, by=he, keeper=keeper)


def test_only_our_own_tokens_count(lin):
    file = actions.keep(sent(), by=lin)
    text = token(file)

    for forged in ("", "nonsense", str(file.pk), text[:-1] + ("A" if text[-1] != "A" else "B"), "x" + text):
        with pytest.raises(NotNow):
            actions.claim(forged, by=lin)
    assert actions.claim(text, by=lin).pk == file.pk


def test_claiming_what_the_session_has_already_gives_that(lin):
    old = actions.keep(sent(), by=NOBODY, keeper="old session")
    new = actions.keep(sent(), by=NOBODY, keeper="new session")

    assert actions.claim(token(old), by=NOBODY, keeper="new session").pk == new.pk


def test_a_copy_for_the_public_says_nothing_of_its_origin(lin):
    file = actions.keep(sent(), by=lin)
    File.objects.filter(pk=file.pk).update(taken_lon=120.17, taken_lat=30.25, taken_at=NOON)
    originals = actions.attach([file], **LAMP, by=lin)
    public = {"kind": "publishing.publication", "number": "7"}

    actions.copy_for(originals, **public)
    (copy,) = actions.copy_for(originals, **public)

    assert (copy.sha256, copy.width, copy.height) == (file.sha256, 800, 600)
    assert (copy.by_person_id, copy.keeper, copy.taken_lon, copy.taken_lat, copy.taken_at) == (
        None,
        "",
        None,
        None,
        None,
    )
    assert copy.pk != file.pk
    assert [f.pk for f in queries.of("publishing.publication", "7")] == [copy.pk]


def test_taking_down_the_copy_leaves_the_original(lin):
    originals = actions.attach([actions.keep(sent(), by=lin)], **LAMP, by=lin)
    actions.copy_for(originals, kind="publishing.publication", number="7")

    assert actions.take_down("publishing.publication", "7") == 1

    assert queries.of("publishing.publication", "7") == []
    assert len(queries.of(LAMP["kind"], LAMP["number"])) == 1


def test_the_photos_of_many_matters_cost_one_query(lin, django_assert_num_queries):
    lamp, tree = actions.keep(sent(), by=lin), actions.keep(sent(colour="red"), by=lin)
    actions.attach([lamp], **LAMP, by=lin)
    actions.attach([tree], **TREE | {"kind": "dispatch.order"}, by=lin)
    keys = [(LAMP["kind"], LAMP["number"]), ("dispatch.order", TREE["number"]), ("dispatch.order", "none")]

    with django_assert_num_queries(1):
        found = queries.of_many(keys)

    assert {key: [f.pk for f in files] for key, files in found.items()} == {keys[0]: [lamp.pk], keys[1]: [tree.pk]}
    assert queries.of_many([]) == {}


def test_the_sweep_takes_what_was_never_attached_and_no_more(lin):
    with clock.at(NOON):
        forgotten = actions.keep(sent(colour="red"), by=lin)
        shared = actions.keep(sent(colour="blue"), by=lin)
        attached = actions.keep(sent(colour="blue"), by=SYSTEM)
        actions.attach([attached], **LAMP, by=SYSTEM)
        dropped = actions.keep(sent(colour="green"), by=lin)
        actions.remove(dropped)
    with clock.at(NOON + timedelta(hours=47)):
        young = actions.keep(sent(colour="white"), by=lin)
        assert actions.sweep_unattached() == 0
    aged(forgotten.sha256, shared.sha256, dropped.sha256, young.sha256)

    with clock.at(NOON + timedelta(hours=49)):
        assert actions.sweep_unattached() == 3

    assert set(File.objects.values_list("pk", flat=True)) == {attached.pk, young.pk}
    assert on_disk() == sorted([attached.sha256, young.sha256])
    assert store.path(attached.sha256, small=True).exists()


def test_the_sweep_takes_what_a_crash_left(lin):
    file = actions.keep(sent(), by=lin)
    left = [store.path("ab" * 32), store.path("ab" * 32).with_suffix(".part"), store.path("ab" * 32, small=True)]
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"left by a crash")
        os.utime(path, (0, 0))

    assert actions.sweep_unattached() == 0

    assert [path.exists() for path in left] == [False, False, False]
    assert on_disk() == [file.sha256]
