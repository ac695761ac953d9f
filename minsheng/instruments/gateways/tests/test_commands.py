"""`try_gateway` says whether a connection works, before any order depends on it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def tried(name="hb"):
    out = StringIO()
    call_command("try_gateway", name, stdout=out)
    return out.getvalue()


def test_a_connection_that_takes_the_message_is_well(wired, other):
    other.start()
    assert tried() == "hb: taken\n"
    assert (other.has(), [line["signed"] for line in other.disk.lines("asked.jsonl")]) == ([], [True])


@pytest.mark.parametrize(("mood", "said"), [("failing", "http_503"), ("refusing", "http_422"), ("", "unreachable")])
def test_one_that_does_not_says_why(wired, other, mood, said):
    if mood:
        other.start(mood)
    with pytest.raises(CommandError, match=f"hb: {said}"):
        tried()


def test_one_that_nobody_has_set_up_is_named(wired):
    with pytest.raises(CommandError, match="elsewhere: not_set_up"):
        tried("elsewhere")
