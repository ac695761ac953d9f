"""Nothing is installed twice, and what tests need stays once it is there."""

import pytest

from minsheng.launch import install, suite
from minsheng.launch.places import ROOT


@pytest.mark.parametrize(
    ("stamped", "wanted", "current"),
    [
        (("a", False), ("a", False), True),
        (("a", True), ("a", False), True),
        (("a", False), ("a", True), False),
        (("a", True), ("b", True), False),
    ],
)
def test_a_folder_is_current_when_its_lock_is_the_same_and_it_has_what_is_wanted(tmp_path, stamped, wanted, current):
    lock, dev = stamped
    install._remember(tmp_path, lock, dev=dev)
    lock, dev = wanted
    assert install._current(tmp_path, lock, dev=dev) is current


def test_an_interrupted_installation_is_not_current(tmp_path):
    install._remember(tmp_path, "a", dev=True)
    install._forget(tmp_path)
    assert not install._current(tmp_path, "a", dev=False)


@pytest.mark.parametrize(
    ("given", "parallel"),
    [
        ([], True),
        (["-x"], True),
        (["-k", "journal"], True),
        (["-n", "2"], False),
        (["tests/launch/test_install.py::test_x"], False),
    ],
)
def test_the_whole_suite_runs_on_all_cores_and_a_part_of_it_as_asked(given, parallel, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert suite.arguments(given)[-len(given) :] == given or not given
    assert ("loadfile" in suite.arguments(given)) is parallel


def test_paths_are_meant_from_where_the_person_stands(monkeypatch):
    monkeypatch.chdir(ROOT / "tests")
    assert suite.arguments(["launch/test_install.py::test_x"]) == ["tests/launch/test_install.py::test_x"]
