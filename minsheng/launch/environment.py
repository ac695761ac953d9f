"""The environment of a data directory: its key, its database, its Django."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from minsheng.launch import keys, postgres, roles
from minsheng.launch.places import ROOT


@dataclass(frozen=True)
class Database:
    """Two ways into one database: the owner changes tables, the application uses them."""

    owner: str
    application: str
    embedded: bool

    def grant(self) -> None:
        """Let the application in; where both are one role there is nothing to grant."""
        if self.owner != self.application:
            roles.grant(self.owner, urlsplit(self.application).username or postgres.APPLICATION)


@contextmanager
def database(data: Path, *, throwaway: bool = False) -> Iterator[Database]:
    """The server that DATABASE_URL names, else the embedded one, running for as long as it is held."""
    if url := os.environ.get("DATABASE_URL"):
        yield Database(os.environ.get("MINSHENG_OWNER_URL") or url, url, embedded=False)
        return
    with postgres.held(data, throwaway=throwaway) as owner:
        yield Database(owner, postgres.application(data), embedded=True)


def variables(data: Path, base: Database, **more: str) -> dict[str, str]:
    """What every program of Minsheng that works on this data finds in its environment."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "minsheng.config.settings",
        "MINSHENG_DATA": str(data),
        "MINSHENG_SECRET_KEY": keys.secret(data),
        "MINSHENG_OWNER_URL": base.owner,
        "DATABASE_URL": base.application,
        **more,
    }


def open_folder(data: Path) -> Path:
    """The data directory, made so that the database's user may pass through but nobody may look around."""
    data = data.expanduser().resolve()
    if not data.exists():
        data.mkdir(parents=True, exist_ok=True)
        data.chmod(0o711 if os.geteuid() == 0 else 0o700)
    for name in ("logs", "files", "parts"):
        (data / name).mkdir(mode=0o700, exist_ok=True)
    return data
