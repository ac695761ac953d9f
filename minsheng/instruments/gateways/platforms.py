"""The seam to the four platforms (四平台): who carries an order to the unit that is to handle it.

Where a place's rule says nothing else it is the built-in desk: orders appear in the unit's inbox and nothing leaves.
The HTTP side is the standard library's: no redirects, no proxies, no cookies, so that nothing goes anywhere but to the
one address in the environment.
"""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socket import SHUT_RDWR, socket
from threading import Timer
from typing import Any, Final, Protocol
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from minsheng.ground.people.models import Unit
from minsheng.ground.policies.queries import value
from minsheng.instruments.gateways import signing

SECONDS: Final = 5.0
"""How long one waits for the other side to connect or to say anything; twice as long for all of it."""
MOST_BYTES: Final = 64 * 1024
FINE: Final = range(200, 300)
FINAL: Final = frozenset({400, 413, 415, 422})
"""Answers that say that the message itself is wrong: sending it again would not help."""
OWN: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""Where a message may go without TLS."""
ID_LENGTH: Final = 60


class Failed(Exception):
    """A message was not taken, as far as one can tell: `code` says why, `final` that it never will be."""

    def __init__(self, code: str, *, final: bool = False) -> None:
        super().__init__(code)
        self.code, self.final = code, final


class FourPlatformsGateway(Protocol):
    """Who carries messages about orders to a place's units."""

    @property
    def connection(self) -> str:
        """The name of the system they go to; "" when they stay here."""

    def serves(self, unit: Unit) -> bool:
        """Whether messages about this unit's orders leave the house."""

    def send(self, body: bytes) -> str:
        """Hand over a message; the id that the other side gives the order. Raises Failed."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The built-in desk: whoever handles the order works here."""

    connection: str = ""

    def serves(self, unit: Unit) -> bool:  # noqa: ARG002 (the seam's signature)
        """Nobody: nothing leaves."""
        return False

    def send(self, body: bytes) -> str:  # noqa: ARG002 (the seam's signature)
        """There is nowhere to send to."""
        raise Failed("desk", final=True)


@dataclass(frozen=True, slots=True)
class Http:
    """A system that takes signed JSON at one address and calls back."""

    connection: str
    kinds: frozenset[str] = frozenset()

    def serves(self, unit: Unit) -> bool:
        """Units of the kinds that the place's rule names."""
        return unit.kind in self.kinds

    def send(self, body: bytes) -> str:
        """Post it, signed with the first key."""
        status, answer = post(*_set_up(self.connection), body)
        if status not in FINE:
            raise Failed(f"http_{status}", final=status in FINAL)
        return _id(answer)


def gateway(place_id: int) -> FourPlatformsGateway:
    """Who carries the orders of a place, by the rule `gateway.four_platforms`."""
    rule = value("gateway.four_platforms", place_id=place_id)
    if rule["mode"] != "http" or not rule["connection"]:
        return Desk()
    kinds = {Unit.Kind.STREET_OFFICE: rule["street_desk"], Unit.Kind.DEPARTMENT: rule["departments"]}
    return Http(rule["connection"], frozenset(kind for kind, served in kinds.items() if served))


def keys(connection: str) -> tuple[str, ...]:
    """The keys of a connection, the one that we sign with first; two while a key is being replaced. None if unknown."""
    return tuple(str(settings.GATEWAYS.get(connection, {}).get("secret", "")).split())


def _set_up(connection: str) -> tuple[SplitResult, str]:
    address, secrets = urlsplit(str(settings.GATEWAYS.get(connection, {}).get("url", ""))), keys(connection)
    if not (address.hostname and secrets) or address.scheme not in {"http", "https"}:
        raise Failed("not_set_up")
    if address.scheme != "https" and address.hostname not in OWN:
        raise Failed("no_tls")
    return address, secrets[0]


def post(address: SplitResult, secret: str, body: bytes) -> tuple[int, bytes]:
    """The status and the first bytes of the answer. Raises Failed when there is none in time."""
    path = f"{address.path or '/'}{'?' if address.query else ''}{address.query}"
    said = {"Content-Type": "application/json", **signing.headers(secret, body)}
    try:
        with _connected(address) as line:
            line.request("POST", path, body, said)
            answer = line.getresponse()
            return answer.status, answer.read(MOST_BYTES)
    except TimeoutError as error:
        raise Failed("timeout") from error
    except ssl.SSLError as error:
        raise Failed("tls") from error
    except OSError as error:
        raise Failed("unreachable") from error
    except (HTTPException, ValueError) as error:
        raise Failed("garbled") from error


@contextmanager
def _connected(address: SplitResult) -> Iterator[HTTPConnection]:
    """A line that is hung up when all of it takes too long: a drop every four seconds would go on for ever."""
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    line = kind(address.hostname or "", address.port, timeout=SECONDS)
    line.connect()
    alarm = Timer(2 * SECONDS, _hang_up, [line.sock])
    alarm.start()
    try:
        yield line
    finally:
        alarm.cancel()
        line.close()


def _hang_up(line: socket) -> None:
    """Whoever reads from it finds that it has ended."""
    with suppress(OSError):
        line.shutdown(SHUT_RDWR)


def _id(answer: bytes) -> str:
    """The other side's id of the order, if it says one."""
    try:
        said: Any = json.loads(answer)
    except ValueError:
        return ""
    found = said.get("external_id", "") if isinstance(said, dict) else ""
    return str(found)[:ID_LENGTH]
