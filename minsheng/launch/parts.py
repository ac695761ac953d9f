"""The parts that serve keeps alive: each a process group of its own, on a leash, with a log and a back-off."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from logging import LogRecord, makeLogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO

from minsheng.launch.leash import Leashed
from minsheng.launch.places import ROOT, say

LOG_BYTES, LOG_COPIES = 5_000_000, 3
FIRST_PAUSE, LONGEST_PAUSE, WELL = 0.5, 30.0, 60.0  # seconds
GRACE = 15.0  # seconds between the request to end and the order
QUIET = ("[INFO]", "[DEBUG]", "Launching a worker")
LOUD = frozenset({"ERROR", "CRITICAL"})


@dataclass
class Part:
    """One long-running program: started, watched, started again, stopped."""

    name: str
    command: list[str]
    env: dict[str, str]
    data: Path
    process: Leashed | None = None
    began: float = 0.0
    pause: float = FIRST_PAUSE
    resume: float = 0.0
    listener: threading.Thread | None = field(default=None, repr=False)

    @property
    def _record(self) -> Path:
        return self.data / "parts" / f"{self.name}.json"

    def start(self) -> None:
        self.process = Leashed(self.command, cwd=ROOT, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.began = time.monotonic()
        self._record.write_text(json.dumps([self.process.pid, _born(self.process.pid)]))
        log = Log(self.name, self.data / "logs" / f"{self.name}.log")
        self.listener = threading.Thread(target=log.listen, args=(self.process.stdout,), daemon=True)
        self.listener.start()

    def tend(self) -> None:
        """Start it again when it has died, later and later while it keeps dying."""
        now = time.monotonic()
        if self.process and self.process.poll() is not None:
            code = self._bury(self.process)
            self.pause = FIRST_PAUSE if now - self.began > WELL else min(self.pause * 2, LONGEST_PAUSE)
            self.resume = now + self.pause
            say(f"{self.name} 已退出（{code}），即将重启", f"{self.name} ended ({code}), starting it again")
        if self.process is None and now >= self.resume:
            self.start()

    def stop(self, grace: float = GRACE) -> None:
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(grace)
        self._bury(self.process)

    def clear(self) -> None:
        """End what an earlier start left behind when it was killed itself."""
        with suppress(OSError, ValueError):
            pid, born = json.loads(self._record.read_text())
            if _born(pid) in {born, ""}:  # a dead leader's number stays taken while its group has members
                os.killpg(pid, signal.SIGKILL)

    def _bury(self, process: Leashed) -> int:
        """End its children too and read its last words."""
        code = process.bury()
        if self.listener:
            self.listener.join(2)
        self._record.unlink(missing_ok=True)
        self.process = None
        return code


class Log:
    """Every line as JSON into a file of bounded size; errors to the terminal too."""

    def __init__(self, part: str, path: Path) -> None:
        self.part = part
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOG_COPIES, encoding="utf-8")

    def listen(self, lines: Iterable[str] | IO[str]) -> None:
        for line in lines:
            self.take(line.rstrip("\n"))
        self.file.close()

    def take(self, line: str) -> None:
        entry = _entry(line)
        self.file.handle(_as_record(line if entry else json.dumps({"message": line}, ensure_ascii=False)))
        if entry and str(entry.get("level", "")).upper() in LOUD:
            words = (str(entry.get(name, "")) for name in ("message", "error", "where"))
            print(f"{self.part}:", *filter(None, words), file=sys.stderr, flush=True)
        elif not entry and line.strip() and not line.startswith(QUIET):
            print(f"{self.part}: {line}", file=sys.stderr, flush=True)


def _entry(line: str) -> dict[str, object]:
    with suppress(ValueError, TypeError):
        return dict(json.loads(line))
    return {}


def _as_record(line: str) -> LogRecord:
    return makeLogRecord({"msg": line})


def _born(pid: int) -> str:
    """When this process began: a pid alone may have passed to another program."""
    with suppress(OSError, IndexError):
        if Path("/proc/self/stat").exists():
            return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
        shown = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], check=False, capture_output=True, text=True)
        return shown.stdout.strip()
    return ""
