"""Where things lie, and how launch talks to the person at the terminal."""

import hashlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def say(chinese: str, english: str) -> None:
    print(f"{chinese} / {english}", flush=True)


def give_up(chinese: str, english: str) -> NoReturn:
    sys.exit(f"{chinese} / {english}")


def default_data() -> Path:
    return Path(os.environ.get("MINSHENG_DATA") or ROOT / "var")


def digest(files: Iterable[Path], *words: str) -> str:
    """One short digest of files' names and contents."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in sorted(files):
        total.update(f"\0{path}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def cores(most: int = 4) -> int:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(usable, most))
