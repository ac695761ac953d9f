"""What a room looks like inside: its files, what each may import, its docstring, its addresses."""

import ast
import re

from .plan import ADDED, EDGES, FOLDERS, FORBIDDEN, FREE, PYTHON, below, part_of, room_of
from .tree import Tree, abstract, called, dotted, words

EXTRA = {"ports", "panorama", "linkage", "supervision", "deputies", "deliberation", "instruments", "ground"}
REQUEST = ("django.http", "django.shortcuts", "minsheng.kernel.http", "django.contrib.messages", "django.views")
NO_REQUEST = {"models", "workflow", "access", "actions", "queries", "figures", "tasks", "receivers"}


def files_have_house_names(tree: Tree) -> list[str]:
    """The same file names everywhere, so that whoever knows one room knows them all. Packages bear the same names."""
    return [
        f"{path} is no file of a room; see the house table"
        for path in tree.under("minsheng/")
        if not _fits(path, room_of(path), part_of(path) or "__init__")
    ]


def _fits(path: str, room: str, part: str) -> bool:
    if part in FOLDERS and room not in FREE:
        return f"/{part}/" in path
    known = PYTHON | ADDED.get(room, set())
    return room in FREE or part in known or ("." not in room and room in EXTRA)


def names_say_something(tree: Tree) -> list[str]:
    """utils, helpers, services, common, base: a name that says nothing collects everything."""
    return [
        f"{path} bears a name that says nothing: {stem}"
        for path in tree.under("minsheng/", ".py")
        for stem in path.removesuffix(".py").split("/")[2:]
        if stem in FORBIDDEN and not path.startswith("minsheng/ports/service/")
    ] + [
        f"{path} bears a name that says nothing: {path.rsplit('/', 1)[1]}"
        for path in tree.under("minsheng/ports/service/", ".py")
        if path.rsplit("/", 1)[1].removesuffix(".py") in FORBIDDEN
    ]


def rooms_say_what_they_are_for(tree: Tree) -> list[str]:
    """Every room, and every floor, has a docstring: what it is for, its words, its promises."""
    return [
        f"{path} has no docstring"
        for path, module in tree.python.items()
        if path.startswith("minsheng/")
        and path.endswith("__init__.py")
        and not part_of(path)
        and not ast.get_docstring(module)
    ]


def rooms_are_named_after_their_folder(tree: Tree) -> list[str]:
    """App label = room name, so that a room can change floors without touching its tables."""
    return [
        f"{path} calls itself {said}, not {meant}"
        for path, module in tree.python.items()
        if path.startswith("minsheng/") and part_of(path) == "apps" and room_of(path).count(".") == 1
        for said in [_assigned(module, "label")]
        for meant in [room_of(path).split(".")[-1]]
        if said != meant
    ]


def _assigned(module: ast.Module, name: str) -> str:
    values = [n.value for n in ast.walk(module) if isinstance(n, ast.Assign) and name in map(dotted, n.targets)]
    return "".join(words(values[0])) if values else "nothing"


ALLOWED = {
    # part: (own parts, parts of lower rooms); None means any but edges. kernel is open to all of them.
    "models": (set(), {"models", "actors"}),
    "workflow": ({"models", "access", "queries", "figures"}, {"actors", "models", "access", "queries"}),
    "access": ({"models", "queries"}, {"models", "access", "queries", "actors"}),
    "queries": ({"models", "access", "queries", "figures"}, {"models", "access", "queries", "figures", "actors"}),
    "figures": ({"models", "access", "queries", "figures"}, {"models", "access", "queries", "figures", "actors"}),
    "actions": ({"models", "access", "workflow", "queries", "figures", "fields"}, None),
    "fields": ({"models", "access", "queries", "actions"}, None),
}


def files_import_what_they_may(tree: Tree) -> list[str]:
    """Nouns know no verbs, questions change nothing, a step table is read without the doers: the house table, held."""
    return [
        f"{path}:{line} is a room's {part_of(path)} and imports {target}"
        for path, line, target in tree.imports
        if path.startswith("minsheng/") and target.startswith("minsheng.") and part_of(path) in ALLOWED
        if not _may(path, target)
    ]


def _may(path: str, target: str) -> bool:
    own, lower = ALLOWED[part_of(path)]
    here, there, part = room_of(path), room_of(target), part_of(target)
    if there in {"kernel", "ui"} and here not in {"kernel", "ui"}:
        return part not in EDGES
    if here == there:
        return part in own | {part_of(path)} | ADDED.get(here, set()) - EDGES
    return below(here, there) and (part in lower if lower is not None else part not in EDGES)


def requests_stay_at_the_edge(tree: Tree) -> list[str]:
    """An action takes an actor, never a request: it must work for the demo, an import, a job and a gateway too."""
    imported = [
        f"{path}:{line} imports {target}: a request ends at the view"
        for path, line, target in tree.imports
        if _inside(path) and target.startswith(REQUEST)
    ]
    taken = [
        f"{path}:{node.lineno} {node.name} takes a request"
        for path, node in tree.all(ast.FunctionDef)
        if _inside(path)
        and "request" in {a.arg for a in (*node.args.args, *node.args.kwonlyargs, *node.args.posonlyargs)}
    ]
    return sorted(imported + taken)


def _inside(path: str) -> bool:
    return path.startswith("minsheng/") and part_of(path) in NO_REQUEST and room_of(path) not in {"kernel", "ui"}


def views_touch_no_managers(tree: Tree) -> list[str]:
    """A view fetches through the actor: access.visible_to(request.actor), or a query with a name."""
    managers = {"objects", "_default_manager", "_base_manager"}
    return [
        f"{path}:{node.lineno} touches .{node.attr} in {part_of(path)}"
        for path, node in tree.all(ast.Attribute)
        if path.startswith("minsheng/")
        and part_of(path) in {"views", "context", "templatetags", "stepping"}
        and node.attr in managers
    ]


def forms_are_bound_by_method(tree: Tree) -> list[str]:
    """`request.POST or None` takes an empty POST for a GET: a step without fields would silently do nothing."""
    return [
        f"{path}:{node.lineno} binds a form by its content"
        for path, node in tree.all(ast.BoolOp)
        if any(dotted(value) in {"request.POST", "self.request.POST", "request.FILES"} for value in node.values)
    ]


def addresses_are_short_and_ascii(tree: Tree) -> list[str]:
    """No regular expressions, no Chinese in an address; every room's URL names are its own."""
    urls = {
        path: module for path, module in tree.python.items() if path.startswith("minsheng/") and part_of(path) == "urls"
    }
    expressions = [
        f"{path}:{call.lineno} {complaint}"
        for path, call in tree.all(ast.Call)
        if path in urls and called(call) in {"path", "re_path"}
        for complaint in _address(call)
    ]
    nameless = [
        f"{path} calls its names {said}, not {room_of(path).split('.')[-1]}"
        for path, module in urls.items()
        if room_of(path) != "config" and (said := _assigned(module, "app_name")) != room_of(path).split(".")[-1]
    ]
    return sorted(expressions + nameless)


def _address(call: ast.Call) -> list[str]:
    if called(call) == "re_path":
        return ["uses a regular expression as an address"]
    text = call.args[0].value if isinstance(call.args[0], ast.Constant) else ""
    fine = re.fullmatch(r"([a-z0-9.-]+/|<[a-z_:]+>/?)*([a-z0-9.-]+)?", text)
    return [] if fine else [f'has the address "{text}"']


def statics_and_templates_bear_the_rooms_name(tree: Tree) -> list[str]:
    """templates/<room>/ and static/<room>/, else two rooms' files would hide each other."""
    return [
        f"{path} hides in another room's folder"
        for path in tree.under("minsheng/")
        if part_of(path) in {"templates", "static"} and not path.endswith(".py")
        if path.split(f"/{part_of(path)}/")[1].split("/")[0] not in _folders(path)
    ]


def _folders(path: str) -> set[str]:
    """The room's own name; ui also holds Django's error pages, governance the pages of allauth."""
    extra = {
        "ui": {"404.html", "403.html", "400.html", "500.html", "django"},
        "ports.governance": {"account", "mfa", "allauth"},
    }
    return {room_of(path).split(".")[-1], *extra.get(room_of(path), set())}


def kernel_is_small_and_has_no_table(tree: Tree) -> list[str]:
    """< 600 lines in all, no table, and it imports nothing of minsheng but itself."""
    kernel = {p: t for p, t in tree.under("minsheng/kernel/", ".py").items() if part_of(p) != "tests"}
    lines = sum(text.count("\n") for text in kernel.values())
    size = [f"minsheng/kernel has {lines} lines; the house allows 599"] if lines >= 600 else []
    tables = [
        f"{path}:{node.lineno} makes a table of {node.name}"
        for path, node in tree.all(ast.ClassDef)
        if path in kernel and "models.Model" in map(dotted, node.bases) and not abstract(node)
    ]
    strangers = [
        f"{path}:{line} imports {target} into the kernel"
        for path, line, target in tree.imports
        if path.startswith("minsheng/kernel/") and target.startswith("minsheng.") and room_of(target) != "kernel"
    ]
    return size + tables + strangers


OWNERS = {"models", "workflow", "migrations"}
OWNED = {"ports": {"workflow"}, "demo": OWNERS, "config": OWNERS, "ui": OWNERS}


def upper_floors_own_nothing(tree: Tree) -> list[str]:
    """Demo drives the rooms' own actions, config wires, ui draws: no table. Ports are shells: no rules."""
    return [
        f"{path} gives {room_of(path)} something of its own; a noun goes one floor down"
        for path in tree.under("minsheng/", ".py")
        if part_of(path) in OWNED.get(room_of(path).split(".")[0], set())
    ]


def every_folder_is_a_package(tree: Tree) -> list[str]:
    """Import-linter sees packages only: what lies in a folder without __init__.py walks through every wall."""
    folders = {path.rsplit("/", 1)[0] for path in tree.under("minsheng/", ".py") if part_of(path) != "data"}
    return [f"{folder} has no __init__.py" for folder in sorted(folders) if f"{folder}/__init__.py" not in tree.files]


def rooms_have_tests(tree: Tree) -> list[str]:
    """Verbs have stories (test_actions), a lifecycle has a grid of who may take which step (test_access)."""
    wanted = {"actions": "tests/test_actions", "workflow": "tests/test_access"}
    return [
        f"{room} has {part}, but no {test}.py"
        for path in tree.under("minsheng/", ".py")
        if room_of(path) != "kernel"
        for part, test in wanted.items()
        for room in [path.removesuffix(f"/{part}.py").removesuffix(f"/{part}/__init__.py")]
        if room != path and not any(other.startswith(f"{room}/{test}") for other in tree.files)
    ]


def rows_know_their_district(tree: Tree) -> list[str]:
    """District is on journal, duties, figures and notices from the first migration, to be distributed later."""
    rooms = {"ground.journal", "ground.duties", "ground.figures", "ground.notices"}
    rows = [(p, n) for p, n in tree.all(ast.ClassDef) if part_of(p) == "models" and room_of(p) in rooms]
    fields = {n.name: {dotted(t) for s in n.body if isinstance(s, ast.Assign) for t in s.targets} for _, n in rows}
    return [
        f"{path}:{node.lineno} {node.name} doesn't know its district"
        for path, node in rows
        if "number" in fields[node.name]
        and not any("district" in fields.get(name, ()) for name in [node.name, *map(dotted, node.bases)])
    ]


RULES = [
    files_have_house_names,
    names_say_something,
    rooms_say_what_they_are_for,
    rooms_are_named_after_their_folder,
    files_import_what_they_may,
    requests_stay_at_the_edge,
    views_touch_no_managers,
    forms_are_bound_by_method,
    addresses_are_short_and_ascii,
    statics_and_templates_bear_the_rooms_name,
    kernel_is_small_and_has_no_table,
    upper_floors_own_nothing,
    every_folder_is_a_package,
    rooms_have_tests,
    rows_know_their_district,
]
