"""What a backup's folder holds, and whether it is whole.

- manifest.json: when, by which release, how many rows; written last, so that a folder without it is no backup
- SHA256SUMS: of the database and every file, as `sha256sum -c` reads it; the manifest holds its digest
- database.dump: of pg_dump
- files/, imports/, clock-moved: as in the data directory; the photos are those that the database names
- keys/: what must be kept apart from the rest
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from minsheng.launch.places import give_up

FORMAT = 1
MANIFEST, SUMS, DUMP, FILES, KEYS = "manifest.json", "SHA256SUMS", "database.dump", "files", "keys"
OTHERS = ("imports/*", "clock-moved")


@dataclass(frozen=True)
class Manifest:
    """`counts` are the rows of each table, `missing` photos that the database names and nobody has any more."""

    format: int
    at: str
    release: str
    postgresql: int
    facts: dict[str, str]
    migrations: list[str]
    counts: dict[str, int]
    photos: int
    missing: list[str]
    sums: str
    secret: str

    def write(self, folder: Path) -> None:
        fresh = folder / f"{MANIFEST}.part"
        fresh.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n")
        fresh.replace(folder / MANIFEST)


def read(folder: Path) -> Manifest:
    """The manifest of a whole backup, or the end with what is wrong."""
    manifest = _manifest(folder)
    text = _text(folder / SUMS)
    if digest(text.encode()) != manifest.sums:
        give_up(f"{SUMS} 与清单不符", f"{SUMS} is not the one that the manifest names")
    wrong = list(_wrong(folder, sums(text)))
    if wrong:
        more = f" (+{len(wrong) - 1})" if len(wrong) > 1 else ""
        give_up(f"备份已损坏：{wrong[0]}{more}", f"the backup is damaged: {wrong[0]}{more}")
    return manifest


def sums(text: str) -> dict[str, str]:
    """By path."""
    return {path: total for total, _, path in (line.partition("  ") for line in text.splitlines())}


def write_sums(folder: Path, found: dict[str, str]) -> str:
    """Its digest."""
    text = "".join(f"{total}  {path}\n" for path, total in sorted(found.items()))
    (folder / SUMS).write_text(text)
    return digest(text.encode())


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest(folder: Path) -> Manifest:
    with suppress(ValueError, TypeError, AttributeError):
        said = json.loads(_text(folder / MANIFEST) or "{}")
        if said.get("format") == FORMAT:
            return Manifest(**said)
    return give_up(f"{folder} 不是完整的备份", f"{folder} is no whole backup of this format")


def _text(path: Path) -> str:
    with suppress(OSError):
        return path.read_text()
    return ""


def _wrong(folder: Path, expected: dict[str, str]) -> Iterator[str]:
    """Paths that are missing or changed; one that leads out of the folder is wrong, whatever lies there."""
    for path, total in {DUMP: "", **expected}.items():
        found = (folder / path).resolve()
        if not (found.is_relative_to(folder.resolve()) and found.is_file() and file_digest(found) == total):
            yield path
