"""The real thing, served as a user serves it: started, killed part by part, read over HTTP like a browser does."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

import psycopg

from minsheng.launch import environment, postgres, prepare, programs, roles
from minsheng.launch.places import ROOT
from tests.cluster import DATA
from tests.ports import free_port

PATIENCE, WORKERS = 60.0, 2
READY = "Minsheng is ready"
OURS = ("DATABASE_URL", "MINSHENG_")
"""What the suite has in its environment and a user hasn't."""


class Stay(HTTPRedirectHandler):
    """Redirects are answers here."""

    def redirect_request(self, *_args):
        return None


class Browser:
    """Cookies, forms with their token, and no JavaScript."""

    def __init__(self, address, timeout=20.0):
        self.address, self.timeout, self.jar = address, timeout, CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar), Stay)

    def get(self, path):
        return self._ask(Request(self.address + path))  # noqa: S310 (an address of ours)

    def insist(self, path, data=(), photo=None):
        """Post until there is an answer, as somebody does whose page says that the connection was lost."""
        while True:
            try:
                return self.post(path, data, photo)
            except (OSError, HTTPException):
                time.sleep(0.2)

    def post(self, path, data=(), photo=None):
        """The status, and where it leads to or else the page."""
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        fields = {"csrfmiddlewaretoken": token, **dict(data)}
        plain = urlencode(fields).encode(), "application/x-www-form-urlencoded"
        body, kind = _parts(fields, photo) if photo else plain
        return self._ask(Request(self.address + path, body, {"Content-Type": kind}))  # noqa: S310 (the same)

    def _ask(self, request):
        try:
            with self.opener.open(request, timeout=self.timeout) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except HTTPError as answer:
            return answer.code, answer.headers.get("Location") or answer.read().decode(errors="replace")


def _parts(fields, photo):
    """A form with a photo, as browsers send it."""
    edge = "edge-of-the-parts"
    head = 'Content-Disposition: form-data; name="photos"; filename="a.jpg"\r\nContent-Type: image/jpeg'
    texts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    parts = [*(text.encode() for text in texts), head.encode() + b"\r\n\r\n" + photo]
    body = b"".join(b"--" + edge.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return body + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


@dataclass
class Served:
    """A data directory with the named town in it, and what serves it."""

    data: Path
    port: int
    owner: str
    process: subprocess.Popen | None = None

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        """As bin/serve does, once everything is installed; on two cores."""
        env = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        where = ["--port", str(self.port), "--data", str(self.data)]
        with (self.data / "serve.out").open("wb") as out:
            self.process = subprocess.Popen(  # noqa: S603 (this interpreter)
                [sys.executable, "-P", "-m", "minsheng.launch.serve", *where],
                cwd=ROOT,
                env=env | {"PYTHONPATH": str(ROOT)},
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=on_two_cores,  # noqa: PLW1509 (no thread of ours runs yet)
            )
        self._await(lambda: READY in self.said())
        self.await_well()

    def await_well(self):
        """Until /healthz says that all is well."""
        self._await(self._is_well)

    def _await(self, condition):
        until = time.monotonic() + PATIENCE
        while not condition():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.2)

    def _is_well(self):
        with suppress(OSError, HTTPException):
            return Browser(self.address, timeout=2.0).get("/healthz")[0] == 200
        return False

    def said(self):
        """What it told the terminal since it was started last."""
        return (self.data / "serve.out").read_text()[-3000:]

    def ask(self, statement, *values):
        """The first column of what the database says."""
        with psycopg.connect(self.owner) as connection:
            return [row[0] for row in connection.execute(statement, values)]

    def kill(self, victim):
        """By force, and without a word."""
        pid = getattr(self, victim)()
        os.kill(pid, signal.SIGKILL)
        return pid

    def web_worker(self):
        """One of the two that answer requests."""
        return self.web_workers()[0]

    def web_workers(self):
        """Both of them, once they have been started again."""
        until = time.monotonic() + PATIENCE
        while len(found := children(self.web_server())) != WORKERS:
            assert time.monotonic() < until, found
            time.sleep(0.05)
        return found

    def web_server(self):
        return self._part("web")

    def job_worker(self):
        return self._part("worker")

    def database(self):
        return int((self.cluster / "postmaster.pid").read_text().split()[0])

    @property
    def cluster(self):
        """Where the database lies, which may be elsewhere when its user can't enter the data directory."""
        return Path(json.loads((self.data / "postgres.json").read_text())["pg"])

    def _part(self, name):
        """The program on the leash of a part, once it has been started again."""
        record, until = self.data / "parts" / f"{name}.json", time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OSError, ValueError):
                found = children(json.loads(record.read_text())[0])
                if found:
                    return found[0]
            time.sleep(0.05)
        raise TimeoutError(name)

    def kill_itself(self):
        """What keeps all others alive; the pids of what it had started."""
        parts = [self.web_server(), self.job_worker(), *self.web_workers()]
        self.process.kill()
        self.process.wait()
        return parts

    def stop(self, number=signal.SIGINT):
        """Ctrl-C; what it leaves with."""
        if self.process is None or self.process.poll() is not None:
            return None
        self.process.send_signal(number)
        return self.process.wait(30)


def on_two_cores():
    """The smallest machine that is promised to be enough."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])


def children(parent):
    """The worker processes of a web server, without helpers of Python's own and without the dead."""
    found = []
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        with suppress(OSError):
            found += [int(pid) for pid in task.read_text().split()]
    return [pid for pid in found if alive(pid) and not _is_helper(pid)]


def _is_helper(pid):
    try:
        return b"resource_tracker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return True


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@contextmanager
def served(template):
    """A data directory of its own with a copy of the suite's named town, and nobody in the way on its port."""
    data = environment.open_folder(Path(tempfile.mkdtemp(prefix="crash-", dir=DATA)))
    data.chmod(0o711)
    made = Served(data, free_port(), postgres.start(data))
    try:
        copy(template, made.owner)
        roles.remember(made.owner, migrations=prepare.migrations(), data="demo")
        yield made
    finally:
        made.stop(signal.SIGKILL)
        postgres.stop(data)
        for folder in (made.cluster, data):
            shutil.rmtree(folder, ignore_errors=True)


def copy(template, target):
    """The suite's template database, dumped and read back: what an operator would do."""
    tools = programs.find(programs.user(), None)[0]
    source = psycopg.conninfo.make_conninfo(os.environ["DATABASE_URL"], dbname=template)
    dump = subprocess.run([tools / "pg_dump", "--no-owner", source], check=True, capture_output=True)  # noqa: S603 (PostgreSQL's own)
    read = [tools / "psql", "-q", "-v", "ON_ERROR_STOP=1", target]
    subprocess.run(read, input=dump.stdout, check=True, capture_output=True)  # noqa: S603 (PostgreSQL's own)
