"""Locks that the kernel of the machine releases when their holder dies, however it dies."""

import errno
import fcntl
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO


class Taken(Exception):
    """Someone else holds the lock; the message is what the holder wrote into it."""


@contextmanager
def waiting(path: Path) -> Iterator[None]:
    """Wait until this process alone holds the lock."""
    with _opened(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def alone(path: Path, note: str) -> Iterator[None]:
    """Hold the lock or raise Taken at once; the note tells a second comer who holds it."""
    with _opened(path) as file:
        if not _try(file):
            raise Taken(file.read().strip())
        file.truncate(0)
        file.write(note)
        file.flush()
        yield
        file.truncate(0)


class Company:
    """Several processes share a thing; whoever leaves last is told so and puts it away, while newcomers wait."""

    def __init__(self, path: Path) -> None:
        self.file = _opened(path)
        fcntl.flock(self.file, fcntl.LOCK_SH)

    def is_last(self) -> bool:
        return _try(self.file)

    def leave(self) -> None:
        self.file.close()


@contextmanager
def port(host: str, number: int) -> Iterator[None]:
    """Claim a TCP port before the server binds it: Granian's SO_REUSEPORT would share it silently."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(socket.AF_UNIX) as claim:
        try:
            if sys.platform == "linux":  # an abstract name: two starts in the same moment can't both have it
                claim.bind(f"\0minsheng-port-{number}")
            with closing(socket.socket(family)) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, number))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Taken(f"{host}:{number}") from error
            raise
        yield


def _opened(path: Path) -> IO[str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=True)
    return path.open("r+")


def _try(file: IO[str]) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
