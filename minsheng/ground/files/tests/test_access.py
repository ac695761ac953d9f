"""Who sees a photo, and who may still change it: the grid, by hand."""

import pytest

from minsheng.ground.files import access, actions
from minsheng.ground.files.tests.conftest import sent
from minsheng.ground.people.actors import NOBODY, SYSTEM
from minsheng.ground.people.queries import visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def _guards(lin):
    access.guard("tests.matter", lambda actor, number: actor == lin and number == "1")
    access.guard("tests.public", lambda *_: True)
    yield
    del access.guards["tests.matter"], access.guards["tests.public"]


def seers(file, lin, he):
    """Who sees it: each actor with each session."""
    actors = {"lin": lin, "he": he, "nobody": NOBODY, "link": visitor("tests.matter", "1", lin.person_id, "330102")}
    return {
        f"{name}{' ' * bool(keeper)}{keeper}"
        for name, actor in actors.items()
        for keeper in ("", "session")
        if access.may_see(actor, file, keeper=keeper)
    }


def test_a_signed_in_persons_photo_is_seen_by_that_person_in_any_session(lin, he):
    file = actions.keep(sent(), by=lin)

    assert seers(file, lin, he) == {"lin", "lin session"}


def test_a_photo_of_a_session_is_seen_in_that_session_whoever_signs_in(lin, he):
    file = actions.keep(sent(), by=NOBODY, keeper="session")

    assert seers(file, lin, he) == {"lin session", "he session", "nobody session", "link session"}


def test_a_photo_of_a_person_in_a_session_is_not_the_next_persons(lin, he):
    file = actions.keep(sent(), by=lin, keeper="session")

    assert seers(file, lin, he) == {"lin", "lin session", "nobody session", "link session"}


@pytest.mark.usefixtures("_guards")
def test_an_attached_photo_is_seen_by_whom_the_matter_lets_in(lin, he):
    mine, other = (actions.keep(sent(colour=colour), by=he, keeper="session") for colour in ("red", "blue"))
    actions.attach([mine], kind="tests.matter", number="1", by=he)
    actions.attach([other], kind="tests.matter", number="2", by=he)
    mine.refresh_from_db()
    other.refresh_from_db()

    assert seers(mine, lin, he) == {"lin", "lin session"}
    assert seers(other, lin, he) == set()


@pytest.mark.usefixtures("_guards")
def test_a_matter_without_a_guard_shows_nothing(lin, he):
    (file,) = actions.attach([actions.keep(sent(), by=lin)], kind="tests.unguarded", number="1", by=lin)

    assert seers(file, lin, he) == set()


@pytest.mark.usefixtures("_guards")
def test_only_what_everybody_sees_is_public(lin):
    kept = actions.keep(sent(), by=lin)
    assert not access.is_public(kept)
    (shown,) = actions.copy_for([kept], kind="tests.public", number="1")
    (private,) = actions.attach([kept], kind="tests.matter", number="1", by=lin)

    assert (access.is_public(shown), access.is_public(private)) == (True, False)


def test_a_removed_photo_is_seen_by_nobody(lin, he):
    file = actions.keep(sent(), by=lin, keeper="session")
    actions.remove(file)
    file.refresh_from_db()

    assert seers(file, lin, he) == set()
    assert access.seen(lin, file.pk) is None


def test_the_list_of_kept_photos_agrees_with_the_question(lin, he):
    files = [
        actions.keep(sent(), by=lin),
        actions.keep(sent(colour="red"), by=NOBODY, keeper="session"),
        actions.keep(sent(colour="blue"), by=he, keeper="session"),
        actions.keep(sent(colour="green"), by=SYSTEM),
    ]
    for actor in (lin, he, NOBODY, SYSTEM, visitor("tests.matter", "1", lin.person_id, "330102")):
        for keeper in ("", "session"):
            listed = set(access.kept_by(actor, keeper))
            assert listed == {file for file in files if access.keeps(actor, file, keeper)}
