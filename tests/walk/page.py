"""A page as a browser and a screen reader take it: what is wrong with it, in sentences."""

from collections import Counter
from html.parser import HTMLParser

TYPED = {"input", "select", "textarea"}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """Reads a page once; `wrong` says what is not as it must be."""

    def __init__(self, text):
        super().__init__()
        self.lang = self.title = ""
        self.counts, self.ids, self.labelled = Counter(), Counter(), set()
        self.fields, self.names, self.found, self.open = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.counts[tag] += 1
        self.ids.update([given["id"]] if "id" in given else [])
        self._look(tag, given)
        if tag == "html":
            self.lang = given.get("lang", "")
        if tag == "label":
            self.labelled.add(given.get("for"))
        if tag in TYPED and given.get("type") not in UNLABELLED:
            self.fields.append((given, any(outer == "label" for outer, _name in self.open)))
        self.open = [(outer, name + _named(given)) for outer, name in self.open]
        if tag not in EMPTY:
            self.open.append((tag, _named(given)))

    def handle_endtag(self, tag):
        while self.open and tag in {outer for outer, _name in self.open}:
            inner, name = self.open.pop()
            if inner in {"button", "a"} and not name.strip():
                self.found.append(f"a {inner} that says nothing")
            if inner == tag:
                return

    def handle_data(self, data):
        self.open = [(tag, name + data) for tag, name in self.open]
        if self.open and self.open[-1][0] == "title" and "svg" not in {tag for tag, _name in self.open}:
            self.title += data

    def _look(self, tag, given):
        """What must not be on any page: scripts and styles that a policy would refuse."""
        if tag == "script" and "src" not in given:
            self.found.append("an inline script")
        if tag == "style" or "style" in given:
            self.found.append("an inline style")
        self.found += [f"{name} on {tag}" for name in given if name.startswith("on")]
        scripted = [value for value in given.values() if str(value).lower().startswith("javascript:")]
        self.found += ["a javascript address" for _ in scripted]
        if tag == "img" and "alt" not in given:
            self.found.append("a picture without words")

    @property
    def wrong(self):
        """All of it."""
        once = [f"{self.counts[tag]} times {tag}" for tag in ("main", "h1") if self.counts[tag] != 1]
        bare = [
            f"no label for {given.get('name')}" for given, inside in self.fields if not self._labelled(given, inside)
        ]
        twice = [f"twice the id {name}" for name, count in self.ids.items() if count > 1]
        missing = [word for word, value in (("no language", self.lang), ("no title", self.title.strip())) if not value]
        return sorted([*self.found, *once, *bare, *twice, *missing])

    def _labelled(self, given, inside):
        named = given.get("aria-label") or given.get("aria-labelledby")
        return bool(inside or named or given.get("id") in self.labelled)


def _named(given):
    """What a screen reader says of an element before its content."""
    return given.get("aria-label", "") or given.get("title", "") or given.get("alt", "") or ""
