"""Names are the glossary's: docs/glossary.md, a table of 中文, English and identifier."""

import ast
import re

from .plan import part_of
from .tree import Tree, abstract, called, dotted, words

GLOSSARY = "docs/glossary.md"


def terms(tree: Tree) -> set[str]:
    """The `identifiers` in the last column of the glossary's tables."""
    rows = [line for line in tree.files.get(GLOSSARY, "").splitlines() if line.startswith("|")]
    return {word for row in rows for word in re.findall(r"`(\w+)`", row.rstrip("| ").rpartition("|")[2])}


def models_stand_in_the_glossary(tree: Tree) -> list[str]:
    """A noun that has no Chinese name has not been thought through."""
    known, models = terms(tree), tree.heirs("Model", "AbstractBaseUser", "Subject")
    return [
        f"{path}:{node.lineno} {name} is not in {GLOSSARY}"
        for name, (path, node) in sorted(models.items())
        if part_of(path) == "models" and name not in known and not abstract(node)
    ]


def states_stand_in_the_glossary(tree: Tree) -> list[str]:
    """Every value of every TextChoices: what is stored for years has one name."""
    known = terms(tree)
    return [
        f"{path}:{node.lineno} {node.name} has {value}, which is not in {GLOSSARY}"
        for path, node in tree.all(ast.ClassDef)
        if part_of(path) == "models" and any(dotted(base).endswith("TextChoices") for base in node.bases)
        for value in _values(node)
        if value not in known
    ]


def _values(node: ast.ClassDef) -> list[str]:
    """The stored values of a TextChoices: the first string of each member."""
    return [words(n.value)[0] for n in node.body if isinstance(n, ast.Assign) and words(n.value) and words(n.value)[0]]


def steps_stand_in_the_glossary(tree: Tree) -> list[str]:
    """A verb, once in the journal, is never renamed: so it is weighed before."""
    known = terms(tree)
    return [
        f"{path}:{call.lineno} takes the step {name}, which is not in {GLOSSARY}"
        for path, call in tree.all(ast.Call)
        if called(call) in {"step", "verb"} and part_of(path) == "workflow" and not path.startswith("minsheng/kernel/")
        for name in words(call.args[0])[:1]
        if name not in known
    ]


def the_glossary_is_a_table(tree: Tree) -> list[str]:
    """Three columns: 中文, English, identifier; the Chinese is Chinese, the identifier is in backticks."""
    rows = [(i, line) for i, line in enumerate(tree.files.get(GLOSSARY, "").splitlines(), 1) if line.startswith("|")]
    return [
        f"{GLOSSARY}:{number} is no row of 中文, English, `identifier`"
        for number, row in rows
        if not re.fullmatch(r"\|\s*中文.*|\|[\s:|-]+|\|[^|]*[一-鿿][^|]*\|[^|]*[A-Za-z][^|]*\|[^|]*`\w+`[^|]*\|", row)
    ]


RULES = [
    models_stand_in_the_glossary,
    states_stand_in_the_glossary,
    steps_stand_in_the_glossary,
    the_glossary_is_a_table,
]
