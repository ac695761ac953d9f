"""Ports for servers that tests start."""

import socket
from contextlib import suppress
from random import SystemRandom

BELOW_OUTGOING = range(20_000, 32_000)
"""What the system gives to outgoing connections lies above: it could be taken while a server is down for a moment."""


def free_port():
    """One where nobody listens."""
    for port in SystemRandom().sample(BELOW_OUTGOING, 50):
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no port is free")
