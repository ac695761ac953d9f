"""bin/check: every check that needs no test, side by side; one line each, all of the output of those that fail."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from minsheng.launch import environment, messages
from minsheng.launch.places import PYTHON, ROOT, cores

BIN = PYTHON.parent
LIMIT = 300  # seconds for one check


@dataclass(frozen=True)
class Result:
    name: str
    passed: bool
    seconds: float
    said: str


def checks() -> dict[str, list[str | Path]]:
    """By name, longest first."""
    manage: list[str | Path] = [PYTHON, "-P", "-m", "minsheng.launch.manage"]
    pages = list(map(str, templates()))
    return {
        "types": [BIN / "mypy"],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "migrations safe": [PYTHON, "-P", "-m", "minsheng.launch.migrations"],
        "settings": [*manage, "check", "--fail-level", "WARNING"],
        "templates compile": [PYTHON, "-P", "-m", "minsheng.launch.templates"],
        "templates lint": [BIN / "djlint", "--lint", "--quiet", *pages],
        "templates format": [BIN / "djade", "--check", *pages],
        "translations": [PYTHON, "-P", "-m", "minsheng.launch.messages", "--check"],
        "house rules": [PYTHON, "-P", "-m", "tests.house"],
        "walls": [BIN / "lint-imports", "--no-logo"],
        "lint": [BIN / "ruff", "check", "--output-format", "concise"],
        "format": [BIN / "ruff", "format", "--check", "--output-format", "concise"],
    }


def templates() -> list[Path]:
    return sorted(path.relative_to(ROOT) for path in (ROOT / "minsheng").glob("**/templates/**/*.html"))


def main() -> int:
    data = environment.open_folder(ROOT / "var" / "test")
    messages.compile_all()
    with environment.database(data, throwaway=True) as base, ThreadPoolExecutor(cores()) as pool:
        env = environment.variables(data, base) | {"DATABASE_URL": base.owner, "MINSHENG_LOG": "WARNING"}
        running = [pool.submit(_check, name, command, env) for name, command in checks().items()]
        results = [_told(done.result()) for done in as_completed(running)]
    failed = [result for result in results if not result.passed]
    for result in failed:
        print(f"\n== {result.name} ==\n{result.said.strip()}")
    print(f"\n{len(results) - len(failed)}/{len(results)} passed")
    return bool(failed)


def _check(name: str, command: list[str | Path], env: dict[str, str]) -> Result:
    began = time.monotonic()
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=env, check=False, capture_output=True, text=True, stdin=None, timeout=LIMIT
        )
        passed, said = done.returncode == 0, done.stdout + done.stderr
    except (OSError, subprocess.TimeoutExpired) as error:
        passed, said = False, str(error)
    return Result(name, passed, time.monotonic() - began, said)


def _told(result: Result) -> Result:
    print(f"{'ok    ' if result.passed else 'FAILED'} {result.seconds:5.1f} s  {result.name}", flush=True)
    return result


if __name__ == "__main__":
    sys.exit(main())
