"""bin/minsheng: a Django management command on a data directory, its database started when it isn't running."""

import signal
import subprocess
import sys
from pathlib import Path

from minsheng.launch import environment, messages, prepare, roles
from minsheng.launch.manage import OWNERS_COMMANDS
from minsheng.launch.places import default_data


def main() -> int:
    folder, arguments = _parted(sys.argv[1:])
    data = environment.open_folder(folder)
    signal.signal(signal.SIGINT, _leave_it_to_the_command)
    messages.compile_all()
    with environment.database(data) as base:
        command = [sys.executable, "-P", "-m", "minsheng.launch.manage", *arguments]
        code = subprocess.run(command, env=environment.variables(data, base), check=False).returncode
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


def _leave_it_to_the_command(*_: object) -> None:
    """Ctrl-C reaches the command by itself; this process must live on to stop the database."""


if __name__ == "__main__":
    sys.exit(main())
