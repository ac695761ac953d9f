"""Extract, check and compile each room's message catalogue without system gettext.

Every directory with an apps.py owns locale/zh_Hans/LC_MESSAGES/django.po; what lies in no room (kernel) is ui's.
Without options the catalogues are updated (translations kept, dropped messages removed) and compiled.
"""

import argparse
import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from minsheng.launch.places import ROOT

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

HOUSE = ROOT / "minsheng"
HOME = HOUSE / "ui"
LOCALE = "zh_Hans"
PO = Path("locale") / LOCALE / "LC_MESSAGES" / "django.po"
CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
CHINESE_ALLOWED = (  # data, tests, the terminal, and the names in settings
    "minsheng/launch/*",
    "minsheng/demo/*",
    "minsheng/config/settings.py",
    "*/data/*",
    "*/tests/*",
    "*/migrations/*",
)
KEPT_HEADERS = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (1,)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}

type Key = tuple[str, str]


@dataclass(frozen=True)
class Room:
    """A directory with a catalogue, and the files whose messages it holds."""

    folder: Path
    sources: tuple[Path, ...]

    @property
    def po(self) -> Path:
        return self.folder / PO

    def found(self) -> "Catalog":
        from babel.messages.catalog import Catalog

        catalog = Catalog(locale=LOCALE, fuzzy=False)
        for path in self.sources:
            for message, comments, context in _messages(path):
                place = [(path.relative_to(ROOT).as_posix(), 0)]
                catalog.add(message, None, place, auto_comments=comments, context=context)
        return catalog

    def kept(self) -> "Catalog":
        from babel.messages.catalog import Catalog
        from babel.messages.pofile import read_po

        if not self.po.exists():
            return Catalog(locale=LOCALE, fuzzy=False)
        with self.po.open("rb") as file:
            return read_po(file, locale=LOCALE, abort_invalid=True)


def rooms() -> list[Room]:
    folders = {path.parent for path in HOUSE.rglob("apps.py")} | {HOME}
    sources = defaultdict(list)
    for path in _files("*.py", "*.html", "*.txt"):
        if not _is_left_out(path):
            sources[_owner(path, folders)].append(path)
    return [Room(folder, tuple(sources[folder])) for folder in sorted(folders)]


def update() -> None:
    """Bring every catalogue in line with its sources and compile it."""
    for room in rooms():
        kept, found = room.kept(), room.found()
        kept.update(found, no_fuzzy_matching=True)
        kept.obsolete.clear()
        if len(kept) or room.po.exists():
            _write(room, kept)
    compile_all()


def compile_all() -> None:
    """Compile the catalogues that are newer than their compiled form."""
    for po in sorted(HOUSE.rglob(str(PO))):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            _compile(po, mo)


def problems() -> Iterator[str]:
    """What is wrong, one sentence each: catalogues first, then Chinese where it doesn't belong."""
    said: dict[Key, dict[str, Path]] = defaultdict(dict)
    for room in rooms():
        name = room.folder.relative_to(ROOT)
        kept = room.kept()
        yield from (f"{name}: {problem}" for problem in _differences(room.found(), kept))
        for message in kept:
            if message.id and not message.context:
                said[_key(message)].setdefault(str(message.string), name)
    for key, translations in said.items():
        if len(translations) > 1:
            where = ", ".join(f"{room}: {text}" for text, room in translations.items())
            yield f"translated differently without a context: {key[1]!r} ({where})"
    yield from _chinese_in_code()


def _differences(found: "Catalog", kept: "Catalog") -> Iterator[str]:
    wanted, there = ({_key(message): message for message in catalog if message.id} for catalog in (found, kept))
    for key in wanted.keys() - there.keys():
        yield f"not in the catalogue: {key[1]!r}"
    for key in there.keys() - wanted.keys():
        yield f"no longer used: {key[1]!r}"
    for key in wanted.keys() & there.keys():
        yield from _flaws(there[key])


def _flaws(message: "Message") -> Iterator[str]:
    singular = _key(message)[1]
    strings = message.string if isinstance(message.string, tuple | list) else (message.string or "",)
    if not all(strings):
        yield f"not translated: {singular!r}"
    elif message.fuzzy:
        yield f"fuzzy: {singular!r}"
    elif any(_slots(text) != _slots(*_ids(message)) for text in strings):
        yield f"placeholders differ: {singular!r} {strings!r}"


def _slots(*texts: str) -> set[str]:
    return {slot for text in texts for slot in re.findall(r"%\(\w+\)[sd]|\{\w*\}|%[sd]", text)}


def _ids(message: "Message") -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, tuple | list) else (message.id,)


def _key(message: "Message") -> Key:
    return message.context or "", _ids(message)[0]


def _messages(path: Path) -> Iterator[tuple[str | tuple[str, ...], list[str], str | None]]:
    from babel.messages.extract import extract

    code = _as_python(path).encode()
    options = {"encoding": "utf-8"}
    for _line, message, comments, context in extract("python", BytesIO(code), KEYWORDS, ["Translators"], options):
        yield message, comments, context


def _as_python(path: Path) -> str:
    text = path.read_text()
    if path.suffix == ".py":
        return text
    _settings()
    from django.utils.translation.template import templatize

    code = str(templatize(text, origin=str(path)))
    return "\n".join(line.lstrip() for line in code.splitlines())  # a page's indentation is none of Python's


@cache
def _settings() -> None:
    """Templatize needs settings, any settings."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)


def _write(room: Room, catalog: "Catalog") -> None:
    """Only the headers that mean something: dates and tools would change with every run."""
    from babel.messages.pofile import write_po

    catalog.header_comment = ""
    out = BytesIO()
    write_po(out, catalog, width=0, include_lineno=False, sort_by_file=True)
    room.po.parent.mkdir(parents=True, exist_ok=True)
    lines = out.getvalue().decode().lstrip().splitlines(keepends=True)
    end = next(number for number, line in enumerate(lines) if not line.strip())
    header = [line for line in lines[:end] if not _is_dropped(line)]
    room.po.write_text("".join(header + lines[end:]).rstrip() + "\n")


def _is_dropped(line: str) -> bool:
    found = re.match(r'"([\w-]+): ', line)
    return line.startswith("#") or bool(found and found[1] not in KEPT_HEADERS)


def _compile(po: Path, mo: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with po.open("rb") as file:
        catalog = read_po(file, locale=LOCALE)
    fresh = mo.with_suffix(".mo.new")
    with fresh.open("wb") as out:
        write_mo(out, catalog)
    fresh.replace(mo)


def _chinese_in_code() -> Iterator[str]:
    for path in _files("*.py", "*.html", "*.js"):
        name = path.relative_to(ROOT).as_posix()
        if any(fnmatch(name, pattern) for pattern in CHINESE_ALLOWED):
            continue
        for line in _chinese_lines(path):
            yield f"{name}:{line}: Chinese text belongs in a catalogue or in data"


def _chinese_lines(path: Path) -> Iterator[int]:
    text = path.read_text()
    if path.suffix == ".py":
        yield from _chinese_strings(ast.parse(text))
        return
    comments = r"\{#.*?#\}|<!--.*?-->|/\*.*?\*/|(?m:^\s*//.*$)|(?s:\{% comment.*?endcomment %\})"
    bare = re.sub(comments, lambda found: "\n" * found[0].count("\n"), text)
    yield from (number for number, line in enumerate(bare.splitlines(), 1) if CHINESE.search(line))


def _chinese_strings(tree: ast.Module) -> Iterator[int]:
    """Lines of strings that are neither a docstring nor any other bare string."""
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in bare and CHINESE.search(str(node.value)):
            yield node.lineno


def _files(*patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns for path in HOUSE.rglob(pattern))


def _is_left_out(path: Path) -> bool:
    parts = path.relative_to(HOUSE).parts
    text_file = path.suffix in {".html", ".txt"}
    return parts[0] == "launch" or "tests" in parts or "migrations" in parts or (text_file and "templates" not in parts)


def _owner(path: Path, folders: set[Path]) -> Path:
    return next((folder for folder in path.parents if folder in folders), HOME)


def main() -> int:
    parser = argparse.ArgumentParser(prog="messages", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, say what is wrong")
    parser.add_argument("--compile", action="store_true", help="only compile")
    options = parser.parse_args()
    if options.check:
        found = list(problems())
        print(*found, sep="\n") if found else None
        return bool(found)
    compile_all() if options.compile else update()
    return 0


if __name__ == "__main__":
    sys.exit(main())
