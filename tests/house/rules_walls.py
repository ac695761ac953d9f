"""Who may know whom, where import-linter can't see: edges, foreign keys, templates, addresses, names inside strings."""

import ast
import re
from collections.abc import Iterator

from .plan import EDGES, SINGLE, below, part_of, room_of
from .tree import Tree, called, dotted, keyword, words

RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
NAME = re.compile(r"([a-z]+):[a-z_-]+|([a-z]+)/[\w/]+\.html(?:#\w+)?")
TAG = re.compile(r"{%\s*(extends|include|url|static)\s+[\"']([\w.-]+)[/:]")
DOMAIN = re.compile(
    r"opinion|deput|resident|congress|council|petition|ballot|subdistrict|suggestion|communit|inbox|dispatch_"
)


def edges_stay_inside(tree: Tree) -> list[str]:
    """Views, forms, urls, admin, tasks, receivers: nobody outside the room imports them; config, which wires, may."""
    return [
        f"{path}:{line} imports {target}, an edge of {room_of(target)}"
        for path, line, target in tree.imports
        if target.startswith("minsheng.")
        and part_of(target) in EDGES
        and room_of(path) not in {room_of(target), "config"}
    ]


def no_import_by_string(tree: Tree) -> list[str]:
    """A module named in a string would walk through every wall. Settings may name one: import_string(settings.X)."""
    by_name = [
        f"{path}:{call.lineno} imports by string with {called(call)}"
        for path, call in tree.all(ast.Call)
        if called(call) in {"import_module", "__import__", "get_model"} and _guarded(path)
    ]
    from_text = [
        f"{path}:{call.lineno} imports by string with import_string"
        for path, call in tree.all(ast.Call)
        if called(call) == "import_string" and "settings." not in dotted(call.args[0]) + "." and _guarded(path)
    ]
    return sorted(by_name + from_text)


def _guarded(path: str) -> bool:
    return path.startswith("minsheng/") and part_of(path) not in {"migrations", "tests"} and room_of(path) != "launch"


def _relations(tree: Tree) -> Iterator[tuple[str, ast.Call]]:
    for path, call in tree.all(ast.Call):
        if called(call) in RELATIONS and part_of(path) == "models":
            yield path, call


def _labels(tree: Tree) -> dict[str, str]:
    """App label -> room: "people" -> "ground.people"."""
    rooms = {room_of(path) for path in tree.files if path.startswith("minsheng/")}
    return {room.split(".")[-1]: room for room in rooms if "." in room or room in SINGLE}


def _target(call: ast.Call) -> str:
    """The app label that a relation written with a string points to; "" for its own room."""
    to = keyword(call, "to") or call.args[0]
    if dotted(to) == "settings.AUTH_USER_MODEL":
        return "people"
    return to.value.rpartition(".")[0] if isinstance(to, ast.Constant) else ""


def foreign_keys_point_down(tree: Tree) -> list[str]:
    """A relation written as a string is an import too."""
    labels = _labels(tree)
    return [
        f"{path}:{call.lineno} points up to {_target(call)}"
        for path, call in _relations(tree)
        if _target(call) and not below(room_of(path), labels.get(_target(call), ""))
    ]


def nothing_points_into_the_journal(tree: Tree) -> list[str]:
    """Nothing outside the journal has a foreign key to it, so that it can be partitioned later."""
    names = {(path, target.split(".")[-1]) for path, _, target in tree.imports if room_of(target) == "ground.journal"}
    return [
        f"{path}:{call.lineno} has a foreign key into the journal"
        for path, call in _relations(tree)
        if room_of(path) != "ground.journal"
        and (_target(call) == "journal" or (path, dotted(keyword(call, "to") or call.args[0]).split(".")[0]) in names)
    ]


def ways_back_are_used(tree: Tree) -> list[str]:
    """related_name="+" unless the reverse is really used somewhere: as an attribute, in a lookup, or in a template."""
    spoken = _spoken(tree)
    return [complaint for path, call in _relations(tree) for complaint in _way_back(path, call, spoken)]


def _spoken(tree: Tree) -> set[str]:
    """Every word after which a reverse relation could be reached."""
    attributes = {node.attr for _, node in tree.all(ast.Attribute)}
    lookups = {word for _, k in tree.all(ast.keyword) for word in (k.arg or "").split("__")}
    strings = {
        part for _, c in tree.all(ast.Call) for a in c.args for w in words(a) for part in w.lstrip("-").split("__")
    }
    pages = {word for text in tree.under("minsheng/", ".html").values() for word in re.findall(r"\.(\w+)", text)}
    return attributes | lookups | strings | pages


def _way_back(path: str, call: ast.Call, spoken: set[str]) -> list[str]:
    name = "".join(words(keyword(call, "related_name")))
    if not name:
        return [f'{path}:{call.lineno} says no related_name; write "+" unless the reverse is used']
    if name.endswith("+") or "%" in name or name in spoken:
        return []
    return [f"{path}:{call.lineno} opens a way back, {name}, that nobody uses"]


def no_content_types(tree: Tree) -> list[str]:
    """The key everywhere is (kind, number), never a content type."""
    return [
        f"{path}:{line} uses content types" for path, line, target in tree.imports if "contrib.contenttypes" in target
    ]


def templates_point_down(tree: Tree) -> list[str]:
    """extends, include, static and url in a template, as if they were imports. Dynamic names come from the registry."""
    labels = _labels(tree)
    return [
        f"{path}:{line} {tag} {name}, which is not below {room_of(path)}"
        for path, line, tag, name in _tags(tree)
        if name in labels and not below(room_of(path), labels[name])
    ]


def _tags(tree: Tree) -> Iterator[tuple[str, int, str, str]]:
    for path, text in tree.under("minsheng/", ".html").items():
        for number, line in enumerate(text.splitlines(), 1):
            for tag, name in TAG.findall(line):
                yield path, number, tag, name


def tag_libraries_come_from_below(tree: Tree) -> list[str]:
    """{% load steps %} brings in the room that holds templatetags/steps.py."""
    homes = {
        p.rsplit("/", 1)[1].removesuffix(".py"): room_of(p)
        for p in tree.under("minsheng/", ".py")
        if "/templatetags/" in p
    }
    return [
        f"{path} loads {library} from {homes[library]}, which is not below {room_of(path)}"
        for path, text in tree.under("minsheng/", ".html").items()
        for loaded in re.findall(r"{%\s*load\s+([^%]+?)\s*%}", text)
        for library in loaded.split(" from ")[-1].split()
        if library in homes and not below(room_of(path), homes[library])
    ]


def addresses_point_down(tree: Tree) -> list[str]:
    """The names "room:screen" and "room/page.html" in Python, as if they were imports."""
    labels = _labels(tree)
    return [
        f"{path}:{node.lineno} names {node.value}, which is not below {room_of(path)}"
        for path, node in tree.all(ast.Constant)
        if isinstance(node.value, str) and (found := NAME.fullmatch(node.value)) and _guarded(path)
        for label in [found[1] or found[2]]
        if label in labels and not below(room_of(path), labels[label])
    ]


def private_names_stay_private(tree: Tree) -> list[str]:
    """A name that begins with an underscore belongs to its room."""
    aliases = {
        (path, target.split(".")[-1]): target for path, _, target in tree.imports if target.startswith("minsheng.")
    }
    imported = [
        f"{path}:{line} imports the private {target}"
        for path, line, target in tree.imports
        if target.startswith("minsheng.") and _private(target.split(".")[-1]) and room_of(target) != room_of(path)
    ]
    reached = [
        f"{path}:{node.lineno} reaches the private {home}.{node.attr}"
        for path, node in tree.all(ast.Attribute)
        if _private(node.attr) and (home := aliases.get((path, dotted(node.value)))) and room_of(home) != room_of(path)
        if not home.split(".")[-1][0].isupper()  # Model._meta and _default_manager are Django's words
    ]
    return sorted(imported + reached)


def _private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def no_domain_word_below_ground(tree: Tree) -> list[str]:
    """The kernel and the design system hold no domain word: not as a name, not as a file."""
    low = {
        p: t
        for p, t in tree.files.items()
        if p.startswith(("minsheng/kernel/", "minsheng/ui/")) and part_of(p) != "tests"
    }
    files = [f"{p} is named after the domain" for p in low if DOMAIN.search(p.split("/", 2)[2])]
    names = [
        f"{path}:{node.lineno} speaks of {name}"
        for path, node, name in _names(tree)
        if path in low and DOMAIN.search(name.lower())
    ]
    return sorted({*files, *names})


def _names(tree: Tree) -> Iterator[tuple[str, ast.expr | ast.stmt, str]]:
    yield from ((p, n, n.id) for p, n in tree.all(ast.Name))
    yield from ((p, n, n.attr) for p, n in tree.all(ast.Attribute))
    yield from ((p, n, n.name) for p, n in tree.all(ast.FunctionDef, ast.ClassDef))


def rooms_are_listed_bottom_up(tree: Tree) -> list[str]:
    """Receivers of the bell run in the order of config/rooms.py: lower hears first. Every room is listed."""
    path = "minsheng/config/rooms.py"
    listed = [room for _, node in tree.all(ast.Assign) if _ == path for room in _listed(node)]
    apps = {
        room_of(p) for p in tree.files if p.startswith("minsheng/") and p.endswith("/apps.py") and part_of(p) == "apps"
    }
    missing = [f"{path} doesn't list {room}" for room in sorted(apps) if "." in room and room not in listed]
    order = [
        f"{path} lists {a} before {b}, which is below it"
        for i, a in enumerate(listed)
        for b in listed[i + 1 :]
        if below(a, b)
    ]
    return missing + order


def _listed(node: ast.Assign) -> list[str]:
    """GROUND = ("places", …) as rooms; the tuple that puts them together has no constants of its own floor."""
    floor = dotted(node.targets[0]).lower()
    return (
        [f"{floor}.{name}" for name in words(node.value)]
        if isinstance(node.value, ast.Tuple) and floor != "rooms"
        else []
    )


RULES = [
    edges_stay_inside,
    no_import_by_string,
    foreign_keys_point_down,
    nothing_points_into_the_journal,
    ways_back_are_used,
    no_content_types,
    templates_point_down,
    tag_libraries_come_from_below,
    addresses_point_down,
    private_names_stay_private,
    no_domain_word_below_ground,
    rooms_are_listed_bottom_up,
]
