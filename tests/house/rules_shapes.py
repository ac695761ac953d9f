"""How long, how deep, how many; and what must not lie in the tree at all."""

import ast
import re
from statistics import median

from .plan import part_of, room_of
from .tree import Tree

CODE = (".py", ".html", ".js", ".css", ".sh")
BRANCHES = (
    ast.If | ast.For | ast.AsyncFor | ast.While | ast.ExceptHandler | ast.IfExp | ast.comprehension | ast.match_case
)


def _functions(tree: Tree) -> list[tuple[str, ast.FunctionDef]]:
    """The functions of the product: tests and migrations are read differently."""
    return [
        (p, n)
        for p, n in tree.all(ast.FunctionDef)
        if p.startswith("minsheng/") and part_of(p) not in {"tests", "migrations"}
    ]


def length(node: ast.FunctionDef) -> int:
    """Lines from def to the end, without the docstring."""
    first = node.body[0]
    said = first.end_lineno - first.lineno + 1 if ast.get_docstring(node) else 0
    return node.end_lineno - node.lineno + 1 - said


def p95(values: list[int]) -> int:
    return sorted(values)[int(len(values) * 0.95)] if values else 0


def functions_are_short(tree: Tree) -> list[str]:
    """Median at most 8 lines, and none above 30: what spoils houses is the tail."""
    lengths = [length(node) for _, node in _functions(tree)]
    middle = median(lengths) if lengths else 0
    long = [
        f"{p}:{n.lineno} {n.name} has {length(n)} lines; 30 are allowed" for p, n in _functions(tree) if length(n) > 30
    ]
    return long + ([f"the median function has {middle} lines; 8 are allowed"] if middle > 8 else [])


def functions_are_simple(tree: Tree) -> list[str]:
    """At most 8 ways through a function."""
    return [
        f"{path}:{node.lineno} {node.name} has {ways} ways through; 8 are allowed"
        for path, node in _functions(tree)
        for ways in [1 + sum(isinstance(inner, BRANCHES) for inner in ast.walk(node))]
        if ways > 8
    ]


def views_are_thin(tree: Tree) -> list[str]:
    """p95 of views at most 20 lines: fetch through the actor, form, verb, reply."""
    views = [(length(n), f"{p}:{n.lineno} {n.name}") for p, n in _functions(tree) if part_of(p) == "views"]
    long = sorted(views, reverse=True)[:3]
    return (
        [f"{name} is a view of {lines} lines; p95 is 20" for lines, name in long]
        if p95([v[0] for v in views]) > 20
        else []
    )


def templates_are_short(tree: Tree) -> list[str]:
    """p95 of templates at most 100 lines."""
    sizes = [(text.count("\n"), path) for path, text in tree.under("minsheng/", ".html").items()]
    long = sorted(sizes, reverse=True)[:3]
    return (
        [f"{path} is a template of {lines} lines; p95 is 100" for lines, path in long]
        if p95([s[0] for s in sizes]) > 100
        else []
    )


def scripts_are_short(tree: Tree) -> list[str]:
    """A JavaScript file has at most 60 lines."""
    return _over(tree.under("minsheng/", ".js"), 60)


def files_are_short(tree: Tree) -> list[str]:
    """At 400 lines a file becomes a package of the same name."""
    return _over({p: t for p, t in tree.under("", *CODE).items() if part_of(p) not in {"migrations", "data"}}, 400)


def commands_are_short(tree: Tree) -> list[str]:
    """bin/* finds Python and hands over to launch: at most 40 lines."""
    return _over(tree.under("bin/"), 40)


def _over(texts: dict[str, str], limit: int) -> list[str]:
    counted = {path: text.count("\n") for path, text in texts.items()}
    return [f"{path} has {lines} lines; {limit} are allowed" for path, lines in counted.items() if lines > limit]


def styles_are_light(tree: Tree) -> list[str]:
    """What a page loads, the sheets of ui and its room's own: at most 60 kB without comments and indentation."""
    airy = re.compile(r"/\*.*?\*/|^[ \t]+", re.DOTALL | re.MULTILINE)
    sizes = {"ui": 0}
    for path, text in tree.under("minsheng/", ".css").items():
        sizes[room_of(path)] = sizes.get(room_of(path), 0) + len(airy.sub("", text).encode())
    pages = {room: size + (sizes["ui"] if room != "ui" else 0) for room, size in sizes.items()}
    return [
        f"the style sheets of a page of {room} weigh {size} bytes; 60000 are allowed"
        for room, size in pages.items()
        if size > 60_000
    ]


def nothing_is_vendored(tree: Tree) -> list[str]:
    """Front-end packages come from npm by the lock file; no copy in the tree."""
    copied = re.compile(r"\.min\.(js|css)$|(^|/)(node_modules|vendor|third_party|bower_components)/")
    banners = {p for p, text in tree.under("", ".js", ".css").items() if text.lstrip().startswith("/*!")}
    return [f"{path} is somebody else's code" for path in tree.files if copied.search(path) or path in banners]


MACHINE = re.compile(r"(?<![\w.-])/(work/(main|shared)|root/|home/\w+/|tmp/w/|Users/\w+/)")
PHONE = re.compile(r"(?<![\w.+-])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\w.-])")
IDENTITY = re.compile(r"(?<![\w.-])[1-9]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])\d{5}[\dXx](?![\w.-])")


def no_machine_paths(tree: Tree) -> list[str]:
    """The tree runs anywhere; a path of the machine it was written on is an accident."""
    return [f"{path}:{line} names a path of a machine: {text}" for path, line, text in _hits(tree, MACHINE)]


def phones_are_invented(tree: Tree) -> list[str]:
    """199 0000 00xx are the only mobile numbers in code, tests and demo data."""
    return [
        f"{path}:{line} has a telephone number that may be somebody's"
        for path, line, text in _hits(tree, PHONE)
        if not re.fullmatch(r"199[ -]?0000[ -]?00\d\d", text)
    ]


def no_identity_numbers(tree: Tree) -> list[str]:
    """No 18-digit identity numbers, invented ones included."""
    return [f"{path}:{line} has an identity number" for path, line, _ in _hits(tree, IDENTITY)]


def _hits(tree: Tree, pattern: re.Pattern[str]) -> list[tuple[str, int, str]]:
    """Where a pattern stands, the house's own plants and the lock files aside."""
    return [
        (path, text.count("\n", 0, found.start()) + 1, found[0])
        for path, text in tree.files.items()
        if not path.startswith("tests/house/") and not path.endswith(("lock", "-lock.json"))
        for found in pattern.finditer(text)
    ]


RULES = [
    functions_are_short,
    functions_are_simple,
    views_are_thin,
    templates_are_short,
    scripts_are_short,
    files_are_short,
    commands_are_short,
    styles_are_light,
    nothing_is_vendored,
    no_machine_paths,
    phones_are_invented,
    no_identity_numbers,
]
