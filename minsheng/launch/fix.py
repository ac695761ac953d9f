"""bin/fix: what a program can mend: format, lint, templates, message catalogues."""

import subprocess
import sys

from minsheng.launch import messages
from minsheng.launch.check import BIN, templates
from minsheng.launch.places import ROOT


def main() -> int:
    pages = list(map(str, templates()))
    commands = [["ruff", "check", "--fix", "--quiet"], ["ruff", "format", "--quiet"], ["djade", *pages]]
    for name, *arguments in commands:
        subprocess.run([BIN / name, *arguments], cwd=ROOT, check=False)
    messages.update()
    left = list(messages.problems())
    if left:
        print(*left, sep="\n")
    return bool(left)


if __name__ == "__main__":
    sys.exit(main())
