"""A reader who opens everything that can be reached: each link of each page, lists, searches, files."""

import re
import zipfile
from collections import Counter, deque
from dataclasses import dataclass
from functools import reduce
from html import unescape
from io import BytesIO
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from django.urls import resolve

LINK = re.compile(r"(?:href|src|hx-get|data-[a-z]+)=\"([^\"#]+)", re.IGNORECASE)
NUMBER = re.compile(r"[A-Z]{2}-[A-Z]{2}-\d{4}-\d{6}")
STEP = re.compile(rf"/(o|orders|extensions|escalations)/{NUMBER.pattern}[\w-]*/([a-z_]+)/")
NOT_FOLLOWED = ("/static/", "/healthz", "/ui/")
AT_MOST, OF_A_SORT = 220, 2
MUCH_ALIKE = {
    "posters": re.compile(r"/activities/codes/\w+/poster"),
    "landings": re.compile(r"/(c|stations|deputies)/[\w-]+/"),
    "rosters": re.compile(r"/activities/roster/[\w-]+/"),
    "numbers of the wall": re.compile(r"/wall/(figures|clocks)/"),
    "posts": re.compile(r"/desk/posts/\d+/"),
    "forms to bring something higher": re.compile(r"/escalations/raise/[\w.]+/[\w-]+/"),
}


@dataclass(frozen=True)
class Seen:
    """What one reader got at one address: its route, all that can be read of it, and the response itself.

    What stands in the address, a number or a search, the reader knew before; it is taken out of the text.
    """

    who: str
    address: str
    route: str
    text: str
    links: tuple
    response: object


def crawl(who, client, starts):
    """All that a reader gets, from the starting addresses on."""
    waiting, known, found, alike = deque(starts), set(), [], Counter()
    while waiting:
        assert len(found) < AT_MOST, "there is always one more page"
        address = waiting.popleft()
        if _key(address) not in known and not address.startswith(NOT_FOLLOWED) and alike[_sort(address)] < OF_A_SORT:
            known.add(_key(address))
            alike[_sort(address)] += 1
            found.append(look(who, client, address))
            waiting.extend(found[-1].links)
    return found


def _sort(address):
    """Of what there is one for every station, deputy or post, made of the same few words, some are enough.

    So it is of the form of a step, which every matter has that is at the same state.
    """
    path = urlsplit(address).path
    form = STEP.fullmatch(path)
    if form:
        return form[1] + form[2]
    return next((sort for sort, sample in MUCH_ALIKE.items() if sample.match(path)), address)


def look(who, client, address):
    """One page. Whatever it redirects to is another page, found as a link."""
    response = client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    route, text = resolve(urlsplit(address).path).view_name, _text(response, content)
    return Seen(who, address, route, _without(address, text), tuple(_links(address, response, text)), response)


def _without(address, text):
    typed = {dict(parse_qsl(urlsplit(address).query)).get("q"), *NUMBER.findall(address)} - {None}
    return reduce(lambda left, word: left.replace(word, "…"), typed, text)


def _key(address):
    """Pages that differ only by what sorts or leads back are one; a search is its own, and so is an opened row."""
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query))
    return parts.path, asked.get("q") or "open" in asked


def _links(address, response, text):
    """The addresses of ours in a page, or where it redirects to."""
    if response.status_code == 302:
        return [urljoin(address, response.url)]
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return [urljoin(address, link) for link in map(unescape, LINK.findall(text)) if _ours(link)]


def _ours(link):
    return link.startswith(("/", "?")) and not link.startswith("//")


def _text(response, content):
    """What can be read: headers, and the body; of a workbook, all its parts; of a photo, its bytes."""
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    if content[:4] == b"PK\x03\x04":
        book = zipfile.ZipFile(BytesIO(content))
        content = b"\n".join(book.read(name) for name in book.namelist())
    return unquote(head) + "\n\n" + content.decode(errors="replace")
