"""bin/test: what tests need beyond the packages, then pytest on a throwaway database."""

import os
import subprocess
import sys
from pathlib import Path

from minsheng.launch import browser, environment, messages
from minsheng.launch.places import PYTHON, ROOT, cores

DATA = ROOT / "var" / "test"


def main() -> int:
    browser.install()
    messages.compile_all()
    data = environment.open_folder(DATA)
    with environment.database(data, throwaway=True) as base:
        env = environment.variables(data, base, MINSHENG_CHROMIUM=browser.path(), MINSHENG_LOG="WARNING")
        env |= {"DATABASE_URL": base.owner, "MINSHENG_SECRET_KEY": "only-for-tests"}
        command = [str(PYTHON), "-m", "pytest", *arguments(sys.argv[1:])]
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def arguments(given: list[str]) -> list[str]:
    """Paths from where the person stands; the whole suite on all cores, whole files to each."""
    named = [_from_root(word) for word in given]
    whole = not any((ROOT / word.split("::")[0]).exists() for word in named if not word.startswith("-"))
    parallel = any(word.startswith(("-n", "--numprocesses", "--dist", "-p")) for word in given)
    return ["-n", str(cores()), "--dist", "loadfile", *named] if whole and not parallel else named


def _from_root(word: str) -> str:
    path, *rest = word.split("::")
    found = Path.cwd() / path
    if word.startswith("-") or not found.exists():
        return word
    return "::".join([os.path.relpath(found, ROOT), *rest])


if __name__ == "__main__":
    sys.exit(main())
