"""Uploaded files on disk, under names of their own, until they are forgotten."""

import uuid
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


def path(stored: uuid.UUID) -> Path:
    """Where a file is."""
    return Path(settings.DATA) / "imports" / str(stored)


def put(chunks: Iterable[bytes]) -> uuid.UUID:
    """Keep a file, for nobody else on the machine to read; what it is called from now on."""
    stored = uuid.uuid4()
    target = path(stored)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.touch(mode=0o600)
    with target.open("wb") as file:
        file.writelines(chunks)
    return stored


def forget(stored: uuid.UUID) -> None:
    """Delete a file."""
    path(stored).unlink(missing_ok=True)
