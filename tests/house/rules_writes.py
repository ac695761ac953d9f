"""Who may write, what the time is, and what must never be swallowed."""

import ast
import re
from collections.abc import Iterator
from keyword import iskeyword

from .plan import part_of, room_of
from .tree import Tree, abstract, called, dotted, keyword, words

WRITERS = {"actions", "receivers", "tasks", "migrations", "tests", "management"}
WRITES = {
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "abulk_create",
    "aget_or_create",
    "aupdate_or_create",
}
CHANGES = {"create", "update", "save", "delete", "acreate", "aupdate", "asave", "adelete"}
SQL = re.compile(r"^\s*(with .* )?(insert into|update \w+ set|delete from|truncate)\b", re.IGNORECASE | re.DOTALL)


def writes_go_through_actions(tree: Tree) -> list[str]:
    """Rows are written by actions, receivers and tasks (and the kernel's verbs), not by a view, model or query."""
    return [
        f"{path}:{call.lineno} writes with {called(call) or 'SQL'} in {part_of(path)}"
        for path, call in tree.all(ast.Call)
        if _reader(path) and (_writes(call) or _writes_in_sql(call)) and (path, _owner(call)) not in _dicts(tree)
    ]


def _owner(call: ast.Call) -> str:
    return dotted(call.func).rpartition(".")[0]


def _dicts(tree: Tree) -> set[tuple[str, str]]:
    """The names that hold a dictionary: updating one writes nothing."""
    assigned = [(p, n, n.targets[0]) for p, n in tree.all(ast.Assign)] + [
        (p, n, n.target) for p, n in tree.all(ast.AnnAssign)
    ]
    return {(p, dotted(target)) for p, node, target in assigned if isinstance(node.value, ast.Dict)}


def _reader(path: str) -> bool:
    free = room_of(path) in {"demo", "launch"} or path == "minsheng/kernel/workflow.py"
    return path.startswith("minsheng/") and not free and part_of(path) not in WRITERS


def _writes(call: ast.Call) -> bool:
    """`row.save()` and `rows.update(name=…)` write; `image.save(path)` and `digest.update(data)` don't."""
    if not isinstance(call.func, ast.Attribute):
        return False
    return call.func.attr in WRITES or (
        call.func.attr in CHANGES and all(isinstance(a, ast.Starred) for a in call.args)
    )


def _writes_in_sql(call: ast.Call) -> bool:
    return called(call) in {"execute", "executemany", "raw"} and any(SQL.match(text) for text in words(call))


def _product(path: str) -> bool:
    return path.startswith("minsheng/") and part_of(path) not in {"tests", "migrations"}


def state_moves_only_in_the_workflow(tree: Tree) -> list[str]:
    """Nothing but kernel/workflow.py assigns a state: else a step would have no guard, no duty and no journal row."""
    assigned = [
        f"{path}:{node.lineno} assigns a state"
        for path, node in tree.all(ast.Assign, ast.AnnAssign, ast.AugAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Attribute) and target.attr == "state" and _mover(path)
    ]
    passed = [
        f"{path}:{call.lineno} passes a state to {called(call)}"
        for path, call in tree.all(ast.Call)
        if _mover(path) and (_passes_state(call) or (called(call) == "setattr" and "state" in words(call)))
    ]
    return sorted(assigned + passed)


def _mover(path: str) -> bool:
    return _product(path) and path != "minsheng/kernel/workflow.py"


def _passes_state(call: ast.Call) -> bool:
    return (
        called(call) in {"update", "create", "bulk_update", "update_or_create"} and keyword(call, "state") is not None
    )


def subjects_begin_and_never_vanish(tree: Tree) -> list[str]:
    """A subject is inserted by `begin`, so that somebody's duty begins with it, and is never hard-deleted."""
    subjects = tree.heirs("Subject")
    return [
        f"{path}:{call.lineno} calls {called(call)} on {name}; subjects begin by a step and are never deleted"
        for path, call in tree.all(ast.Call)
        if _mover(path) and called(call) in WRITES | {"create", "delete"}
        for name in [_root(call)]
        if name in subjects
    ]


def _root(call: ast.Call) -> str:
    """The name that a chain of calls starts from: Opinion of `Opinion.objects.filter(…).delete()`."""
    node: ast.AST = call
    while isinstance(node, ast.Call | ast.Attribute):
        node = node.func if isinstance(node, ast.Call) else node.value
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            return dotted(node.value).split(".")[-1]
    return ""


def subjects_have_tables(tree: Tree) -> list[str]:
    """Whatever has a lifecycle registers its table: inbox, timeline, search and export ask the registry."""
    tables = {(room_of(p), dotted(c.args[0])) for p, c in tree.all(ast.Call) if called(c) == "table" and c.args}
    tables = {(room, name.split(".")[-1]) for room, name in tables}
    return [
        f"{path} has the subject {name}, but its workflow has no table of it"
        for name, (path, node) in sorted(tree.heirs("Subject").items())
        if (room_of(path), name) not in tables and not abstract(node)
    ]


def _acts(tree: Tree, *kinds: str) -> Iterator[tuple[str, ast.Call]]:
    """The rows of the step tables: step(…) and verb(…) in a room's workflow."""
    yield from (
        (p, c) for p, c in tree.all(ast.Call) if called(c) in kinds and part_of(p) == "workflow" and "." in room_of(p)
    )


def steps_can_be_called(tree: Tree) -> list[str]:
    """Step = action = verb = address: so a lower-case name that is no word of Python's (send_back, not return)."""
    return [
        f'{path}:{call.lineno} names a step "{name}"'
        for path, call in _acts(tree, "step", "verb")
        for name in words(call.args[0])[:1]
        if iskeyword(name) or not re.fullmatch(r"[a-z][a-z_]*[a-z]", name)
    ]


def steps_lead_to_known_states(tree: Tree) -> list[str]:
    """Sources and target are written as in the State of the room's own models."""
    states = _states(tree)
    return [
        f'{path}:{call.lineno} knows no state "{word}"'
        for path, call in _acts(tree, "step")
        for argument in call.args[1:3]
        for text in words(argument)
        for word in text.split()
        if word not in states.get(room_of(path), set())
    ]


def _states(tree: Tree) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path, node in tree.all(ast.ClassDef):
        if any(dotted(base).endswith("TextChoices") for base in node.bases):
            values = {words(n.value)[0] for n in node.body if isinstance(n, ast.Assign) and words(n.value)}
            found.setdefault(room_of(path), set()).update(values)
    return found


def nobody_is_nobody(tree: Tree) -> list[str]:
    """by=None could mean anyone: SYSTEM and NOBODY are actors with names."""
    return [
        f"{path}:{call.lineno} acts by None"
        for path, call in tree.all(ast.Call)
        if path.startswith("minsheng/") and isinstance(by := keyword(call, "by"), ast.Constant) and by.value is None
    ]


TIMES = {"timezone.now", "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}


def time_comes_from_the_clock(tree: Tree) -> list[str]:
    """kernel.clock, which demo, training and tests can move. No other clock, and no database default for time."""
    named = [
        f"{path}:{node.lineno} asks {dotted(node)} for the time"
        for path, node in tree.all(ast.Attribute)
        if _timed(path) and ".".join(dotted(node).split(".")[-2:]) in TIMES
    ]
    imported = [
        f"{path}:{line} asks {target} for the time"
        for path, line, target in tree.imports
        if _timed(path) and target in {"django.utils.timezone.now", "time.time"}
    ]
    stamped = [
        f"{path}:{k.value.lineno} stamps time with {k.arg}"
        for path, k in tree.all(ast.keyword)
        if _timed(path)
        and (k.arg in {"auto_now", "auto_now_add"} or (k.arg == "db_default" and called(k.value) == "Now"))
    ]
    asked = [f"{p}:{c.lineno} asks elsewhere for the time" for p, c in tree.all(ast.Call) if _timed(p) and _asks(c)]
    return sorted(named + imported + stamped + asked)


def _timed(path: str) -> bool:
    return _product(path) and room_of(path) != "launch" and path != "minsheng/kernel/clock.py"


def _asks(call: ast.Call) -> bool:
    sql = called(call) in {"execute", "raw", "RawSQL", "executemany"}
    moment = re.compile(r"\b(now\(\)|current_timestamp|current_date|clock_timestamp)", re.IGNORECASE)
    without_moment = called(call) in {"localtime", "localdate"} and not call.args and not call.keywords
    in_sql = sql and any(moment.search(text) for text in words(call))
    return called(call) in {"Now", "TransactionNow"} or without_moment or in_sql


def one_bell(tree: Tree) -> list[str]:
    """Signals serve nothing but the bell: no second one, and none of Django's."""
    made = [
        f"{path}:{call.lineno} makes a signal of its own"
        for path, call in tree.all(ast.Call)
        if called(call) == "Signal" and _product(path) and room_of(path) != "kernel"
    ]
    heard = [
        f"{path}:{line} listens to {target}"
        for path, line, target in tree.imports
        if _product(path)
        and re.search(r"\.signals\.\w+$|^django\.dispatch\.Signal$", target)
        and room_of(path) != "kernel"
    ]
    return sorted(made + heard)


def nothing_waits_for_commit(tree: Tree) -> list[str]:
    """Jobs are deferred in the same transaction: after a crash between commit and on_commit they would be lost."""
    return [
        f"{p}:{n.lineno} waits for the commit"
        for p, n in tree.all(ast.Attribute)
        if n.attr == "on_commit" and _product(p)
    ]


def nothing_is_swallowed(tree: Tree) -> list[str]:
    """`except Exception: pass` hides the next bug."""
    caught = [
        f"{path}:{node.lineno} swallows every exception"
        for path, node in tree.all(ast.ExceptHandler)
        if _wide(node.type) and all(isinstance(s, ast.Pass | ast.Continue) for s in node.body)
    ]
    suppressed = [
        f"{path}:{call.lineno} swallows every exception"
        for path, call in tree.all(ast.Call)
        if called(call) == "suppress" and any(map(_wide, call.args))
    ]
    return sorted(caught + suppressed)


def _wide(node: ast.expr | None) -> bool:
    return node is None or dotted(node) in {"Exception", "BaseException"}


IGNORE = re.compile(
    r"#\s*(noqa|type:\s*ignore|pragma|djlint:\s*off)\b[:\s]*(\[[\w\s,-]*\]|[A-Z]+\d+(,\s*[A-Z]+\d+)*)?(?P<rest>.*)"
)


def ignores_have_reasons(tree: Tree) -> list[str]:
    """A rule may be wrong here; then the line says why."""
    return [
        f"{path}:{number} ignores a rule without a reason"
        for path, text in tree.files.items()
        if path.endswith(".py") and not path.startswith("tests/house/")
        for number, line in enumerate(text.splitlines(), 1)
        if (found := IGNORE.search(line)) and not re.search(r"\w+ \w+|\w{6,}", found["rest"])
    ] + [
        f"pyproject.toml:{number} ignores a rule without a reason"
        for number, line in enumerate(tree.files.get("pyproject.toml", "").splitlines(), 1)
        if re.search(r'^\s*"[A-Z]{1,4}\d{2,4}",|=\s*\["[A-Z]{1,4}\d', line) and "#" not in line
    ]


def tests_are_sentences(tree: Tree) -> list[str]:
    """A test's name says what is promised: test_a_hidden_matter_is_in_no_export, not test_export."""
    return [
        f"{path}:{node.lineno} {node.name} is no sentence"
        for path, node in tree.all(ast.FunctionDef)
        if "tests/" in path and node.name.startswith("test_") and node.name.count("_") < 3
    ]


def tests_mock_nothing_of_ours(tree: Tree) -> list[str]:
    """Tests run the real thing. A constant (a folder, a limit) may be set to another value; a function stays itself."""
    ours = {(path, target.split(".")[-1]) for path, _, target in tree.imports if target.startswith("minsheng.")}
    imported = [
        f"{path}:{line} imports {target}" for path, line, target in tree.imports if target.startswith("unittest.mock")
    ]
    patched = [
        f"{path}:{call.lineno} replaces a part of our own code"
        for path, call in tree.all(ast.Call)
        if dotted(call.func) in {"monkeypatch.setattr", "mocker.patch"} and not _sets_a_constant(call)
        if "".join(words(call.args[0])).startswith("minsheng.") or (path, dotted(call.args[0]).split(".")[0]) in ours
    ]
    return sorted(imported + patched)


def _sets_a_constant(call: ast.Call) -> bool:
    name = call.args[1] if len(call.args) > 1 else None
    return isinstance(name, ast.Constant) and str(name.value).isupper()


def tests_look_at_more_than_200(tree: Tree) -> list[str]:
    """A page that answers 200 may still be wrong: a test that looks at nothing else promises nothing."""
    return [
        f"{path}:{node.lineno} {node.name} looks at nothing but the status"
        for path, node in tree.all(ast.FunctionDef)
        if "tests/" in path and node.name.startswith("test_")
        for asserts in [[ast.unparse(n.test) for n in ast.walk(node) if isinstance(n, ast.Assert)]]
        if asserts and all(text.endswith("status_code == 200") for text in asserts)
    ]


RULES = [
    writes_go_through_actions,
    state_moves_only_in_the_workflow,
    subjects_begin_and_never_vanish,
    subjects_have_tables,
    steps_can_be_called,
    steps_lead_to_known_states,
    nobody_is_nobody,
    time_comes_from_the_clock,
    one_bell,
    nothing_waits_for_commit,
    nothing_is_swallowed,
    ignores_have_reasons,
    tests_are_sentences,
    tests_mock_nothing_of_ours,
    tests_look_at_more_than_200,
]
