"""The journal: append-only, erasable in words, readable in commit order."""

import pytest
from django.db import DatabaseError, connection, transaction

from minsheng.ground.journal import actions
from minsheng.ground.journal.models import Entry, Words
from minsheng.ground.journal.queries import sealable, timeline

pytestmark = pytest.mark.django_db

CHANGES = (
    "update journal_entry set step = 'x'",
    "delete from journal_entry",
    "truncate journal_entry cascade",
    "update journal_words set note = 'x'",
    "delete from journal_words",
)


@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_refuses_to_change_what_was_written(town, statement):
    town.opinion("transferred")
    before = list(Entry.objects.values())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(Entry.objects.values()) == before


def test_erased_words_are_gone_and_the_proof_stays(town):
    opinion = town.opinion("transferred")
    before = list(Entry.objects.values_list("id", "digest"))
    count = actions.erase(opinion.key, by=town.by("hb.office"))
    left = Words.objects.filter(entry__number=opinion.number, entry__step__in=["submit", "transfer"])
    assert count == left.count() == 2
    assert [(w.note, w.facts, bytes(w.salt)) for w in left] == [("", {}, b"")] * 2
    assert list(Entry.objects.exclude(step="erase").values_list("id", "digest")) == before
    assert actions.erase(opinion.key, by=town.by("hb.office")) == 0


def test_the_digest_is_of_salt_and_canonical_words():
    said = {"note": "请尽快看看", "facts": {"b": 1, "a": "二"}}
    turned = {"facts": {"a": "二", "b": 1}, "note": "请尽快看看"}
    assert actions.digest(b"salt", said) == actions.digest(b"salt", turned)
    assert actions.digest(b"salt", said) != actions.digest(b"tlas", said)


def test_residents_see_public_acts_and_no_notes(town):
    opinion = town.opinion("sent")
    lines = timeline(opinion.key, resident=True)
    assert [(line.step, line.note) for line in lines] == [
        ("submit", ""),
        ("receive", ""),
        ("transfer", ""),
        ("triage", ""),
        ("dispatch", ""),
    ]
    assert [dict(line.facts) for line in lines if line.facts] == [{"unit": "公共管理办公室"}]
    assert [line.note for line in timeline(opinion.key, resident=False) if line.note] == ["请尽快看看"]


def test_an_entry_holds_no_free_text(town):
    opinion = town.opinion("transferred")
    told = " ".join(
        str(value) for row in Entry.objects.filter(number=opinion.number).values() for value in row.values()
    )
    assert [word for word in ("请尽快看看", "灌木", "19900000001") if word in told] == []


def test_what_a_running_transaction_may_still_precede_is_not_sealed(town):
    town.report()
    assert sealable()[0] == []
