"""What may not stand in a public text: numbers and addresses that lead to a person. The patterns are data.

Beside them, words that make somebody look twice (`data/sensitive.json`): pointed out, never masked.
"""

import json
import re
from collections.abc import Collection, Iterable
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

SENSITIVE: dict[str, str | Promise] = {
    "minor": _("A child may be recognised"),
    "abuse": _("Violence or abuse"),
    "medical": _("An illness"),
    "crime": _("A record, a petition"),
    "belief": _("A belief"),
    "person": _("A name"),
}

LEFT: dict[str, str | Promise] = {
    **WHAT,
    "words": _("some of the wording"),
    "photos": _("some photos"),
    "covered": _("parts of photos"),
}
"""What a public copy may be without."""

GRAVE = frozenset({"identity", "bank", "phone", "plate"})
"""What leads to one person at once: while somebody complains of it, nobody reads the copy."""
AROUND = 12
"""Characters on each side that are shown with a flag."""


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


@dataclass(frozen=True, slots=True)
class Flag:
    """A place in a text to look at: what kind of thing it is, how it stands there and between what."""

    what: str
    text: str
    before: str
    after: str

    @property
    def label(self) -> str | Promise:
        return WHAT.get(self.what) or SENSITIVE[self.what]

    @property
    def masked(self) -> bool:
        """Whether `suggest` takes it out."""
        return self.what in WHAT


def flags(text: str, names: Iterable[str] = ()) -> list[Flag]:
    """All that somebody must have looked at before the text becomes public, in its order; `names` are people's."""
    plain = text.translate(NARROW)
    known = [("person", re.compile(re.escape(name))) for name in names if name]
    words = [(*match.span(), what) for what, pattern in [*_SENSITIVE, *known] for match in pattern.finditer(plain)]
    return [
        Flag(what, text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND])
        for start, end, what in sorted([*_spans(plain), *words])
    ]


def grave(text: str) -> bool:
    """Whether something stands in the text that leads to one person at once."""
    return any(found.what in GRAVE for found in suggest(text).found)


def left_out(original: str, public: str) -> list[str]:
    """What of the original the public text is without, as keys of `LEFT`, each once."""
    suggested = suggest(original)
    gone = {found.what for found in suggested.found if found.text not in public}
    if _bare(suggested.text) != _bare(suggest(public).text):
        gone.add("words")
    return [what for what in LEFT if what in gone]


def _bare(text: str) -> str:
    return re.sub(r"[\s*]+", "", text)


def without(text: str, names: Collection[str]) -> str:
    """The text without what leads to a person by its shape, and without these names."""
    for name in (name for name in names if len(name) > 1):
        text = text.replace(name, STARS)
    return suggest(text).text


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


def _words() -> list[tuple[str, re.Pattern[str]]]:
    data = json.loads((Path(__file__).parent / "data" / "sensitive.json").read_text(encoding="utf-8"))
    return [(row["what"], re.compile(row["pattern"], re.IGNORECASE)) for row in data["words"]]


_MASKS = _read()
_SENSITIVE = _words()
