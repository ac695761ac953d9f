"""A reader who opens everything that can be reached: each link of each page, lists, searches, files."""

import re
import zipfile
from collections import deque
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from django.urls import resolve

LINK = re.compile(r"(?:href|src|action|formaction|hx-get|data-[a-z]+)=\"([^\"#]+)", re.IGNORECASE)
NOT_FOLLOWED = ("/static/", "/healthz", "/ui/")
AT_MOST = 120


@dataclass(frozen=True)
class Seen:
    """What one reader got at one address: its route, all that can be read of it, and the response itself."""

    who: str
    address: str
    route: str
    text: str
    response: object


def crawl(who, client, starts):
    """All that a reader gets, from the starting addresses on."""
    waiting, known, found = deque(starts), set(), []
    while waiting and len(found) < AT_MOST:
        address = waiting.popleft()
        if _key(address) not in known and not address.startswith(NOT_FOLLOWED):
            known.add(_key(address))
            found.append(look(who, client, address))
            waiting.extend(_links(found[-1]))
    return found


def look(who, client, address):
    """One page. Whatever it redirects to is another page, found as a link."""
    response = client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return Seen(who, address, resolve(urlsplit(address).path).view_name, _text(response, content), response)


def _key(address):
    """Pages that differ only by the order and values of what narrows or sorts them are one, searches aside."""
    parts = urlsplit(address)
    asked = tuple(sorted((name, value if name in {"q", "open"} else "") for name, value in parse_qsl(parts.query)))
    return parts.path, asked


def _links(seen):
    """The addresses of ours in a page, and where it redirects to."""
    if seen.response.status_code == 302:
        return [urljoin(seen.address, seen.response.url)]
    if not seen.response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return [urljoin(seen.address, unescape(link)) for link in LINK.findall(seen.text) if _ours(unescape(link))]


def _ours(link):
    return link.startswith(("/", "?")) and not link.startswith("//") and _leads_somewhere(link)


def _leads_somewhere(link):
    return "{" not in link


def _text(response, content):
    """What can be read: headers, and the body; of a workbook, all its parts; of a photo, its bytes."""
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    if content[:4] == b"PK\x03\x04":
        book = zipfile.ZipFile(BytesIO(content))
        content = b"\n".join(book.read(name) for name in book.namelist())
    return unquote(head) + "\n\n" + content.decode(errors="replace")
