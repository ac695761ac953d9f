"""Two starts never share a data directory or a port."""

import os
import signal
import socket

import pytest

from minsheng.launch import locks
from tests.launch.conftest import program


def test_a_second_holder_learns_what_the_first_wrote(tmp_path):
    with (
        locks.alone(tmp_path / "lock", "http://127.0.0.1:8000"),
        pytest.raises(locks.Taken, match=r"^http://127\.0\.0\.1:8000$"),
        locks.alone(tmp_path / "lock", "other"),
    ):
        pass
    with locks.alone(tmp_path / "lock", "other"):
        pass


def test_the_lock_of_a_killed_holder_is_free(tmp_path):
    lock = tmp_path / "lock"
    code = (
        "import sys, time; from pathlib import Path; from minsheng.launch import locks\n"
        "with locks.alone(Path(sys.argv[1]), 'x'): print(flush=True); time.sleep(60)"
    )
    holder = program(code, lock)
    holder.stdout.readline()
    with pytest.raises(locks.Taken, match=r"^x$"), locks.alone(lock, "mine"):
        pass
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    with locks.alone(lock, "mine"), pytest.raises(locks.Taken, match=r"^mine$"), locks.alone(lock, "other"):
        pass


@pytest.fixture
def listener():
    with socket.socket() as made:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as Granian listens
        made.bind(("127.0.0.1", 0))
        made.listen()
        yield made.getsockname()[1]


def test_a_port_that_someone_listens_on_is_refused_even_if_it_could_be_shared(listener):
    with pytest.raises(locks.Taken, match=f"127.0.0.1:{listener}"), locks.port("127.0.0.1", listener):
        pass


def test_a_port_claimed_but_not_yet_bound_is_refused(listener):
    free = listener + 1
    with locks.port("127.0.0.1", free), pytest.raises(locks.Taken), locks.port("127.0.0.1", free):
        pass
    with locks.port("127.0.0.1", free):
        pass


def test_only_the_last_of_a_company_is_told_so(tmp_path):
    first, second = locks.Company(tmp_path / "lock"), locks.Company(tmp_path / "lock")
    assert not first.is_last()
    first.leave()
    assert second.is_last()
    second.leave()
