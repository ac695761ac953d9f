"""The embedded PostgreSQL of a data directory: made, started, held, stopped with our own initdb and pg_ctl.

It listens on a socket in a directory of mode 0700 and nowhere else, and lets nobody in without a password (`keys`):
`peer` would let in whatever else runs as the same user, a taken-over web process first of all. `programs` finds the
binaries.
"""

import json
import os
import shutil
import socket
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from minsheng.launch import keys, locks, programs
from minsheng.launch.places import give_up, say
from minsheng.launch.programs import Failed, User, reaches, short

OWNER, APPLICATION, DATABASE, PORT = "minsheng", "minsheng_app", "minsheng", 5432
SOCKET = f".s.PGSQL.{PORT}"
SOCKET_LIMIT = 107  # bytes of a socket's path on Linux
HELLO = b"\x00\x03\x00\x00" + f"user\0{OWNER}\0database\0postgres\0\0".encode()  # protocol 3.0
PRIVATE = 0o700
PATIENCE, LOG_LIMIT = 120, 5_000_000  # seconds, bytes
DOOR = """\
# Written by Minsheng for the passwords {mark}. Changed, it is written anew, and they are set anew, at the next start.
local all all scram-sha-256
"""
LOCKS = (
    f"do $$ begin if not exists (select from pg_roles where rolname = '{APPLICATION}')"
    f" then create role {APPLICATION} login; end if; end $$;\n"
    f"alter role {OWNER} password '{{0.owner}}';\n"
    f"alter role {APPLICATION} password '{{0.application}}';\n"
)
"""A statement a line, as a server in single-user mode wants it."""

SETTINGS = {
    "listen_addresses": "''",
    "shared_buffers": "256MB",
    "max_connections": "100",
    "jit": "off",
    "log_min_error_statement": "panic",  # statements and details hold people's words and phones
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "password_encryption": "scram-sha-256",
}
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
}


@dataclass(frozen=True)
class Cluster:
    """One data directory's server: where its files and its socket lie, whose they are, what runs it."""

    pg: Path
    run: Path
    bin: Path
    major: int
    user: User
    throwaway: bool

    def tool(self, name: str, *arguments: str | Path, told: str = "") -> str:
        return programs.run(self.bin / name, *arguments, as_user=self.user, told=told)

    @property
    def settings(self) -> list[str]:
        """As options of a server's command line."""
        own = {"unix_socket_directories": f"'{self.run}'"}
        settings = SETTINGS | (THROWAWAY if self.throwaway else {}) | own
        return [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]


def start(data: Path, *, throwaway: bool = False) -> str:
    """Start the server of `data` and leave it running until `stop`, whoever else holds it; return its owner's URL."""
    url = ensure(data.resolve(), throwaway=throwaway)
    _left_running(data.resolve()).touch()
    return url


def ensure(data: Path, *, throwaway: bool = False) -> str:
    """Have the server of `data` run, made the first time; idempotent and safe in parallel. Its owner's URL."""
    with locks.waiting(data / "database.starting"):
        passwords = keys.passwords(data)
        if running(data) and _is_locked(Path(_notes(data)["pg"]), passwords):
            return owner(data)
        _stop(data)  # it runs as an older Minsheng left it, open to everybody who finds the socket
        cluster = _prepared(data, throwaway=throwaway)
        _note(data, cluster)
        try:
            _started(cluster, passwords)
        except Failed:
            if not throwaway:
                raise
            shutil.rmtree(cluster.pg, ignore_errors=True)  # without fsync a crash of the machine may have spoilt it
            _started(cluster, passwords)
        _have_database(owner(data))
    return owner(data)


def running(data: Path) -> bool:
    """Whether the socket answers. A pid proves nothing: after kill -9 in a container it may stay as a zombie."""
    notes = _notes(data.resolve())
    return bool(notes) and _answers(Path(notes["run"]) / SOCKET)


def stop(data: Path) -> None:
    """Stop the server of `data` if it runs; clients are disconnected, what they committed is kept."""
    _stop(data)
    _left_running(data.resolve()).unlink(missing_ok=True)


def _stop(data: Path) -> None:
    if running(data):
        notes = _notes(data.resolve())
        arguments = ("-D", notes["pg"], "-m", "fast", "-w", "-t", "60", "stop")
        programs.run(Path(notes["bin"]) / "pg_ctl", *arguments, as_user=programs.user())


@contextmanager
def held(data: Path, *, throwaway: bool = False) -> Iterator[str]:
    """The server of `data` for as long as anyone holds it: whoever leaves last stops it, unless `start` began it."""
    data = data.resolve()
    company = locks.Company(data / "database.held")
    try:
        if not running(data):
            _left_running(data).unlink(missing_ok=True)
        yield ensure(data, throwaway=throwaway)
    finally:
        if company.is_last() and not _left_running(data).exists():
            stop(data)
        company.leave()


def owner(data: Path) -> str:
    """The URL of the role that may do everything: for launch, never for what it serves."""
    return _url(data.resolve(), OWNER, keys.passwords(data).owner)


def application(data: Path) -> str:
    """The URL of the role that web and worker have."""
    return _url(data.resolve(), APPLICATION, keys.passwords(data).application)


def _url(data: Path, role: str, password: str) -> str:
    return f"postgresql://{role}:{password}@/{DATABASE}?host={quote(_notes(data)['run'])}"


def _prepared(data: Path, *, throwaway: bool) -> Cluster:
    user = programs.user()
    home = _home(data, user)
    _private(home / "run", user)
    run = _socket_folder(home / "run", user)
    found, major = programs.find(user, _major(home / "pg"))
    return Cluster(home / "pg", run, found, major, user, throwaway)


def _home(data: Path, user: User) -> Path:
    """The data directory itself, or a place the database's user can reach when that lies under root's home."""
    if reaches(user, data):
        return data
    home = programs.ELSEWHERE / f"data-{short(data)}"
    if home.exists() and not (data / "postgres.json").exists():  # the directory was emptied to begin anew
        aside = home.rename(home.with_name(f"{home.name}-{time.time_ns()}"))
        say(f"旧数据库移到 {aside}", f"the database of an earlier {data} was moved to {aside}")
    if not home.exists():
        say(f"数据库用户进不了 {data}，改用 {home}", f"its user can't enter {data}; the database is in {home}")
        home.mkdir(parents=True)
        for folder in (programs.ELSEWHERE, home):
            folder.chmod(0o755)  # whatever the umask is
    return home


def _started(cluster: Cluster, passwords: keys.Passwords) -> None:
    if not (cluster.pg / "PG_VERSION").exists():
        _make(cluster)
    log = cluster.run / "postgres.log"
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.rename(log.with_suffix(".old.log"))
    if not _is_locked(cluster.pg, passwords):
        _patiently(cluster, lambda: _lock(cluster, passwords))
    _patiently(cluster, lambda: _serve(cluster, log))


def _serve(cluster: Cluster, log: Path) -> None:
    if not _answers(cluster.run / SOCKET):
        wait = ("-w", "-t", str(PATIENCE))
        cluster.tool("pg_ctl", "-D", cluster.pg, *wait, "-l", log, "-o", " ".join(cluster.settings), "start")


def _is_locked(pg: Path, passwords: keys.Passwords) -> bool:
    """Whether these passwords, and nothing but passwords, let somebody in."""
    with suppress(OSError):
        return (pg / "pg_hba.conf").read_text() == DOOR.format(mark=passwords.mark)
    return False


def _lock(cluster: Cluster, passwords: keys.Passwords) -> None:
    """Set the passwords while no socket is open, then the door; interrupted in between, it is done again."""
    options = ["-D", str(cluster.pg), *cluster.settings, "postgres"]
    said = cluster.tool("postgres", "--single", *options, told=LOCKS.format(passwords))
    if "ERROR:" in said:
        raise Failed(said)
    door = cluster.pg / "pg_hba.conf"
    write = ("/bin/sh", "-c", 'cat > "$0.new" && mv "$0.new" "$0"')
    programs.run(*write, door, as_user=cluster.user, told=DOOR.format(mark=passwords.mark))


def _have_database(url: str) -> None:
    with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))


def _patiently(cluster: Cluster, attempt: Callable[[], None]) -> None:
    """Just after a kill -9 the old backends still hold the shared memory; they end within seconds."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return attempt()
        except Failed as failure:
            if time.monotonic() > until or not _is_waiting(cluster):
                raise Failed(f"{failure}\n{_tail(cluster.run / 'postgres.log')}") from failure
            time.sleep(0.25)


def _is_waiting(cluster: Cluster) -> bool:
    """Whether a lock file of a dead server is what a start failed at; the file of a ghost is removed.

    In a container the pid of a dead server may stay as a zombie or pass to another program; PostgreSQL believes it.
    """
    lock_files = [path for path in (cluster.pg / "postmaster.pid", cluster.run / f"{SOCKET}.lock") if path.exists()]
    for path in lock_files:
        if _is_ghost(path) and not _anyone_in(cluster.pg):
            path.unlink(missing_ok=True)
    return bool(lock_files)


def _is_ghost(lock_file: Path) -> bool:
    with suppress(OSError, ValueError, IndexError):
        words = Path(f"/proc/{int(lock_file.read_text().split()[0])}/stat").read_text()
        name, state = words[words.index("(") + 1 : words.rindex(")")], words[words.rindex(")") + 2]
        return name != "postgres" or state == "Z"
    return False


def _anyone_in(pg: Path) -> bool:
    """Whether any process works in the cluster's folder, as every process of a server does."""
    for process in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):
            if process.samefile(pg):
                return True
    return False


def _make(cluster: Cluster) -> None:
    """Run initdb beside, then rename: a start that was killed half-way leaves no half cluster."""
    fresh = cluster.pg.with_name("pg.new")
    shutil.rmtree(fresh, ignore_errors=True)
    _private(fresh, cluster.user)
    builtin = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
    locale = builtin if cluster.major > programs.OLDEST else ("--locale=C.UTF-8",)
    sync = ("--no-sync",) if cluster.throwaway else ()
    cluster.tool("initdb", "-D", fresh, "-U", OWNER, "-A", "reject", "-E", "UTF8", *locale, *sync)
    fresh.rename(cluster.pg)


def _private(folder: Path, user: User) -> None:
    folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    folder.chmod(PRIVATE)
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)


def _socket_folder(run: Path, user: User) -> Path:
    """`run`, or a short name under /tmp where a deep directory would break the limit of a socket's path."""
    if len(os.fsencode(run / SOCKET)) <= SOCKET_LIMIT:
        return run
    near = Path("/tmp") / f"minsheng-{short(run)}"  # noqa: S108 - its mode and owner are checked below
    with suppress(FileExistsError):
        near.mkdir(mode=PRIVATE)
        if user:
            os.chown(near, user.pw_uid, user.pw_gid)
    found = near.lstat()
    mine = user.pw_uid if user else os.geteuid()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != mine or stat.S_IMODE(found.st_mode) != PRIVATE:
        give_up(f"{near} 属于别人，请移开", f"{near} belongs to someone else; please move it away")
    return near


def _left_running(data: Path) -> Path:
    return data / "database.kept"


def _answers(path: Path) -> bool:
    """Whether a server asks its owner in; during recovery and for a moment after kill -9 the socket only accepts."""
    with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
        probe.settimeout(5)
        probe.connect(str(path))
        probe.sendall((len(HELLO) + 4).to_bytes(4) + HELLO)
        return probe.recv(1024).startswith(b"R")  # all of it: leaving with an answer unread is an error in its log
    return False


def _major(pg: Path) -> int | None:
    with suppress(OSError, ValueError):
        return int((pg / "PG_VERSION").read_text().split(".")[0])
    return None


def _notes(data: Path) -> dict[str, str]:
    """What the last start wrote; nothing when the directory has been copied or moved since."""
    with suppress(OSError, ValueError):
        notes = dict(json.loads((data / "postgres.json").read_text()))
        return notes if notes.get("data") == str(data) else {}
    return {}


def _note(data: Path, cluster: Cluster) -> None:
    notes = {"data": data, "major": cluster.major, "pg": cluster.pg, "run": cluster.run, "bin": cluster.bin}
    text = json.dumps({key: str(value) for key, value in notes.items()}, indent=1)
    fresh = data / "postgres.json.new"
    fresh.write_text(text + "\n")
    fresh.replace(data / "postgres.json")


def _tail(path: Path) -> str:
    with suppress(OSError):
        return path.read_text(errors="replace")[-2000:]
    return ""
