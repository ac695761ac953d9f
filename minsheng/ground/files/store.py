"""Contents on disk: named by the sha256 of the photo, the thumbnail beside it, written whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

SMALL = ".small"


def path(sha256: str, *, small: bool = False) -> Path:
    """Where a content is; 256 folders by its first byte."""
    return Path(settings.FILES_ROOT) / sha256[:2] / (sha256 + (SMALL if small else ""))


def read(sha256: str) -> bytes:
    """A photo's content."""
    return path(sha256).read_bytes()


def put(full: bytes, small: bytes | None = None) -> str:
    """Put a photo and its thumbnail, or a document, on disk; its sha256.

    Inside a transaction: until it ends, no sweep forgets them.
    """
    sha256 = hashlib.sha256(full).hexdigest()
    _lock("select pg_advisory_xact_lock_shared(%s)", sha256)
    if small is not None:
        _write(path(sha256, small=True), small)
    _write(path(sha256), full)
    return sha256


def only_sweep(sha256: str) -> None:
    """Wait until nobody is putting this content, and let nobody put it until the transaction ends."""
    _lock("select pg_advisory_xact_lock(%s)", sha256)


def forget(sha256: str) -> None:
    """Delete a content; asked for by the sweep only, under `only_sweep`."""
    path(sha256).unlink(missing_ok=True)
    path(sha256, small=True).unlink(missing_ok=True)


def old(before: float) -> Iterator[set[str]]:
    """The sha256 of contents untouched since that moment, a folder at a time; half-written leftovers are deleted."""
    for folder in sorted(Path(settings.FILES_ROOT).glob("[0-9a-f][0-9a-f]")):
        stale = [file for file in folder.iterdir() if _touched(file) < before]
        for file in stale:
            if file.suffix == ".part":
                file.unlink(missing_ok=True)
        yield {file.name.removesuffix(SMALL) for file in stale if file.suffix != ".part"}


def _touched(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # moved to its name or deleted by somebody else meanwhile
        return float("inf")


def _lock(sql: str, sha256: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [int(sha256[:15], 16)])


def _write(target: Path, content: bytes) -> None:
    """Atomic and durable: a reader or a crash finds all of it or nothing."""
    if target.exists():
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=target.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(part).replace(target)
    _sync(target.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
