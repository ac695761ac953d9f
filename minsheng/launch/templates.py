"""Compile every template of every room: a wrong tag fails here and not before a resident."""

import sys
from collections.abc import Iterator
from pathlib import Path

from minsheng.launch.places import ROOT


def problems() -> Iterator[str]:
    import django
    from django.template import TemplateSyntaxError
    from django.template.loader import get_template

    django.setup()
    for path in sorted((ROOT / "minsheng").glob("**/templates/**/*.html")):
        try:
            get_template(_name(path))
        except TemplateSyntaxError as error:
            yield f"{path.relative_to(ROOT)}: {error}"


def _name(path: Path) -> str:
    """The name under `templates/` by which others include it."""
    parts = path.relative_to(ROOT).parts
    return "/".join(parts[parts.index("templates") + 1 :])


def main() -> int:
    found = list(problems())
    for problem in found:
        print(problem)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
