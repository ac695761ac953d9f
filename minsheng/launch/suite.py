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
        runs = [[str(PYTHON), "-m", "pytest", *words] for words in arguments(sys.argv[1:])]
        codes = [subprocess.run(run, cwd=ROOT, env=env, check=False).returncode for run in runs]
        return next((code for code in codes if code), 0)


def arguments(given: list[str]) -> list[list[str]]:
    """Paths from where the person stands, in one run; the whole suite on all cores, whole files to each, as they come.

    There is one more worker than cores: many tests wait for a browser or for a server of their own. Tests marked
    `alone` follow in a run of their own, since open transactions of others would hold them up.
    """
    named = [_from_root(word) for word in given]
    whole = not any((ROOT / word.split("::")[0]).exists() for word in named if not word.startswith("-"))
    chosen = any(word.startswith(("-n", "--numprocesses", "--dist", "-p", "-m", "-k", "--lf")) for word in given)
    if not whole or chosen:
        return [named]
    spread = ["-n", str(cores() + 1), "--dist", "loadfile", "--no-loadscope-reorder"]
    return [[*spread, "-m", "not alone", *named], ["-m", "alone", *named, *_with_tests_that_are_alone()]]


def _with_tests_that_are_alone() -> list[str]:
    """Their files, so that the second run need not read all others."""
    files = [path for top in ("tests", "minsheng") for path in sorted((ROOT / top).rglob("test_*.py"))]
    return [str(path.relative_to(ROOT)) for path in files if "mark.alone" in path.read_text()]


def _from_root(word: str) -> str:
    path, *rest = word.split("::")
    found = Path.cwd() / path
    if word.startswith("-") or not found.exists():
        return word
    return "::".join([os.path.relpath(found, ROOT), *rest])


if __name__ == "__main__":
    sys.exit(main())
