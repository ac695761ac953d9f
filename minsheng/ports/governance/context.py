"""What this port adds to its shell."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 (a context processor's signature)
    """Navigation of the port."""
    return {}
