"""The parts of serve are started again when they die, and never outlive the one who started them."""

import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from minsheng.launch.parts import Log, Part
from minsheng.launch.places import ROOT
from tests.launch.conftest import program

SLEEPER = (
    "import subprocess, sys, time; c = subprocess.Popen(['sleep', '60']); print(c.pid, flush=True); time.sleep(60)"
)


@pytest.fixture
def part(tmp_path):
    (tmp_path / "parts").mkdir()
    made = Part("part", [sys.executable, "-c", SLEEPER], os.environ | {"PYTHONPATH": str(ROOT)}, tmp_path)
    made.start()
    yield made
    made.stop(grace=0)


def child(part):
    """The pid that the part's program printed: its own child's."""
    path = part.data / "logs" / "part.log"
    wait_for(lambda: path.exists() and path.read_text())
    return int(json.loads(path.read_text().splitlines()[-1])["message"])


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition, seconds=30):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_part_killed_by_force_is_started_again_and_its_children_are_gone(part):
    first, orphan = part.process.pid, child(part)
    os.kill(first, signal.SIGKILL)
    part.process.wait()
    part.tend()
    wait_for(lambda: part.tend() or part.process)
    assert part.process.pid != first
    wait_for(lambda: not alive(orphan))


def test_a_part_that_keeps_dying_is_started_ever_later(part):
    pauses = []
    for _ in range(8):
        part.process.kill()
        part.process.wait()
        part.tend()
        pauses.append(part.pause)
        part.resume = 0
        part.tend()
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]


def test_stopping_a_part_ends_its_children_too(part):
    orphan, process = child(part), part.process
    part.stop()
    assert process.returncode == 128 + signal.SIGTERM
    wait_for(lambda: not alive(orphan))


def test_what_a_killed_start_left_behind_is_cleared_away_by_the_next(part):
    part.clear()
    assert part.process.wait(5) == -signal.SIGKILL


def test_a_pid_that_passed_to_another_program_is_left_alone(part):
    record = part.data / "parts" / "part.json"
    record.write_text(json.dumps([part.process.pid, "another time"]))
    part.clear()
    time.sleep(0.1)
    assert part.process.poll() is None


def test_a_program_on_the_leash_ends_with_its_children_when_its_starter_is_killed():
    code = (
        "import time; from minsheng.launch.leash import Leashed\n"
        "one = Leashed(['/bin/sh', '-c', 'sleep 60 & echo $!; wait']); time.sleep(60)"
    )
    starter = program(code)
    leashed = int(starter.stdout.readline())
    assert alive(leashed)
    starter.kill()
    starter.communicate()
    wait_for(lambda: not alive(leashed))


def test_a_log_line_stays_json_and_errors_reach_the_terminal(tmp_path, capsys):
    log = Log("web", tmp_path / "web.log")
    log.listen(
        [
            '{"level": "INFO", "message": "fine"}\n',
            '{"level": "ERROR", "message": "bad 100%"}\n',
            "[INFO] up\n",
            "boom\n",
        ]
    )
    lines = [json.loads(line)["message"] for line in (tmp_path / "web.log").read_text().splitlines()]
    assert lines == ["fine", "bad 100%", "[INFO] up", "boom"]
    assert capsys.readouterr().err == "web: bad 100%\nweb: boom\n"
