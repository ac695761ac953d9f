"""A leash: programs that end when the process that started them dies, even by kill -9.

The starter keeps the writing end of a pipe. Between it and the program stands this module as a small process that waits
for either end: of the program, whose exit code it passes on, or of the pipe, upon which it ends the whole group.
"""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

TICK, GRACE = 0.2, 8.0  # seconds


class Leashed(subprocess.Popen[str]):
    """A program in a process group of its own, on the leash of this process."""

    def __init__(self, command: Sequence[str], *, stdout: int | IO[str] | None = None, **more: Any) -> None:
        far, self.near = os.pipe()
        with os.fdopen(far):
            leash = [sys.executable, "-P", str(Path(__file__)), str(far)]
            super().__init__(
                [*leash, *command],
                text=True,
                errors="replace",
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                start_new_session=True,
                pass_fds=[far],
                **more,
            )

    def bury(self) -> int:
        """End what is left of its group, which might go on sharing a port; return its exit code."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        code = self.wait()
        with suppress(OSError):
            os.close(self.near)
        return code


def main() -> int:
    pipe, *command = sys.argv[1:]
    program = subprocess.Popen(command)
    signal.signal(signal.SIGTERM, lambda *_: program.terminate())
    while program.poll() is None:
        ready, _, _ = select.select([int(pipe)], [], [], TICK)
        if ready:
            _end(program)
    return program.returncode if program.returncode >= 0 else 128 - program.returncode


def _end(program: "subprocess.Popen[bytes]") -> None:
    """Nobody holds the leash any more."""
    program.terminate()
    with suppress(subprocess.TimeoutExpired):
        program.wait(GRACE)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
