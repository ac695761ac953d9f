"""What a browser gets: templates, scripts, styles, and the language they speak."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from .plan import part_of, room_of
from .tree import Tree, docstrings

CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
EMOJI = re.compile("[\U0001f000-\U0001faff\u2705\u274c\u2b50\ufe0f]")
SILENT, SPOKEN = {"script", "style", "code", "pre"}, {"alt", "title", "placeholder", "aria-label"}
QUIET = {"data", "locale", "tests", "docs", "migrations"}
OFFICIAL = ("研判", "提级", "晾晒", "交办")
"""Words of the trade that a resident never reads (domain handbook, 0.4)."""


def _templates(tree: Tree) -> dict[str, str]:
    return tree.under("minsheng/", ".html")


def _scripts(tree: Tree) -> dict[str, str]:
    return tree.under("minsheng/", ".js")


def _without_django(text: str) -> str:
    """The bare HTML of a template: tags, variables, comments and translated blocks taken out, lines kept."""
    blocks = r"{%\s*comment\b.*?endcomment\s*%}|{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%}"
    return re.sub(
        blocks + r"|{#.*?#}|{%.*?%}|{{.*?}}", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL
    )


class _Page(HTMLParser):
    """Reads a template: its start tags, and what a person reads (text, and the attributes that are read aloud)."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[int, str, dict[str, str]]] = []
        self.read: list[tuple[int, str]] = []
        self.silent = 0
        self.feed(_without_django(source))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        self.tags.append((self.getpos()[0], tag, {name: value or "" for name, value in attrs}))
        self.read += [(self.getpos()[0], value) for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.read.append((self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n"), data.strip()))


def nothing_is_inline(tree: Tree) -> list[str]:
    """The content security policy is 'self' only: an inline style or script would do nothing."""
    return [
        f"{path}:{line} has {what}"
        for path, text in _templates(tree).items()
        for line, tag, attributes in _Page(text).tags
        for what in _inline(tag, attributes)
    ]


def _inline(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    if tag == "style" or "style" in attributes:
        yield "a style of its own"
    if tag == "script" and "src" not in attributes and attributes.get("type") != "application/json":
        yield "a script of its own"
    if any(name.startswith(("on", "hx-on")) for name in attributes):
        yield "an on… attribute"
    if any(value.strip().startswith("javascript:") for value in attributes.values()):
        yield "a javascript: link"


def nothing_comes_from_elsewhere(tree: Tree) -> list[str]:
    """No CDN: every script, style, font and picture is served from here."""
    outside = re.compile(r"<(script|link|img|iframe|source|use)\b[^>]*\b(src|href)=[\"'](https?:)?//")
    return [
        f"{path} fetches from another server" for path, text in _templates(tree).items() if outside.search(text)
    ] + [
        f"{path} fetches from another server"
        for path, text in tree.under("minsheng/", ".css").items()
        if re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", text)
    ]


def text_is_escaped(tree: Tree) -> list[str]:
    """What people type is never markup."""
    return [
        f"{path}:{number} puts text into the page unescaped"
        for path, text in _templates(tree).items()
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(r"\|\s*safe\b|autoescape off", line)
    ]


def scripts_build_no_markup(tree: Tree) -> list[str]:
    """No eval, and no markup out of strings: elements are made, text is set as text."""
    unsafe = re.compile(
        r"\beval\(|new Function\(|document\.write|\.innerHTML\s*\+?=|\.outerHTML\s*=|insertAdjacentHTML"
    )
    return [
        f"{path}:{number} turns a string into code or markup"
        for path, text in _scripts(tree).items()
        for number, line in enumerate(text.splitlines(), 1)
        if unsafe.search(line)
    ]


def posts_carry_a_token(tree: Tree) -> list[str]:
    """Every form that posts has its {% csrf_token %}, and none that gets."""
    return [
        f"{path} posts a form without its csrf_token"
        for path, text in _templates(tree).items()
        for form in re.findall(r"<form\b.*?</form>", text, flags=re.DOTALL)
        if re.search(r"method=[\"']?post", form, flags=re.IGNORECASE) and "csrf_token" not in form
    ]


def text_is_translated(tree: Tree) -> list[str]:
    """Everything a person reads goes through {% translate %}; abbreviations in capitals (PDF, QR) may stand."""
    return [
        f'{path}:{line} says "{text}" in one language only'
        for path, source in _templates(tree).items()
        for line, text in _visible(source)
        if re.search(r"[A-Za-z]*[a-z]{2}[A-Za-z]*", re.sub(r"&\w+;", "", text))
    ]


def _visible(source: str) -> list[tuple[int, str]]:
    """What is read, class names in blocks and words marked as English (the name of a language) aside."""
    classes = r"{%\s*block \w+_class\s*%}.*?{%\s*endblock[^%]*%}"
    named = r"<(\w+)[^>]*\slang=\"en\"[^>]*>[^<]*</\1>"
    return _Page(re.sub(named, "", _without_django(re.sub(classes, "", source)))).read


def code_speaks_english(tree: Tree) -> list[str]:
    """Chinese lives in catalogues and data; in code only as a legal citation in a docstring or comment."""
    pages = [
        f"{path}:{number} speaks Chinese"
        for path, text in tree.under("minsheng/", ".html", ".js", ".css").items()
        if not QUIET & set(path.split("/"))
        for number, line in enumerate(_uncommented(path, text).splitlines(), 1)
        if CJK.search(line)
    ]
    python = [
        f"{path}:{node.lineno} speaks Chinese"
        for path, module in tree.python.items()
        if path.startswith("minsheng/") and not QUIET & set(path.split("/"))
        for cited in [docstrings(module)]
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and id(node) not in cited and CJK.search(str(node.value))
    ]
    return sorted(pages + python)


def _uncommented(path: str, text: str) -> str:
    """Comments go, lines stay."""
    kind = r"{#.*?#}|{%\s*comment\b.*?endcomment\s*%}" if path.endswith(".html") else r"/\*.*?\*/|(?m:^\s*//.*$)"
    return re.sub(kind, lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)


def no_emoji(tree: Tree) -> list[str]:
    """Icons are drawn, from one set; emoji look different on every phone."""
    kinds = (".py", ".html", ".js", ".css", ".po", ".md")
    return [
        f"{path} has an emoji"
        for path, text in tree.under("", *kinds).items()
        if EMOJI.search(text) and "/tests/" not in path
    ]


def residents_read_plain_words(tree: Tree) -> list[str]:
    """Residents 反映; the words of the trade stay in the governance port."""
    return [
        f"{path} tells residents {word}"
        for path, text in tree.under("minsheng/ports/service/", ".po").items()
        for word in OFFICIAL
        if word in "\n".join(re.findall(r"^(?:msgstr(?:\[\d\])? )?\"(.*)\"$", _translations(text), flags=re.MULTILINE))
    ]


def _translations(catalogue: str) -> str:
    """Only the msgstr parts of a catalogue."""
    return "\n".join(re.findall(r"^msgstr(?:\[\d\])? .*(?:\n\".*\")*", catalogue, flags=re.MULTILINE))


def styles_name_their_layer(tree: Tree) -> list[str]:
    """@layer reset, tokens, base, layout, components, rooms, utilities: a style outside the layers beats them all."""
    styles = tree.under("minsheng/", ".css")
    imported = re.compile(r"@import url\([\"']?([^)\"']+)[\"']?\) layer\(")
    layered = {f"{p.rsplit('/', 1)[0]}/{name}" for p, text in styles.items() for name in imported.findall(text)}
    return [f"{path} is in no @layer" for path, text in styles.items() if "@layer" not in text and path not in layered]


def colours_are_tokens(tree: Tree) -> list[str]:
    """Dark, high contrast and 长辈版 are token swaps: a colour written elsewhere would not swap."""
    return [
        f"{path}:{number} writes a colour; use a token"
        for path, text in tree.under("minsheng/", ".css").items()
        for number, line in enumerate(re.sub(r"--[\w-]+:[^;]*;", "", _uncommented(path, text)).splitlines(), 1)
        if re.search(r"#[0-9a-f]{3,8}\b(?=[^{]*;)|\brgba?\(|\bhsla?\(", line, flags=re.IGNORECASE)
    ]


def partials_belong_to_their_page(tree: Tree) -> list[str]:
    """A fragment is a partial of its page (page.html#part); other rooms include whole pages, and what ui offers."""
    return [
        f"{path} reaches into {name}"
        for path, text in _templates(tree).items()
        for name in re.findall(r"{%\s*(?:include|extends)\s+[\"']([\w/.#-]+)[\"']", text)
        if ("#" in name or "/_" in name) and name.split("/")[0] not in {room_of(path).split(".")[-1], "ui"}
    ] + [f"{path} is a file for a fragment" for path in _templates(tree) if "/_" in path and part_of(path) != "tests"]


RULES = [
    nothing_is_inline,
    nothing_comes_from_elsewhere,
    text_is_escaped,
    scripts_build_no_markup,
    posts_carry_a_token,
    text_is_translated,
    code_speaks_english,
    no_emoji,
    residents_read_plain_words,
    styles_name_their_layer,
    colours_are_tokens,
    partials_belong_to_their_page,
]
