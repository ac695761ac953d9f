"""The source tree as a rule sees it: texts by path, and the syntax trees of its Python files, parsed once."""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

TEXTS = {
    ".py",
    ".html",
    ".js",
    ".css",
    ".svg",
    ".txt",
    ".md",
    ".po",
    ".toml",
    ".json",
    ".geojson",
    ".csv",
    ".yml",
    ".sh",
    "",
}


@dataclass(frozen=True)
class Tree:
    """`files` maps a path from the project's root ("minsheng/kernel/clock.py") to its text."""

    files: dict[str, str]

    @classmethod
    def at(cls, root: Path) -> "Tree":
        ignored = {line.strip("/\n") for line in (root / ".gitignore").read_text().splitlines()} | {".git"}
        return cls({str(p.relative_to(root)): p.read_text(errors="replace") for p in sorted(_walk(root, ignored))})

    def under(self, prefix: str, *suffixes: str) -> dict[str, str]:
        """The texts below a folder whose names end so."""
        return {p: t for p, t in self.files.items() if p.startswith(prefix) and p.endswith(suffixes or ("",))}

    @cached_property
    def python(self) -> dict[str, ast.Module]:
        return {path: ast.parse(text) for path, text in self.files.items() if path.endswith(".py")}

    @cached_property
    def _nodes(self) -> dict[type, list[tuple[str, ast.AST]]]:
        found = defaultdict(list)
        for path, module in self.python.items():
            for node in ast.walk(module):
                found[type(node)].append((path, node))
        return found

    def all[N: ast.AST](self, *kinds: type[N]) -> Iterator[tuple[str, N]]:
        """Every syntax node of these kinds in the tree, with its file."""
        return (pair for kind in kinds for pair in self._nodes[kind])  # type: ignore[return-value]  # grouped by kind

    def heirs(self, *names: str) -> dict[str, tuple[str, ast.ClassDef]]:
        """Every class of the product that inherits from one of these names, however far down, with its file."""
        classes = {
            n.name: (p, n) for p, n in self.all(ast.ClassDef) if p.startswith("minsheng/") and "/tests/" not in p
        }
        bases = {
            name: {called(base) or called(getattr(base, "value", base)) for base in n.bases}
            for name, (_, n) in classes.items()
        }
        found = set(names)
        while more := {name for name, parents in bases.items() if parents & found} - found:
            found |= more
        return {name: classes[name] for name in found if name in classes and name not in names}

    @cached_property
    def imports(self) -> list[tuple[str, int, str]]:
        """(file, line, "minsheng.ground.people.models.Person"): every import, wherever it stands."""
        plain = [(p, n.lineno, alias.name) for p, n in self.all(ast.Import) for alias in n.names]
        named = [
            (p, n.lineno, f"{_source(p, n)}.{alias.name}") for p, n in self.all(ast.ImportFrom) for alias in n.names
        ]
        return sorted(plain + named)


def _walk(folder: Path, ignored: set[str]) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in ignored or path.suffix in {".pyc", ".mo"}:
            continue
        if path.is_dir():
            yield from _walk(path, ignored)
        elif path.suffix in TEXTS:
            yield path


def _source(path: str, node: ast.ImportFrom) -> str:
    """The module that a `from … import` names."""
    package = path.removesuffix(".py").split("/")[: -node.level] if node.level else []
    return ".".join([*package, *([node.module] if node.module else [])])


type Rule = Callable[[Tree], list[str]]


def called(node: ast.AST) -> str:
    """The last word of what a call names: "save" of `thing.parts[0].save()`."""
    target = node.func if isinstance(node, ast.Call) else node
    return target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""


def dotted(node: ast.AST) -> str:
    """The words of a plain name: "timezone.now"; anything else in between becomes a gap."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def words(node: ast.AST | None) -> list[str]:
    """The string constants in a node, in order."""
    return [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)] if node else []


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((k.value for k in call.keywords if k.arg == name), None)


def abstract(node: ast.ClassDef) -> bool:
    return "abstract = True" in ast.unparse(node)


def docstrings(module: ast.Module) -> set[int]:
    """The ids of the constants that are docstrings (also those below an assignment, as this house writes them)."""
    bodies = [n.body for n in ast.walk(module) if isinstance(getattr(n, "body", None), list)]
    return {
        id(s.value) for body in bodies for s in body if isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant)
    }
