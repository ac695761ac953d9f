"""What a code stands for and where it leads."""

import re
from collections.abc import Callable
from typing import Final
from unicodedata import normalize

from minsheng.ground.codes.models import Code

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0, O, 1, I and L, which look alike on paper."""
USUAL: Final = 6
LENGTHS: Final = {"opinions.opinion": 10, "publishing.takedown": 10}
"""How many characters a code has: a receipt opens somebody's own matter or request, so nobody may guess it."""

LANDINGS: dict[str, Callable[[str], str | None]] = {}
"""By kind, from a number to the path that its code leads to; the room that has the page says so when it is ready."""

ADDRESS = re.compile(r"/c/([^/?#]+)")


def clean(typed: str) -> str:
    """A code as it is kept, however it was typed: in any case, with spaces and dashes, or as the whole address."""
    pasted = ADDRESS.search(typed)
    return re.sub(r"[^0-9A-Z]", "", normalize("NFKC", pasted[1] if pasted else typed).upper())


def found(typed: str) -> Code | None:
    """The code that was typed, a retired one too."""
    short = clean(typed)
    return Code.objects.select_related("successor").filter(short=short).first() if short else None


def spaced(short: str) -> str:
    """A code for the eye: in groups of three or five."""
    size = 3 if len(short) <= USUAL else 5
    return " ".join(short[i : i + size] for i in range(0, len(short), size))


def landing(code: Code) -> str | None:
    """Where a living code leads; None when it leads nowhere, because it is retired or what it stood for is gone."""
    leads = LANDINGS.get(code.kind)
    return leads(code.number) if leads and code.retired_at is None else None


def last_of(code: Code) -> Code:
    """The code that took the place of a retired one, and of that one, to the last."""
    seen = {code.pk}
    while code.successor and code.successor.pk not in seen:
        code = code.successor
        seen.add(code.pk)
    return code
