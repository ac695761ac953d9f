"""Refusals: a broken rule, told in a sentence that says what to do. One middleware turns them into pages."""

from django.utils.functional import Promise


class Refused(Exception):
    """Something may not be done. `message` is shown to the person; nothing has been written."""

    status = 400

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


class NotYours(Refused):
    """The actor may not do this."""

    status = 403


class NotNow(Refused):
    """The thing has moved on: somebody was faster, or its time has not come."""

    status = 409


class TooLarge(Refused):
    """More was sent than is taken."""

    status = 413


class Wrong(Refused):
    """What was sent can't be right."""

    status = 422


class TooOften(Refused):
    """A limit is reached; later it works again."""

    status = 429
