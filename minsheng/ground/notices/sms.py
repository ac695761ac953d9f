"""The seam to whoever sends text messages: settings.SMS_BACKEND names a class with `send(phone, text)`."""

import os
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from minsheng.kernel import clock


class Gateway(Protocol):
    def send(self, phone: str, text: str) -> None:
        """Hand over one message, within five seconds; raise whatever says that it was not taken."""


class Console:
    """No gateway yet: messages are lines of `sms.log` beside the data, readable for the owner of the data only."""

    def send(self, phone: str, text: str) -> None:
        """Add a line: moment, phone, text."""
        line = f"{clock.local(clock.now()):%Y-%m-%d %H:%M:%S}\t{phone}\t{text}\n"
        handle = os.open(Path(settings.DATA) / "sms.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)


def gateway() -> Gateway:
    """The one that settings name."""
    made: Gateway = import_string(settings.SMS_BACKEND)()
    return made
