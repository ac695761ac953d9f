"""The signature, with the value that docs/operations.md gives as an example."""

from datetime import timedelta
from pathlib import Path

import pytest

from minsheng.instruments.gateways import signing
from minsheng.instruments.gateways.signing import Proof, Unproven
from minsheng.kernel import clock

DOCS = Path(__file__).parents[4] / "docs" / "operations.md"
KEY, MOMENT, NONCE, BODY = "example-key", "1767225600", "0123456789abcdef", b'{"event":"e-1"}'
WINDOW = timedelta(minutes=5)


def proof(*, key=KEY, body=BODY, late=timedelta()):
    moment = str(int((clock.now() - late).timestamp()))
    return Proof(moment, NONCE, signing.sign(key, moment, NONCE, body))


def passes(keys, given, body=BODY):
    try:
        signing.check(keys, given, body, window=WINDOW)
    except Unproven:
        return False
    return True


def test_the_signature_is_the_one_that_the_handbook_gives_as_an_example():
    made = signing.sign(KEY, MOMENT, NONCE, BODY)
    assert made == "f2d34637095406558ad5fa5dc779bbb0e0f02098cdc89e36756bcc4606fe8824"
    assert {made, KEY, MOMENT, NONCE, BODY.decode()} <= set(
        DOCS.read_text(encoding="utf-8").replace("`", "\n").split("\n")
    )


def test_what_was_signed_by_any_of_the_keys_passes_and_nothing_else_does():
    assert passes((KEY,), proof())
    assert passes(("a newer key", KEY), proof())
    assert not passes((KEY,), proof(key="another key"))
    assert not passes((), proof())


def test_what_was_changed_on_the_way_does_not_pass():
    given = proof()
    assert not passes((KEY,), given, BODY.replace(b"e-1", b"e-2"))
    assert not passes((KEY,), Proof(given.moment, "another", given.signature))
    assert not passes((KEY,), Proof(str(int(given.moment) + 1), given.nonce, given.signature))


def test_a_signature_holds_for_five_minutes_before_and_after():
    late = [timedelta(minutes=minutes) for minutes in (-6, -4, 0, 4, 6)]
    assert [passes((KEY,), proof(late=each)) for each in late] == [False, True, True, True, False]


@pytest.mark.parametrize("moment", ["", "soon", "1e9", "-1", "٣", "9" * 5000])
def test_a_moment_that_is_none_does_not_pass(moment):
    given = Proof(moment, NONCE, signing.sign(KEY, moment, NONCE, BODY))
    assert not passes((KEY,), given)


def test_a_message_needs_a_nonce_of_a_decent_length_and_a_signature_in_ascii():
    moment = proof().moment
    for nonce in ("", "n" * 81):
        assert not passes((KEY,), Proof(moment, nonce, signing.sign(KEY, moment, nonce, BODY)))
    assert not passes((KEY,), Proof(moment, NONCE, "é" * 64))
