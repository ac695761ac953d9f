"""bin/minsheng: a Django management command on a data directory, its database started when it isn't running.

`backup` and `restore` are launch's own: they need the database's owner and PostgreSQL's programs, not Django.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from minsheng.launch import backup, environment, messages, prepare, programs, restore, roles
from minsheng.launch.manage import OWNERS_COMMANDS
from minsheng.launch.places import default_data

OWN = {"backup": backup.main, "restore": restore.main}


def main() -> int:
    folder, arguments = _parted(sys.argv[1:])
    if own := OWN.get(arguments[0]):
        with suppress(KeyboardInterrupt):
            return own(folder, arguments[1:])
        return 130
    data = environment.open_folder(folder)
    signal.signal(signal.SIGINT, _leave_it_to_the_command)
    messages.compile_all()
    with environment.database(data) as base:
        command = [sys.executable, "-P", "-m", "minsheng.launch.manage", *arguments]
        more = {"PATH": _with_psql()} if arguments[0] == "dbshell" else {}
        code = subprocess.run(command, env=environment.variables(data, base, **more), check=False).returncode
        if OWNERS_COMMANDS.intersection(arguments[:1]):
            base.grant()
        if arguments == ["migrate"] and not code:
            roles.remember(base.owner, migrations=prepare.migrations())
    return code


def _parted(arguments: list[str]) -> tuple[Path, list[str]]:
    """The data directory when it comes first, and the rest for Django."""
    match arguments:
        case ["--data", folder, *rest]:
            return Path(folder), rest
        case [first, *rest] if first.startswith("--data="):
            return Path(first.removeprefix("--data=")), rest
    return default_data(), arguments or ["help"]


def _with_psql() -> str:
    return os.pathsep.join([str(programs.clients(programs.OLDEST)), os.environ.get("PATH", os.defpath)])


def _leave_it_to_the_command(*_: object) -> None:
    """Ctrl-C reaches the command by itself; this process must live on to stop the database."""


if __name__ == "__main__":
    sys.exit(main())
