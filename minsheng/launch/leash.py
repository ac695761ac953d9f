"""Become the given program, on a leash: the kernel ends it (SIGTERM) when the process that started it dies.

Usage: python -m minsheng.launch.leash <pid of the parent> <program> [arguments]. Without Linux there is no leash; a
later start clears away what is left.
"""

import ctypes
import os
import signal
import sys

SET_PARENT_DEATH_SIGNAL = 1


def main() -> None:
    parent, *command = sys.argv[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
        if os.getppid() != int(parent):  # it died before the leash was tied
            sys.exit(1)
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
