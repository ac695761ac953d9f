"""Outline icons of the npm package lucide-static, inlined: no request, one colour, the size of the text."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@cache
def drawing(name: str) -> SafeString:
    """The shapes of an icon, read once. An icon that isn't there is a bug and raises LookupError."""
    path = Path(settings.ROOT) / "node_modules" / "lucide-static" / "icons" / f"{name}.svg"
    found = BODY.search(path.read_text()) if path.is_file() else None
    if not found:
        raise LookupError(f"no icon {name!r}")
    return SafeString(re.sub(r"\s+", " ", found[1]).replace("> <", "><").replace(" />", "/>").strip())


def icon(name: str, label: str = "") -> SafeString:
    """An icon beside a word, hidden from screen readers; with a label it is a picture of its own."""
    named = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon" viewBox="0 0 24 24" {}>{}</svg>', named, drawing(name))
