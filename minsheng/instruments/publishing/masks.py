"""What may not stand in a public text: numbers and addresses that lead to a person. The patterns are data."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STARS = "***"
GONE = "\0"
NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width signs to ASCII ones, one to one."""

WHAT: dict[str, str | Promise] = {
    "email": _("E-mail address"),
    "identity": _("Identity number"),
    "bank": _("Bank card"),
    "phone": _("Phone number"),
    "plate": _("Number plate"),
    "wechat": _("WeChat"),
    "qq": _("QQ"),
    "door": _("Door number"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was masked: what kind of thing, and how it stood in the text."""

    what: str
    text: str

    @property
    def label(self) -> str | Promise:
        return WHAT[self.what]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A text to start from, and what was masked in it, in the order of the text."""

    text: str
    found: tuple[Found, ...]


def suggest(text: str) -> Suggested:
    """The text without what leads to a person, as far as it can be told by its shape. Names can't: somebody must read.

    Looks for e-mail, identity and bank card numbers, phones, number plates, WeChat and QQ, and door numbers down to the
    room; a building alone may stay.
    """
    spans = sorted(_spans(text.translate(NARROW)))
    kept, at = [], 0
    for start, end, _what in spans:
        kept += [text[at:start], STARS]
        at = end
    found = tuple(Found(what, text[start:end]) for start, end, what in spans)
    return Suggested("".join([*kept, text[at:]]), found)


def _spans(plain: str) -> list[tuple[int, int, str]]:
    """Start, end and what of each thing found; what one pattern took, later ones don't see."""
    spans = []
    for what, pattern in _MASKS:
        group = "hide" if "hide" in pattern.groupindex else 0
        for match in list(pattern.finditer(plain)):
            start, end = match.span(group)
            spans.append((start, end, what))
            plain = plain[:start] + GONE * (end - start) + plain[end:]
    return spans


def _read() -> list[tuple[str, re.Pattern[str]]]:
    data = json.loads((Path(__file__).parent / "data" / "masks.json").read_text(encoding="utf-8"))
    return [(row["what"], _compiled(row["pattern"], data["parts"])) for row in data["masks"]]


def _compiled(pattern: str, parts: dict[str, str]) -> re.Pattern[str]:
    for name, part in parts.items():
        pattern = pattern.replace(f"<{name}>", part)
    return re.compile(pattern, re.IGNORECASE)


_MASKS = _read()
