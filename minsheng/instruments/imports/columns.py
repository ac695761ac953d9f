"""Which column of a file is which: its own names, the Chinese ones of the data file, or as somebody mapped them."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from unicodedata import normalize

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from minsheng.kernel.errors import Wrong

NAMES: Final[dict[str, list[str]]] = json.loads(
    (Path(__file__).parent / "data" / "columns.json").read_text(encoding="utf-8")
)
REQUIRED: Final = ("time", "title", "text")
LABELS: Final = {
    "time": pgettext_lazy("column", "Time"),
    "title": pgettext_lazy("column", "Title"),
    "text": pgettext_lazy("column", "Text"),
    "category": pgettext_lazy("column", "Category (name or code)"),
    "contact_name": pgettext_lazy("column", "Name"),
    "contact_phone": pgettext_lazy("column", "Phone"),
    "address": pgettext_lazy("column", "Address"),
    "lon": pgettext_lazy("column", "Longitude"),
    "lat": pgettext_lazy("column", "Latitude"),
    "author": pgettext_lazy("column", "Author's pseudonym (not kept)"),
    "id": pgettext_lazy("column", "Number in the source"),
}

type Columns = Mapping[str, int]
"""Known column → its place in the file."""


def _plain(name: str) -> str:
    """A heading without what people type differently: case, spaces, underscores, full-width letters."""
    return re.sub(r"[\s_\-\ufeff]", "", normalize("NFKC", name)).casefold()


KNOWN: Final = {_plain(alias): name for name, aliases in NAMES.items() for alias in (name, *aliases)}


def known(heading: str) -> str:
    """The column that a heading means, "" for one we don't know."""
    return KNOWN.get(_plain(heading), "")


def guessed(headings: Sequence[str]) -> dict[str, int]:
    """The columns of a file by their headings; of two that mean the same, the first."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        if name := known(heading):
            found.setdefault(name, place)
    return found


def insisted(headings: Sequence[str]) -> dict[str, int]:
    """The same for whom nobody can ask. Raises Wrong where a column is missing or two mean the same."""
    found = guessed(headings)
    missing = [name for name in REQUIRED if name not in found]
    if missing:
        raise Wrong(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    for place, heading in enumerate(headings):
        name = known(heading)
        if name and found[name] != place:
            both = {"first": headings[found[name]], "second": heading}
            raise Wrong(_("Two columns mean the same: “%(first)s” and “%(second)s”. Delete one of them.") % both)
    return found


def unknown(headings: Sequence[str], columns: Columns) -> list[str]:
    """The headings that nothing is read from."""
    return [heading for place, heading in enumerate(headings) if heading and place not in columns.values()]
