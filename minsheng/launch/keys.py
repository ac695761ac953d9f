"""What must stay secret in a data directory: Django's key and the passwords of its embedded database, each made once.

They lie in files of mode 0600 that belong to whoever runs launch. Web and worker get Django's key and the application's
password in their environment; the owner's they never get.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SECRET, PASSWORDS = "secret", "database.keys"


@dataclass(frozen=True)
class Passwords:
    """Of the embedded database's two roles."""

    owner: str
    application: str

    @property
    def mark(self) -> str:
        """Which passwords these are, without telling them."""
        return hashlib.sha256(f"{self.owner} {self.application}".encode()).hexdigest()[:16]


def secret(data: Path) -> str:
    """Django's key: what MINSHENG_SECRET_KEY says, else the data directory's own."""
    return os.environ.get("MINSHENG_SECRET_KEY") or _once(data / SECRET, lambda: secrets.token_urlsafe(48))


def passwords(data: Path) -> Passwords:
    return Passwords(**json.loads(_once(data / PASSWORDS, _made)))


def put(path: Path, text: str) -> None:
    """Write a secret whole or not at all, for nobody else's eyes."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _made() -> str:
    return json.dumps({"owner": secrets.token_urlsafe(32), "application": secrets.token_urlsafe(32)})


def _once(path: Path, make: Callable[[], str]) -> str:
    """Made once, read ever after; two first starts in one moment agree on one."""
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}.first")
        put(fresh, make())
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text()
